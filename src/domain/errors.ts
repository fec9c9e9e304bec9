/**
 * The closed family of everything that can be refused. Services and the domain throw these; one
 * table in `src/http` decides the HTTP status. Messages tell the caller what to change.
 */

/** Defects listed in one answer; an input with more has the same mistake many times. */
export const MAXIMUM_ISSUES = 100;

/** One defect of an input: where it is and what to change. */
export interface InputIssue {
  /** JSON Pointer (RFC 6901) into the body, e.g. `/prediction/probability`. */
  readonly pointer?: string;
  /** Name of the query or path parameter, where the defect is not in the body. */
  readonly parameter?: string;
  /** Stable camelCase code, e.g. `outOfRange`. */
  readonly code: string;
  readonly message: string;
}

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'notAcceptable'
  | 'conflict'
  | 'preconditionFailed'
  | 'preconditionRequired'
  | 'tooLarge'
  | 'unsupportedMedia'
  | 'unprocessable'
  | 'tooManyRequests'
  | 'unavailable';

export interface ErrorDetails {
  readonly issues?: readonly InputIssue[];
  /** Seconds after which a retry makes sense (429, 503, a running idempotent request). */
  readonly retryAfter?: number;
  /** The event under which what was asked for stands on record all the same: it must not be sent again. */
  readonly recorded?: { readonly seq: number; readonly hash: string };
  /** Additional members of the problem document, e.g. candidates or the id of the first forecast. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A refusal with a stable code. `kind` decides the HTTP status, `code` is what programs read. */
export class ReckonerError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, code: string, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'ReckonerError';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** Malformed or invalid input (400). */
export function invalid(code: string, message: string, issues?: readonly InputIssue[]): ReckonerError {
  return new ReckonerError('invalid', code, message, issues ? { issues } : {});
}

/** A cursor that does not come from a page of this service (400). */
export function invalidCursor(): ReckonerError {
  const message = 'is not one of this service: take it from nextCursor as it stands';
  return invalid('invalidCursor', `The cursor ${message}.`, [
    { parameter: 'cursor', code: 'invalidCursor', message },
  ]);
}

/** An unknown id or path (404). */
export function notFound(what: string, id: string): ReckonerError {
  return new ReckonerError('notFound', 'notFound', `There is no ${what} with id ${id}.`);
}

/** A conflict with the state of the record (409). */
export function conflict(
  code: string,
  message: string,
  extra?: Readonly<Record<string, unknown>>,
): ReckonerError {
  return new ReckonerError('conflict', code, message, extra ? { extra } : {});
}
