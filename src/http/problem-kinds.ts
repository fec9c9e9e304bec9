/** The one table from kinds of refusal to HTTP: status, title, and what the documentation says of it. */
import type { ErrorKind } from '../domain/errors.ts';

/** Kinds that only the protocol knows, beside those of the domain. */
export type ProtocolKind =
  | 'methodNotAllowed'
  | 'requestTimeout'
  | 'addressTooLong'
  | 'expectationFailed'
  | 'headersTooLarge'
  | 'internal';
export type ProblemKind = ErrorKind | ProtocolKind;

export interface ProblemKindFacts {
  readonly status: number;
  readonly title: string;
  readonly description: string;
}

export const problemKinds: Readonly<Record<ProblemKind, ProblemKindFacts>> = {
  invalid: {
    status: 400,
    title: 'Invalid request',
    description: 'The request is malformed or invalid. `errors` says where, and what to change.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication needed',
    description: 'A valid key is needed, as `Authorization: Bearer <key>`; never in the URL.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    description: 'The key is valid, but its scopes or its forecasters do not cover this.',
  },
  notFound: {
    status: 404,
    title: 'Not found',
    description: 'There is nothing at this path, or nothing with this id.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'Method not allowed',
    description: 'The path exists, but not with this method. `Allow` lists those it has.',
  },
  notAcceptable: {
    status: 406,
    title: 'Not acceptable',
    description: 'The answer does not exist in a form that `Accept` or `format` asks for.',
  },
  requestTimeout: {
    status: 408,
    title: 'Request timeout',
    description: 'The request did not arrive completely in time.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    description: 'The state of the record does not allow it. `code` says why.',
  },
  preconditionFailed: {
    status: 412,
    title: 'Precondition failed',
    description: 'The item has changed since the state that `If-Match` names: read it again.',
  },
  tooLarge: { status: 413, title: 'Too large', description: 'The body is larger than this path accepts.' },
  addressTooLong: {
    status: 414,
    title: 'Address too long',
    description: 'A part of the path is longer than anything this service has.',
  },
  unsupportedMedia: {
    status: 415,
    title: 'Unsupported media type',
    description: 'The body has a content type or content encoding that this path does not read.',
  },
  expectationFailed: {
    status: 417,
    title: 'Expectation failed',
    description: 'The request expects something of the service that it does not know: leave `Expect` out.',
  },
  unprocessable: {
    status: 422,
    title: 'Unprocessable',
    description: 'The idempotency key was used before, with another body.',
  },
  preconditionRequired: {
    status: 428,
    title: 'Precondition required',
    description: 'Send `If-Match` with the ETag of the state you have seen.',
  },
  tooManyRequests: {
    status: 429,
    title: 'Too many requests',
    description: 'The limit is used up. `Retry-After` says in how many seconds to go on.',
  },
  headersTooLarge: {
    status: 431,
    title: 'Headers too large',
    description: 'The header fields of the request are larger than the service accepts.',
  },
  internal: {
    status: 500,
    title: 'Internal error',
    description: 'A defect of the service. The log holds its cause under the request id.',
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    description:
      'The service cannot answer at the moment. `Retry-After` says when to try again. Only with the code `recordedUnread` it is absent: there the write is on record, under the number in `Audit-Seq`, and is not to be sent again.',
  },
};

const byStatus = new Map<number, ProblemKind>(
  (Object.keys(problemKinds) as ProblemKind[]).map((kind) => [problemKinds[kind].status, kind]),
);

/** The kind of a status that a library chose; unknown ones are the nearest general kind. */
export function kindOfStatus(status: number): ProblemKind {
  return byStatus.get(status) ?? (status >= 400 && status < 500 ? 'invalid' : 'internal');
}
