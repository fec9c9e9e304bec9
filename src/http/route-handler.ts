/** The stages of a request of a declared route: raw -> read and checked -> admitted -> handler -> wire. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type InputIssue, invalid, ReckonerError } from '../domain/errors.ts';
import { type InputPlace, validate } from '../domain/input/validate.ts';
import { sentence } from '../domain/sentence.ts';
import type { Admission } from './admission.ts';
import { etagOf, isUnchanged, readIfMatch, requireIfMatch } from './conditional.ts';
import { readIdempotencyKey } from './idempotency.ts';
import { parseQuery, queryText } from './input/query-string.ts';
import { requireJsonBody, requireTextBody, uploadOf } from './input/request-body.ts';
import { requireAcceptable } from './negotiation.ts';
import { type DeclaredRoute, noFields, type RouteRequest } from './route.ts';

/** Fastify's handler for a declared route. */
export function routeHandler(route: DeclaredRoute, admission: Admission) {
  const status = successStatus(route);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    requireAcceptable(request, route.answers[status]);
    const read = readRequest(route, request);
    if (route.ifMatch === 'required') readIfMatch(request.headers['if-match']);
    const wanted = () => !request.raw.socket.destroyed;
    const arrival = request.arrival ?? undefined;
    const answer = await admission.run(route, () => route.handler(read, reply), wanted, arrival);
    // Headers that went out were of a stream, whose end, or whose reader's leaving, has been waited for.
    if (reply.sent || reply.raw.headersSent || answer === reply) return reply;
    if (reply.statusCode === 200) reply.code(status);
    return send(route, request, reply, answer);
  };
}

function successStatus(route: DeclaredRoute): number {
  const status = Object.keys(route.answers)
    .map(Number)
    .find((code) => code >= 200 && code < 300);
  if (status === undefined) throw new Error(`${route.operation} declares no 2xx answer`);
  return status;
}

function readRequest(
  route: DeclaredRoute,
  request: FastifyRequest,
): RouteRequest<never, never, never, never> {
  const target = request.raw.url ?? '/';
  const query = parseQuery(queryText(target));
  const issues: InputIssue[] = [...query.issues];
  const read = (
    schema: DeclaredRoute['query'] | DeclaredRoute['body'],
    input: unknown,
    place: InputPlace,
  ): unknown => {
    const result = validate(schema ?? noFields, input, place);
    if (result.ok) return result.value;
    issues.push(...result.issues);
    return undefined;
  };
  const params = read(route.params, pathValues(request.params), 'path');
  const values = read(route.query, query.values, 'query');
  const text = route.textBody === undefined ? '' : requireTextBody(request);
  const upload = uploadOf(route, request);
  const body =
    route.body === undefined || upload !== null
      ? undefined
      : read(route.body, requireJsonBody(request), 'body');
  if (issues.length > 0) throw invalid('invalidRequest', summary(issues), issues);
  const { actor } = request;
  const precondition = requireIfMatch(request.headers['if-match']);
  return {
    params,
    query: values,
    body,
    text,
    upload,
    actor,
    operation: route.operation,
    target,
    precondition,
    idempotency: route.idempotent === true ? readIdempotencyKey(request) : undefined,
    fastify: request,
  } as never;
}

/** The values of the path. An empty one is no item, and NUL fits nothing. */
function pathValues(params: unknown): unknown {
  for (const [name, value] of Object.entries(params as Record<string, string>)) {
    if (value === '')
      throw new ReckonerError('notFound', 'unknownPath', 'There is nothing at this path: see /docs.');
    if (value.includes('\u0000')) {
      const issue = { parameter: name, code: 'nulCharacter', message: 'holds a NUL character' };
      throw invalid('invalidPath', 'The path holds a NUL character.', [issue]);
    }
  }
  return params;
}

function summary(issues: readonly InputIssue[]): string {
  const first = issues[0];
  const place = first?.pointer ?? first?.parameter ?? '';
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more: see errors)` : '';
  return sentence(`The request is invalid: ${place === '' ? 'it' : place} ${first?.message}${more}`);
}

function send(
  route: DeclaredRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
): FastifyReply {
  const declared = route.answers[reply.statusCode];
  if (answer === undefined || declared?.schema === null) return reply.send();
  if (route.etag === true) {
    const etag = etagOf(answer);
    reply.header('ETag', etag);
    if (route.method === 'GET' && isUnchanged(request.headers['if-none-match'], etag))
      return reply.code(304).send();
  }
  const isText = typeof answer === 'string' || answer instanceof Uint8Array;
  const contentType =
    declared?.contentType ?? (isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  reply.header('Content-Type', contentType);
  return reply.send(isText && declared?.contentType !== undefined ? answer : JSON.stringify(answer));
}
