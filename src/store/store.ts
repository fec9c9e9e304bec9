/**
 * The one seam to storage, in domain types: reads, and units of writing. What is behind it
 * (Prisma, SQL) is known in `src/store/prisma` only.
 */
import type { RecordChanges } from '../domain/accuracy/record/record-changes.ts';
import type { ReportRecord } from '../domain/accuracy/record/report-record.ts';
import type { AuditEvent, AuditHead } from '../domain/audit/audit-event.ts';
import type { TrailEntry } from '../domain/audit/trail.ts';
import type { Verdict } from '../domain/claims/verdict.ts';
import type { CountedType, Counts } from '../domain/counts.ts';
import type { Forecaster } from '../domain/forecasters/forecaster.ts';
import type { Forecast } from '../domain/forecasts/forecast.ts';
import type { Prediction } from '../domain/forecasts/prediction-view.ts';
import type { ScoreRow } from '../domain/forecasts/score-row.ts';
import type { Actor, ApiKey } from '../domain/keys/api-key.ts';
import type { Lexicon } from '../domain/lexicons/lexicon.ts';
import type { Question } from '../domain/questions/question.ts';
import type {
  ForecastFilter,
  NameFilter,
  QuestionFilter,
  ScoreFilter,
  StatementFilter,
} from '../domain/questions/question-filter.ts';
import type { Redaction } from '../domain/redactions/redaction.ts';
import type { Resolution } from '../domain/resolutions/resolution.ts';
import type { Source } from '../domain/sources/source.ts';
import type { Statement } from '../domain/statements/statement.ts';
import type { Instant } from '../domain/time.ts';
import type { Entity, Topic } from '../domain/topics/topic.ts';
import type { Unit } from './unit.ts';

/**
 * Where a page begins: after this row, among what was on record at `seq`, which the first page was read
 * from. Which rows there are, and their order, stays what it was at `seq` and, for statuses, at the time `at`.
 */
export interface PageStart {
  readonly sortValue: string;
  readonly id: string;
  readonly seq: number;
  readonly at: Instant;
}

export interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly sort: { readonly field: string; readonly descending: boolean };
  readonly limit: number;
  readonly after: PageStart | null;
  readonly includeTotal: boolean;
  /** Whether retracted rows are listed too. */
  readonly includeRetracted: boolean;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; null on the last one. */
  readonly next: PageStart | null;
  /** Counted to 10,000; `isLowerBound` beyond. */
  readonly total: { readonly count: number; readonly isLowerBound: boolean } | null;
}

/** Read access to one noun. */
export interface Shelf<Item, Filter> {
  get(id: string): Promise<Item | null>;
  /** Those of the ids that there are, in any order. */
  some(ids: readonly string[]): Promise<readonly Item[]>;
  list(query: ListQuery<Filter>): Promise<Page<Item>>;
}

