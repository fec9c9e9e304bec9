/**
 * What Prisma and pg really throw, as a table: one conflict has four shapes (measured on 7.10:
 * P2034, P2010, P2039, and at COMMIT a DriverAdapterError without any code).
 */
import { conflict, ReckonerError } from '../../domain/errors.ts';
import type { Receipt } from '../store.ts';

/** `raced`: somebody else was faster with the same thing, which a second look finds and refuses. */
export type Failure = 'retry' | 'raced' | 'unavailable' | 'appendOnly' | 'keyEnded' | 'refused' | 'other';

/** Thrown where a transaction has found that it waited for the wrong things. */
export class BeginAnew extends Error {}

interface Facts {
  readonly code: string | null;
  readonly kind: string | null;
  readonly sqlState: string | null;
  readonly message: string;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function member(value: unknown, ...path: string[]): unknown {
  let at: unknown = value;
  for (const key of path)
    at = at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[key] : undefined;
  return at;
}

function factsOf(error: unknown): Facts {
  const cause = member(error, 'meta', 'driverAdapterError', 'cause') ?? member(error, 'cause');
  return {
    code: text(member(error, 'code')),
    kind: text(member(cause, 'kind')),
    sqlState:
      text(member(cause, 'originalCode')) ?? text(member(cause, 'code')) ?? text(member(error, 'code')),
    message: error instanceof Error ? error.message : String(error),
  };
}

const CONFLICT_STATES = new Set(['40001', '40P01']);
const UNAVAILABLE_CODES = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1010',
  'P1011',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  // No way there, nobody there, no such name, or no socket left to open.
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETDOWN',
  'ENETUNREACH',
  'ENFILE',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);
const UNAVAILABLE_KINDS = new Set([
  'ConnectionClosed',
  'DatabaseNotReachable',
  'SocketTimeout',
  'TlsConnectionError',
  'TooManyConnections',
  'AuthenticationFailed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
]);
/** Connection, resources (disk, memory, sessions), stopping, time limits, read-only after a failover, input and output. */
const UNAVAILABLE_STATES = /^(08|53|57P|58)|^(57014|55P03|25006|25P02|25P03|25P04|40003|28000|28P01|3D000)$/;
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|connection timeout|Query read timeout|not queryable|connection error|Connection terminated|Can't reach database|pool after calling end|ConnectionClosed|Client was closed|Transaction already closed|Transaction not found|Unable to start a transaction/i;

/** A value that the database cannot take for what it should be (SQLSTATE class 22). */
export function isDataException(error: unknown): boolean {
  return factsOf(error).sqlState?.startsWith('22') === true;
}

/** Sorts an error of the database into what has to happen next. */
export function classify(error: unknown): Failure {
  if (error instanceof ReckonerError) return 'refused';
  if (error instanceof BeginAnew) return 'retry';
  const { code, kind, sqlState, message } = factsOf(error);
  if (code === 'P2034' || kind === 'TransactionWriteConflict' || CONFLICT_STATES.has(sqlState ?? ''))
    return 'retry';
  if (code === 'P2002' || kind === 'UniqueConstraintViolation' || sqlState === '23505') return 'raced';
  if (sqlState === '42501' && /is append-only|audit head/.test(describe(error))) return 'appendOnly';
  if (sqlState === '28000' && /may not write any more/.test(describe(error))) return 'keyEnded';
  if (UNAVAILABLE_CODES.has(code ?? '') || UNAVAILABLE_KINDS.has(kind ?? '')) return 'unavailable';
  if (sqlState !== null && UNAVAILABLE_STATES.test(sqlState)) return 'unavailable';
  return UNAVAILABLE_MESSAGES.test(message) ? 'unavailable' : 'other';
}

function describe(error: unknown): string {
  const meta = member(error, 'meta') ?? member(error, 'cause') ?? {};
  return `${JSON.stringify(meta)} ${error instanceof Error ? error.message : ''}`;
}

/** The refusal for a database that cannot answer now: the outcome of a write is unknown. */
export function unavailable(cause: unknown): ReckonerError {
  const refusal = new ReckonerError(
    'unavailable',
    'databaseUnavailable',
    'The database cannot answer at the moment. Try again; a write is safe to repeat with the same Idempotency-Key.',
    { retryAfter: 2 },
  );
  // For the log alone: no answer tells what the database said.
  refusal.cause = cause;
  return refusal;
}

/** The database refused to change what is recorded: an attempt that no request can make by itself. */
export function appendOnly(cause: unknown): ReckonerError {
  const refusal = conflict('appendOnly', 'What is recorded cannot be changed or removed; add a correction.');
  refusal.cause = cause;
  return refusal;
}

/** The key was revoked, or has expired, after the request was let in. */
export function keyEnded(): ReckonerError {
  return new ReckonerError('unauthenticated', 'invalidKey', 'This key has expired or was revoked.');
}

/** It is recorded, but could not be read back: the receipt is all there is to answer. */
export function recordedUnread(cause: unknown, { seq, hash }: Receipt): ReckonerError {
  const refusal = new ReckonerError(
    'unavailable',
    'recordedUnread',
    `It is recorded, under the audit number ${seq}, but the database cannot read it back at the moment. Do not send it again: look for it with GET /v1/audit/events/${seq}.`,
    { recorded: { seq, hash } },
  );
  refusal.cause = cause;
  return refusal;
}
