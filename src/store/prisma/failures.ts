/**
 * What Prisma and pg really throw, as a table: one conflict has four shapes (measured on 7.10:
 * P2034, P2010, P2039, and at COMMIT a DriverAdapterError without any code).
 */
import { ReckonerError } from '../../domain/errors.ts';

export type Failure = 'retry' | 'unavailable' | 'refused' | 'other';

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

/**
 * Unique indexes whose violation means that somebody else was faster with the same thing. Each is
 * checked by a use case before it writes, so that the retry refuses with the honest conflict.
 */
const RACED_INDEXES =
  /topics_name_key|entities_name_key|audit_events_pkey|audit_events_previous_hash_key|(forecasts|withdrawals|resolutions|verdicts|retractions|merges)_\w+_key/;

const UNAVAILABLE_CODES = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
]);
const UNAVAILABLE_STATES = /^(08|57P|53|55P03|57014|25P0)/;
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|not queryable|Connection terminated|Can't reach database|pool after calling end|ConnectionClosed|Transaction already closed|Unable to start a transaction/i;

/** Sorts an error of the database into what has to happen next. */
export function classify(error: unknown): Failure {
  if (error instanceof ReckonerError) return 'refused';
  const { code, kind, sqlState, message } = factsOf(error);
  if (code === 'P2034' || kind === 'TransactionWriteConflict' || sqlState === '40001' || sqlState === '40P01')
    return 'retry';
  if (
    (code === 'P2002' || kind === 'UniqueConstraintViolation' || sqlState === '23505') &&
    RACED_INDEXES.test(describe(error))
  )
    return 'retry';
  if (code !== null && UNAVAILABLE_CODES.has(code)) return 'unavailable';
  if (kind === 'ConnectionClosed' || kind === 'DatabaseNotReachable' || kind === 'SocketTimeout')
    return 'unavailable';
  if (sqlState !== null && UNAVAILABLE_STATES.test(sqlState)) return 'unavailable';
  return UNAVAILABLE_MESSAGES.test(message) ? 'unavailable' : 'other';
}

/** Name of the violated unique or foreign key, where the error tells one. */
export function violatedConstraint(error: unknown): string {
  return describe(error);
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
