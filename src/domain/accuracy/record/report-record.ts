/**
 * What a report is computed from: the record at one audit number, with the fields that reports read.
 * The store reads it, and whoever writes a test puts one together.
 */
import type { Outcome, Prediction } from '../../questions/prediction-fields.ts';
import type { QuestionDefinition } from '../../questions/question-type.ts';
import { nothingDeclared } from '../../questions/scoring-fields.ts';
import type { ResolutionState } from '../../resolutions/resolution.ts';
import type { Instant, Moment } from '../../time.ts';

/** An editable thing in the version that was in force. */
export interface Entry<Content> {
  readonly id: string;
  readonly content: Content;
  readonly retracted: boolean;
}

export interface SourceFacts {
  readonly title: string;
}

export interface ForecasterFacts {
  readonly name: string;
  readonly kind: string;
  readonly aliases: readonly string[];
  readonly affiliation: string | null;
}

/** The words that carry the certainty, and where their interval comes from. */
export interface HedgeFacts {
  readonly phrase: string;
  readonly language: string;
  readonly lexiconKey: string;
  readonly lexiconVersion: string;
}

export interface StatementFacts {
  readonly text: string;
  readonly kind: 'forecast' | 'claim' | 'opinion';
  readonly forecasterId: string;
  readonly sourceId: string;
  readonly hedge: HedgeFacts | null;
  readonly topics: readonly string[];
  readonly entities: readonly string[];
  readonly scorability: string;
  readonly relations: readonly { readonly type: string; readonly statementId: string }[];
}

export interface QuestionFacts extends QuestionDefinition {
  readonly title: string;
  readonly description: string | null;
  readonly resolutionCriteria: string;
  readonly opensAt: Moment | null;
  readonly closesAt: Moment | null;
  readonly reading: 'plain' | 'strict' | 'lenient';
  readonly statementId: string | null;
  readonly topics: readonly string[];
  readonly entities: readonly string[];
}

/** A version of a question, which may be older than what questions can declare for their scores. */
export function withDeclarations<Row extends { readonly content: QuestionFacts }>(row: Row): Row {
  return { ...row, content: { ...nothingDeclared, ...row.content } };
}

export interface ForecastEntry {
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
export interface ResolutionEntry {
  readonly questionId: string;
  readonly outcome: Outcome;
  readonly state: ResolutionState;
  readonly knownAtInstant: Instant | null;
}

/** The verdict that stood. */
export interface VerdictEntry {
  readonly statementId: string;
  readonly rating: string;
  readonly knownAtInstant: Instant | null;
}

/** One version of a table from phrases to intervals; it never changes. */
export interface LexiconFacts {
  readonly key: string;
  readonly version: string;
  readonly language: string;
  /** Whether the intervals divide 0..1 without gap or overlap. */
  readonly partition: boolean;
  readonly entries: readonly { readonly phrase: string; readonly lower: number; readonly upper: number }[];
}

export interface ReportRecord {
  readonly seq: number;
  /** When that audit event was recorded; null at seq 0. */
  readonly recordedAt: Instant | null;
  readonly sources: readonly Entry<SourceFacts>[];
  readonly forecasters: readonly Entry<ForecasterFacts>[];
  readonly statements: readonly Entry<StatementFacts>[];
  readonly questions: readonly Entry<QuestionFacts>[];
  readonly forecasts: readonly ForecastEntry[];
  readonly resolutions: readonly ResolutionEntry[];
  readonly verdicts: readonly VerdictEntry[];
  readonly lexicons: readonly LexiconFacts[];
  /** Duplicates and what they had become: ids of forecasters, names of topics and entities. */
  readonly mergedForecasters: ReadonlyMap<string, string>;
  readonly mergedTopics: ReadonlyMap<string, string>;
  readonly mergedEntities: ReadonlyMap<string, string>;
}
