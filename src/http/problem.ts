/** A refusal as its document: RFC 9457, `application/problem+json`. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type InputIssue, MAXIMUM_ISSUES } from '../domain/errors.ts';
import { type ProblemKind, problemKinds } from './problem-kinds.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** Seconds after which a retry makes sense, where nobody knows better. */
export const DEFAULT_RETRY_AFTER = 5;

export const problemSchema = z
  .looseObject({
    type: z.string().describe('Path into the documentation of this service, one a kind of problem.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What to change, for a person.'),
    instance: z.string().describe('Path of the request.'),
    code: z.string().describe('Stable, for programs.'),
    requestId: z.string().describe('Stands in the log of the service too.'),
    errors: z.array(
      z.strictObject({
        pointer: z.string().exactOptional().describe('JSON Pointer into the body.'),
        parameter: z.string().exactOptional().describe('Name of the query, path or header parameter.'),
        code: z.string(),
        message: z.string(),
      }),
    ),
  })
  .meta({
    id: 'Problem',
    description:
      'Why a request was refused (RFC 9457). Some codes bring further members, such as candidates.',
  });

const LONGEST_TEXT = 10_000;

export interface Refusal {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly detail: string;
  readonly issues?: readonly InputIssue[];
  readonly retryAfter?: number;
  readonly recorded?: { readonly seq: number; readonly hash: string };
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** The document. Extra members cannot replace its own. */
export function problemDocument(
  refusal: Refusal,
  requestId: string,
  target: string,
): Record<string, unknown> {
  const { status, title } = problemKinds[refusal.kind];
  const own = {
    type: `/docs/problems#${refusal.kind}`,
    title,
    status,
    detail: shortened(refusal.detail),
    instance: target.split('?', 1)[0] ?? '',
    code: refusal.code,
    requestId,
    errors: (refusal.issues ?? []).slice(0, MAXIMUM_ISSUES).map(({ pointer, parameter, code, message }) => ({
      ...(pointer === undefined ? {} : { pointer: shortened(pointer) }),
      ...(parameter === undefined ? {} : { parameter: shortened(parameter) }),
      code,
      message: shortened(message),
    })),
  };
  return { ...own, ...refusal.extra, ...own };
}

/** A name of a megabyte is not sent back. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  // Never half a pair of surrogates at the end.
  return `${text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Sends the document with the headers its status asks for. */
export function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status } = problemKinds[refusal.kind];
  const { recorded } = refusal;
  // Whoever takes 503 for an invitation would write it twice.
  if (recorded !== undefined)
    reply.header('Audit-Seq', String(recorded.seq)).header('Audit-Hash', recorded.hash);
  else if (status === 429 || status === 503)
    reply.header('Retry-After', String(refusal.retryAfter ?? DEFAULT_RETRY_AFTER));
  else if (refusal.retryAfter !== undefined) reply.header('Retry-After', String(refusal.retryAfter));
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer realm="reckoner"');
  for (const name of ['ETag', 'Link', 'Location', 'Content-Disposition', 'Cache-Control'])
    reply.removeHeader(name);
  const document = problemDocument(refusal, reply.request.id, reply.request.raw.url ?? '/');
  return reply.code(status).header('Content-Type', PROBLEM_CONTENT_TYPE).send(JSON.stringify(document));
}
