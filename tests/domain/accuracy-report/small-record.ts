/** Builds small records for reports: only what a test says differs from a plain default. */
import type {
  Entry,
  ForecastEntry,
  ForecasterFacts,
  QuestionFacts,
  ReportRecord,
  ResolutionEntry,
  SourceFacts,
  StatementFacts,
  VerdictEntry,
} from '../../../src/domain/accuracy/record/report-record.ts';

export const SOURCE = 'source-1';

export function source(id: string, content: Partial<SourceFacts> = {}): Entry<SourceFacts> {
  return { id, retracted: false, content: { title: `Title of ${id}`, ...content } };
}

export function forecaster(
  id: string,
  content: Partial<ForecasterFacts> = {},
  retracted = false,
): Entry<ForecasterFacts> {
  return { id, retracted, content: { name: id, kind: 'person', aliases: [], affiliation: null, ...content } };
}

export function statement(
  id: string,
  forecasterId: string,
  content: Partial<StatementFacts> = {},
  retracted = false,
): Entry<StatementFacts> {
  const plain = {
    text: `Text of ${id}`,
    kind: 'forecast',
    forecasterId,
    sourceId: SOURCE,
    hedge: null,
  } as const;
  return {
    id,
    retracted,
    content: { ...plain, topics: [], entities: [], scorability: 'scorable', relations: [], ...content },
  };
}

export function question(
  id: string,
  content: Partial<QuestionFacts> = {},
  retracted = false,
): Entry<QuestionFacts> {
  return {
    id,
    retracted,
    content: {
      title: `Title of ${id}`,
      type: 'binary',
      description: null,
      resolutionCriteria: 'As said.',
      options: null,
      ordered: false,
      optionEdges: null,
      unit: null,
      range: null,
      transform: null,
      milestones: null,
      timezone: 'UTC',
      opensAt: null,
      closesAt: '2025-12-31',
      resolvesBy: '2026-01-31',
      reading: 'plain',
      statementId: null,
      topics: [],
      entities: [],
      ...content,
    },
  };
}

export function forecast(
  id: string,
  questionId: string,
  forecasterId: string,
  p: number,
  more: Partial<ForecastEntry> = {},
): ForecastEntry {
  return {
    id,
    questionId,
    forecasterId,
    statementId: null,
    madeAt: '2025-01-01T00:00:00.000Z',
    recordedAt: '2025-01-02T00:00:00.000Z',
    prediction: { probability: p },
    basis: 'stated',
    superseded: false,
    retracted: false,
    withdrawnAt: null,
    ...more,
  };
}

export function outcome(
  questionId: string,
  value: boolean,
  knownAtInstant = '2026-01-01T00:00:00.000Z',
): ResolutionEntry {
  return { questionId, outcome: { value }, state: 'value', knownAtInstant };
}

export function verdict(
  statementId: string,
  rating: string,
  knownAtInstant: string | null = null,
): VerdictEntry {
  return { statementId, rating, knownAtInstant };
}

export function record(parts: Partial<ReportRecord>): ReportRecord {
  return {
    seq: 7,
    recordedAt: '2026-06-01T00:00:00.000Z',
    sources: [source(SOURCE)],
    forecasters: [forecaster('ann'), forecaster('bob')],
    statements: [],
    questions: [],
    forecasts: [],
    resolutions: [],
    verdicts: [],
    lexicons: [],
    mergedForecasters: new Map(),
    mergedTopics: new Map(),
    mergedEntities: new Map(),
    ...parts,
  };
}