/** Everything that can be read, inside or outside a unit of writing. */
export interface Reader {
  readonly sources: Shelf<Source, NameFilter>;
  readonly forecasters: Shelf<Forecaster, NameFilter>;
  readonly topics: Shelf<Topic, NameFilter>;
  readonly entities: Shelf<Entity, NameFilter>;
  readonly statements: Shelf<Statement, StatementFilter>;
  readonly questions: Shelf<Question, QuestionFilter>;
  readonly forecasts: Shelf<Forecast, ForecastFilter>;
  readonly predictions: Shelf<Prediction, ForecastFilter>;
  readonly scores: Pick<Shelf<ScoreRow, ScoreFilter>, 'list'>;
  readonly lexicons: Shelf<Lexicon, NameFilter>;
  readonly keys: Shelf<ApiKey, NameFilter>;
  readonly auditEvents: Shelf<AuditEvent, NameFilter>;
  /** All resolutions of a question, oldest first. */
  resolutions(questionId: string): Promise<readonly Resolution[]>;
  /** All verdicts of a statement, oldest first. */
  verdicts(statementId: string): Promise<readonly Verdict[]>;
  redaction(id: string): Promise<Redaction | null>;
  /** Fields of a thing whose text was redacted at any time, whatever it looks like now. */
  redactedFields(subjectId: string): Promise<readonly string[]>;
  sourceText(sourceId: string): Promise<string | null>;
  auditHead(): Promise<AuditHead>;
  /** Forecasters whose name or alias is this, merged ones as what they became. */
  forecastersNamed(name: string): Promise<readonly Forecaster[]>;
  /** What forecasters with these ids are, or became. */
  standingForecasters(ids: readonly string[]): Promise<readonly string[]>;
  /** The key with this secret, and whether it can be used now. */
  keyBySecret(secretSha256: string): Promise<KnownKey | null>;
  /** Entries of the audit trail from one audit number on, as many as fit and no further than another; one at least, where there is one. */
  auditTrail(from: number, to: number): Promise<TrailStretch>;
  /** How many rows the chain should cover and how many it names, by kind: a difference is a row put in or taken out. */
  auditCoverage(): Promise<readonly CoverageLine[]>;
  /** Append-only rows from one audit number on, as many as fit and no further than another, that are not as their events say, or have none. */
  auditRowDifferences(from: number, to: number): Promise<RowComparison>;
  /** Things in force, marks and kept texts that are not as recorded. */
  auditStandingDifferences(): Promise<readonly RowDifference[]>;
  /** Highest seq whose event was recorded at or before the time; 0 before the first. */
  seqAt(time: Instant): Promise<number>;
  /** Everything a report reads, as it stood on record at `seq`. */
  recordAsOf(seq: number): Promise<ReportRecord>;
  /** How much hangs on each of these things, by id. */
  counts<Type extends CountedType>(
    type: Type,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Counts<Type>>>;
  /** What was written after one audit number and up to another; null where the record is to be read anew. */
  recordChanges(after: number, upTo: number): Promise<RecordChanges | null>;
  /** The database's clock. */
  now(): Promise<Instant>;
}

/** Rows of one kind in the tables against records of it in the chain. */
export interface CoverageLine {
  readonly type: string;
  readonly rows: number;
  readonly records: number;
}

/** A row that is not as the chain says. */
export interface RowDifference {
  readonly seq: number;
  readonly detail: string;
}

/** Of a piece of the record. */
export interface RowComparison {
  readonly differences: readonly RowDifference[];
  /** Audit number up to which all was compared. */
  readonly upTo: number;
}

/** A key as authentication needs it. */
export interface KnownKey extends Actor {
  readonly secretSha256: string;
  /** Neither expired nor revoked when it was read, by the database's clock. */
  readonly usable: boolean;
}

/** What a write answers with: its place in the chain. */
export interface Receipt {
  readonly seq: number;
  readonly hash: string;
  readonly recordedAt: Instant;
}

/** A request that may come again: its key, and a digest of what it asks. */
export interface IdempotencyRequest {
  /** 1 to 255 visible ASCII characters. */
  readonly key: string;
  /** SHA-256 of method, target and body. */
  readonly fingerprint: string;
}

export interface WriteRequest {
  /** Id of the key that writes. */
  readonly actor: string;
  readonly action: string;
  /** Bound on the whole transaction, where the ordinary one is too short (bulk loading). */
  readonly timeoutMs?: number;
  readonly idempotency?: IdempotencyRequest;
}

export interface Written<Item> {
  readonly item: Item;
  /** Null when the unit found nothing to write. */
  readonly receipt: Receipt | null;
  /** The request had been carried out before: this is what was answered then. */
  readonly replayed: boolean;
}

/** A piece of the audit trail. */
export interface TrailStretch {
  readonly entries: readonly TrailEntry[];
  /** Audit number up to which there are no others. */
  readonly upTo: number;
}

export interface Store extends Reader {
  /**
   * One transaction, one audit event. `work` reads, locks and decides; what it appends is written
   * when it returns, under the head lock. `answer` then reads what to give back. Conflicts of
   * serialisation are retried as a whole. With an idempotency key the answer is kept in the same
   * transaction, and a second request with that key gets it without working again.
   */
  write<Value, Item>(
    request: WriteRequest,
    work: (unit: Unit) => Promise<Value>,
    answer: (reader: Reader, value: Value) => Promise<Item>,
  ): Promise<Written<Item>>;
  /** A unit that is always rolled back: what `work` would write is returned, not recorded. */
  rehearse<Value>(request: WriteRequest, work: (unit: Unit) => Promise<Value>): Promise<Value>;
  /** Remembers that a key was used, to the minute; outside the audited record. */
  touchKey(id: string, at: Instant): Promise<void>;
  /** Forgets the kept answers that are older than the hours. */
  forgetAnswers(olderThanHours: number): Promise<number>;
  close(): Promise<void>;
}
