/** What was written to the record between two audit numbers: enough to bring a kept copy up to date. */
import type { Instant } from '../../time.ts';
import type {
  ForecastEntry,
  ForecasterFacts,
  LexiconFacts,
  QuestionFacts,
  ReportRecord,
  ResolutionEntry,
  SourceFacts,
  StatementFacts,
  VerdictEntry,
} from './report-record.ts';

/** A version that is in force now and was not before. */
export interface ChangedEntry<Content> {
  readonly id: string;
  readonly content: Content;
}

export interface NewForecast extends ForecastEntry {
  /** The forecast on the same question that it corrects. */
  readonly supersedesId: string | null;
}

export interface NewWithdrawal {
  readonly forecastId: string;
  readonly questionId: string;
  readonly withdrawnAt: Instant;
}

export interface NewRetraction {
  readonly type: 'source' | 'forecaster' | 'statement' | 'question' | 'forecast';
  readonly id: string;
  /** Of a forecast; null for everything else. */
  readonly questionId: string | null;
}

/** All merges that stand, as in the record. */
export type StandingMerges = Pick<ReportRecord, 'mergedForecasters' | 'mergedTopics' | 'mergedEntities'>;

export interface RecordChanges {
  /** Audit numbers above this one and up to `seq`. */
  readonly after: number;
  readonly seq: number;
  readonly recordedAt: Instant | null;
  readonly sources: readonly ChangedEntry<SourceFacts>[];
  readonly forecasters: readonly ChangedEntry<ForecasterFacts>[];
  readonly statements: readonly ChangedEntry<StatementFacts>[];
  readonly questions: readonly ChangedEntry<QuestionFacts>[];
  /** As recorded; what became of them stands in the lists below. */
  readonly forecasts: readonly NewForecast[];
  readonly withdrawals: readonly NewWithdrawal[];
  readonly retractions: readonly NewRetraction[];
  /** The last of each question. */
  readonly resolutions: readonly ResolutionEntry[];
  /** The last of each statement. */
  readonly verdicts: readonly VerdictEntry[];
  readonly lexicons: readonly LexiconFacts[];
  /** Null where nothing was merged. */
  readonly merges: StandingMerges | null;
}

/** A whole record as changes to an empty one. */
export function changesOf(record: ReportRecord): RecordChanges {
  const { seq, recordedAt, sources, forecasters, statements, questions } = record;
  const retractedOf = (
    type: NewRetraction['type'],
    entries: readonly { readonly id: string; readonly retracted: boolean }[],
  ) =>
    entries
      .filter(({ retracted }) => retracted)
      .map(({ id }): NewRetraction => ({ type, id, questionId: null }));
  return {
    after: 0,
    seq,
    recordedAt,
    sources,
    forecasters,
    statements,
    questions,
    forecasts: record.forecasts.map((forecast) => ({ ...forecast, supersedesId: null })),
    withdrawals: [],
    retractions: [
      ...retractedOf('source', sources),
      ...retractedOf('forecaster', forecasters),
      ...retractedOf('statement', statements),
      ...retractedOf('question', questions),
    ],
    resolutions: record.resolutions,
    verdicts: record.verdicts,
    lexicons: record.lexicons,
    merges: record,
  };
}
