/**
 * What lists can be narrowed by. A repeated parameter means "any of". On related things a filter
 * means "at least one related row matches". The store's filter table has one entry for each field.
 */
import type { VerdictRating } from '../claims/verdict.ts';
import type { forecastBases } from '../forecasts/forecast.ts';
import type { importances, scorabilities, statementKinds } from '../statements/statement.ts';
import type { Instant } from '../time.ts';
import type { QuestionStatus, questionTypeKeys, readings } from './question.ts';

type Choice<List extends readonly string[]> = readonly List[number][];

/** Sources, forecasters, topics, entities, lexicons, keys, audit events: search and change only. */
export interface NameFilter {
  readonly q?: string;
  readonly changedAfterSeq?: number;
}

/** Filters of every list of the record. */
export interface RecordFilter extends NameFilter {
  readonly forecasterId?: readonly string[];
  readonly sourceId?: readonly string[];
  readonly topic?: readonly string[];
  readonly entity?: readonly string[];
}

export interface StatementFilter extends RecordFilter {
  readonly kind?: Choice<typeof statementKinds>;
  readonly importance?: Choice<typeof importances>;
  readonly verdict?: readonly VerdictRating[];
  readonly scorability?: Choice<typeof scorabilities>;
  readonly saidAfter?: Instant;
  readonly saidBefore?: Instant;
  readonly status?: readonly QuestionStatus[];
}

export interface QuestionFilter extends RecordFilter {
  readonly type?: Choice<typeof questionTypeKeys>;
  readonly status?: readonly QuestionStatus[];
  /** `true`, `false` or an option id. */
  readonly outcome?: readonly string[];
  readonly reading?: Choice<typeof readings>;
  readonly statementId?: readonly string[];
  readonly dueAfter?: Instant;
  readonly dueBefore?: Instant;
  readonly resolvedAfter?: Instant;
  readonly resolvedBefore?: Instant;
}

export interface ForecastFilter extends QuestionFilter {
  readonly questionId?: readonly string[];
  readonly basis?: Choice<typeof forecastBases>;
  readonly madeAfter?: Instant;
  readonly madeBefore?: Instant;
  /** Whether it entered the record before or after the outcome was known. */
  readonly capture?: 'before' | 'after' | 'all';
  /** Exclusive. */
  readonly probabilityAbove?: number;
  /** Exclusive. */
  readonly probabilityBelow?: number;
}

export interface ScoreFilter extends RecordFilter {
  readonly questionId?: readonly string[];
  readonly forecastId?: readonly string[];
  readonly rule?: readonly string[];
}

/** Resolutions: those of their question. */
export interface ResolutionFilter extends QuestionFilter {
  readonly questionId?: readonly string[];
}

/** Verdicts: those of their statement. */
export interface VerdictFilter extends StatementFilter {
  readonly statementId?: readonly string[];
}
