/** Content negotiation: what the caller accepts, against what there is. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReckonerError } from '../domain/errors.ts';
import { parseQuery, queryText } from './input/query-string.ts';
import type { Answer } from './route.ts';

/** @throws ReckonerError notAcceptable where `Accept` excludes everything the answer can be. */
export function requireAcceptable(request: FastifyRequest, answer: Answer | undefined): void {
  if (answer === undefined || answer.schema === null) return;
  // `format` wins over Accept; what it names is seen by chooseFormat.
  if (answer.alsoAs !== undefined && 'format' in parseQuery(queryText(request.url)).values) return;
  const offered = [plain(answer.contentType ?? 'application/json'), ...(answer.alsoAs ?? [])];
  if (accepted(request, offered) === null) throw notAcceptable(offered, 'Accept');
}

/**
 * Which of the formats to answer in: `format` wins, since a spreadsheet cannot set Accept.
 * @param formats name in `format` -> content type; the first is the default.
 * @throws ReckonerError notAcceptable with what there is.
 */
export function chooseFormat<Format extends string>(
  request: FastifyRequest,
  formats: Readonly<Record<Format, string>>,
  asked: string | undefined,
): Format {
  const names = Object.keys(formats) as Format[];
  if (asked !== undefined) {
    const named = names.find((name) => name === asked);
    if (named === undefined) throw notAcceptable(names, 'format');
    return named;
  }
  const chosen = accepted(
    request,
    names.map((name) => plain(formats[name])),
  );
  const found = names.find((name) => plain(formats[name]) === chosen);
  if (found === undefined)
    throw notAcceptable(
      names.map((name) => plain(formats[name])),
      'Accept',
    );
  return found;
}

/** The type the caller likes best, with or without what answers say of it; null where none is accepted. */
function accepted(request: FastifyRequest, types: readonly string[]): string | null {
  const best = request
    .accepts()
    .type(
      types.flatMap((type) => [
        type,
        `${type}; charset=utf-8`,
        ...(type === 'text/csv' ? [`${type}; header=present`, `${type}; charset=utf-8; header=present`] : []),
      ]),
    );
  return typeof best === 'string' ? plain(best) : null;
}

function plain(contentType: string): string {
  return contentType.split(';')[0] ?? contentType;
}

function notAcceptable(available: readonly string[], parameter: string): ReckonerError {
  const message = `must be one of ${available.join(', ')}`;
  return new ReckonerError(
    'notAcceptable',
    'notAcceptable',
    `There is no answer in that form: ${parameter} ${message}.`,
    {
      issues: [{ parameter, code: 'notAcceptable', message }],
      extra: { available },
    },
  );
}

/** Tells caches that this field decides too, beside those that are told already (Origin, where other sites may call). */
export function varyBy(reply: FastifyReply, field: string): FastifyReply {
  const told = reply.getHeader('Vary');
  return reply.header('Vary', told === undefined ? field : `${told}, ${field}`);
}
