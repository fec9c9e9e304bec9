/** Every refusal leaves as a problem document, whoever made it: a service, Fastify, a plugin or Node. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ReckonerError } from '../../domain/errors.ts';
import { type PathMatcher, pathOf } from '../allowed-methods.ts';
import { PROBLEM_CONTENT_TYPE, problemDocument, type Refusal, sendProblem } from '../problem.ts';
import { kindOfStatus, type ProblemKind, problemKinds } from '../problem-kinds.ts';

/** Codes and details of Fastify's own refusals, where its words would not help the caller. */
const FASTIFY_REFUSALS: Readonly<Record<string, { kind: ProblemKind; code: string; detail: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    kind: 'tooLarge',
    code: 'bodyTooLarge',
    detail: 'The body is larger than this path accepts.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    kind: 'unsupportedMedia',
    code: 'unsupportedMediaType',
    detail: 'Send the body with a content type that this path reads: see the documentation.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    kind: 'invalid',
    code: 'invalidContentLength',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { kind: 'invalid', code: 'invalidPath', detail: 'The path is not percent-encoded UTF-8.' },
  FST_ERR_MAX_PARAM_LENGTH: {
    kind: 'addressTooLong',
    code: 'addressTooLong',
    detail: 'A part of the path is longer than anything this service has.',
  },
};

/** What an error means to the caller. A defect says nothing of itself. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ReckonerError) {
    const { issues, retryAfter, recorded, extra } = error.details;
    return {
      kind: error.kind,
      code: error.code,
      detail: error.message,
      ...(issues ? { issues } : {}),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(recorded === undefined ? {} : { recorded }),
      ...(extra ? { extra } : {}),
    };
  }
  const { code, statusCode, message } = (error ?? {}) as {
    code?: unknown;
    statusCode?: unknown;
    message?: unknown;
  };
  const known = typeof code === 'string' ? FASTIFY_REFUSALS[code] : undefined;
  if (known) return known;
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    const kind = kindOfStatus(statusCode);
    return {
      kind,
      code: kind,
      detail: typeof message === 'string' ? message : problemKinds[kind].description,
    };
  }
  return {
    kind: 'internal',
    code: 'internal',
    detail: 'Something went wrong in the service. Its log holds the cause under this request id.',
  };
}

/** Answers an error, and logs a defect with its cause. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal.kind === 'internal') request.log.error({ err: error }, 'a request failed');
  else if (refusal.code === 'appendOnly')
    request.log.error({ err: error, security: true }, 'somebody tried to change what is recorded');
  // Of those turned away under load there are too many to say more than their line does.
  else if (refusal.kind === 'unavailable' && refusal.code !== 'busy')
    request.log.warn({ err: error }, 'a request was turned away');
  return sendProblem(reply, refusal);
}

/** 404; 405 with `Allow` where the path has other methods; 204 with `Allow` for OPTIONS. */
function answerUnknown(request: FastifyRequest, reply: FastifyReply, matcher: PathMatcher): FastifyReply {
  const path = pathOf(request.raw.url ?? '/');
  const allowed = matcher.methodsAt(path);
  // A file of the documentation page that is not there has been asked for with a right method.
  if (allowed.length === 0 || (allowed.includes(request.method) && request.method !== 'OPTIONS')) {
    const near = matcher.nearest(path);
    const advice = near === null ? 'see /docs.' : `did you mean ${near}?`;
    return sendProblem(reply, {
      kind: 'notFound',
      code: 'unknownPath',
      detail: `There is nothing at this path: ${advice}`,
    });
  }
  reply.header('Allow', allowed.join(', '));
  if (request.method === 'OPTIONS') return reply.code(204).send();
  return sendProblem(reply, {
    kind: 'methodNotAllowed',
    code: 'methodNotAllowed',
    detail: `This path has ${allowed.join(', ')}, not ${request.method}.`,
  });
}

export function installProblems(app: FastifyInstance, matcher: PathMatcher): void {
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply));
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, matcher));
}

/**
 * Answers unknown paths before their body is looked at: what is wrong with it does not matter.
 * Install it after the hooks that count and limit requests.
 */
export function installUnknownPaths(app: FastifyInstance, matcher: PathMatcher): void {
  app.addHook('onRequest', async (request, reply) =>
    request.is404 || isLiteralTakenForId(request, matcher)
      ? answerUnknown(request, reply, matcher)
      : undefined,
  );
}

const CLIENT_ERRORS: Readonly<Record<string, { kind: ProblemKind; detail: string }>> = {
  HPE_HEADER_OVERFLOW: {
    kind: 'headersTooLarge',
    detail: 'The header fields are larger than the service accepts.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    kind: 'requestTimeout',
    detail: 'The request did not arrive completely in time.',
  },
};

/** Answers an `Expect` that is not `100-continue`, which Node would refuse without a word. */
export function answerExpectation(reply: ServerResponse, target: string, requestId: string): void {
  const kind = 'expectationFailed';
  const detail = 'Expect may only be 100-continue: leave it out.';
  const body = JSON.stringify(problemDocument({ kind, code: kind, detail }, requestId, target));
  const headers = { 'Content-Type': PROBLEM_CONTENT_TYPE, 'X-Request-Id': requestId, Connection: 'close' };
  reply.writeHead(problemKinds[kind].status, headers).end(body);
}

/** Answers what Node could not read as a request; there is neither request nor reply yet. */
export function answerClientError(
  error: Error & { code?: string },
  socket: Socket,
  log: FastifyBaseLogger,
  requestId: string,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const { kind, detail } = CLIENT_ERRORS[error.code ?? ''] ?? {
    kind: 'invalid',
    detail: 'This is not an HTTP request.',
  };
  const { status, title } = problemKinds[kind];
  log.info({ id: requestId, status, reason: error.code }, 'not a request');
  const body = JSON.stringify(
    problemDocument({ kind, code: kind === 'invalid' ? 'malformedRequest' : kind, detail }, requestId, ''),
  );
  const head = `HTTP/1.1 ${status} ${title}\r\nContent-Type: ${PROBLEM_CONTENT_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nX-Request-Id: ${requestId}\r\nConnection: close\r\n\r\n${body}`);
}

/** To a method that `/v1/forecasts/batch` has not, `batch` would be an id. */
function isLiteralTakenForId({ routeOptions, url }: FastifyRequest, matcher: PathMatcher): boolean {
  return (routeOptions.url ?? '').includes(':') && matcher.isLiteral(pathOf(url));
}
