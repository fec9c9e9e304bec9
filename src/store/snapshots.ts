/**
 * One consistent state of the record, read from beginning to end: what exports and feeds are made
 * of. At the head, or as it stood at an audit number: versions, names, outcomes and marks of then.
 */
import type { Verdict } from '../domain/claims/verdict.ts';
import type { Forecaster } from '../domain/forecasters/forecaster.ts';
import type { Forecast } from '../domain/forecasts/forecast.ts';
import type { ScoreRow } from '../domain/forecasts/score-row.ts';
import type { Question } from '../domain/questions/question.ts';
import type {
  ForecastFilter,
  NameFilter,
  QuestionFilter,
  ResolutionFilter,
  ScoreFilter,
  StatementFilter,
  VerdictFilter,
} from '../domain/questions/question-filter.ts';
import type { Resolution } from '../domain/resolutions/resolution.ts';
import type { Source } from '../domain/sources/source.ts';
import type { Statement } from '../domain/statements/statement.ts';
import type { Instant } from '../domain/time.ts';
import type { Entity, Topic } from '../domain/topics/topic.ts';

/** A source without what is said of the copy that is kept here. */
export type SourceRecord = Omit<Source, 'hasText' | 'seq'>;

/** What can be read from a snapshot, in the form of the lists. */
export interface SnapshotItems {
  statements: Statement;
  questions: Question;
  forecasts: Forecast;
  resolutions: Resolution;
  scores: ScoreRow;
  verdicts: Verdict;
  forecasters: Forecaster;
  sources: SourceRecord;
  topics: Topic;
  entities: Entity;
}
export type SnapshotNoun = keyof SnapshotItems;

export interface SnapshotFilters {
  statements: StatementFilter;
  questions: QuestionFilter;
  forecasts: ForecastFilter;
  resolutions: ResolutionFilter;
  scores: ScoreFilter;
  verdicts: VerdictFilter;
  forecasters: NameFilter;
  sources: NameFilter;
  topics: NameFilter;
  entities: NameFilter;
}

export interface SnapshotQuery<Noun extends SnapshotNoun> {
  readonly filter: SnapshotFilters[Noun];
  /** Whether retracted rows, and rows of what is retracted, are read too. */
  readonly includeRetracted: boolean;
  /** As recorded unless told; `nearestDue`: questions alone that have a time for their answer, the nearest to the moment first. */
  readonly order?: 'newest' | 'nearestDue';
  /** Rows at most. */
  readonly limit?: number;
}

export interface Snapshot {
  /** Audit number of the state. */
  readonly seq: number;
  /** The time at which statuses are taken: now at the head, else when that event was recorded. */
  readonly at: Instant;
  /** Set when the session is gone or its time is over: whatever is being read cannot be finished. */
  readonly lost: AbortSignal;
  /** Forecasters whose name or alias was this, merged ones as what they had become. */
  forecastersNamed(name: string): Promise<readonly Pick<Forecaster, 'id' | 'name' | 'affiliation'>[]>;
  /** What forecasters with these ids were, or had become. */
  standingForecasters(ids: readonly string[]): Promise<readonly string[]>;
  count<Noun extends SnapshotNoun>(noun: Noun, query: SnapshotQuery<Noun>): Promise<number>;
  /** The rows in order, some hundred at a time. One reading at a time. */
  read<Noun extends SnapshotNoun>(
    noun: Noun,
    query: SnapshotQuery<Noun>,
  ): AsyncGenerator<readonly SnapshotItems[Noun][]>;
  /** The items with these ids, in no order; those that were not there are left out. */
  items<Noun extends SnapshotNoun>(
    noun: Noun,
    ids: readonly string[],
  ): Promise<readonly SnapshotItems[Noun][]>;
  /** When the events of these audit numbers were recorded. */
  recordedAt(seqs: readonly number[]): Promise<ReadonlyMap<number, Instant>>;
  /** Ends the session, also in the middle of a reading. Further calls do nothing. */
  close(): Promise<void>;
}

export interface Snapshots {
  /**
   * @param asOf an audit number of the record, or null for the head
   * @throws ReckonerError unavailable when every session stays busy, or the database cannot answer
   */
  open(asOf: number | null): Promise<Snapshot>;
  close(): Promise<void>;
}
