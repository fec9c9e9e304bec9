/** The record as it stood at one audit number: what reports are computed from. */
import type { Outcome, Prediction } from '../domain/questions/prediction-fields.ts';
import type { ResolutionState } from '../domain/resolutions/resolution.ts';
import type { Instant, Moment } from '../domain/time.ts';
import type { ForecasterContent, QuestionContent, SourceContent, StatementContent } from './unit.ts';

export interface Versioned<Content> {
  readonly id: string;
  readonly version: number;
  readonly content: Content;
  readonly retracted: boolean;
}

export interface ForecastAsOf {
  readonly id: string;
  readonly questionId: string;
  readonly forecasterId: string;
  readonly statementId: string | null;
  readonly madeAt: Instant;
  readonly recordedAt: Instant;
  readonly prediction: Prediction;
  readonly basis: string;
  readonly superseded: boolean;
  readonly retracted: boolean;
  readonly withdrawnAt: Instant | null;
}

/** The resolution that stood. */
export interface ResolutionAsOf {
  readonly id: string;
  readonly questionId: string;
  readonly outcome: Outcome;
  readonly state: ResolutionState;
  readonly knownAt: Moment | null;
  readonly knownAtInstant: Instant | null;
  readonly recordedAt: Instant;
}

/** The verdict that stood. */
export interface VerdictAsOf {
  readonly statementId: string;
  readonly rating: string;
  readonly knownAtInstant: Instant | null;
}

export interface RecordAsOf {
  readonly seq: number;
  /** When that audit event was recorded; null at seq 0. */
  readonly recordedAt: Instant | null;
  readonly sources: readonly Versioned<SourceContent>[];
  readonly forecasters: readonly Versioned<ForecasterContent>[];
  readonly statements: readonly Versioned<StatementContent>[];
  readonly questions: readonly Versioned<QuestionContent>[];
  readonly forecasts: readonly ForecastAsOf[];
  readonly resolutions: readonly ResolutionAsOf[];
  readonly verdicts: readonly VerdictAsOf[];
  /** Duplicates and what they had become: ids of forecasters, names of topics and entities. */
  readonly mergedForecasters: ReadonlyMap<string, string>;
  readonly mergedTopics: ReadonlyMap<string, string>;
  readonly mergedEntities: ReadonlyMap<string, string>;
}
