/** The flat view as columns of plain cells. Lists are joined, an outcome is one word. */
import type { Prediction } from '../../domain/forecasts/prediction-view.ts';
import { outcomeInWords } from '../../domain/questions/outcome-in-words.ts';
import type { Cell } from '../../exports/table.ts';

export const predictionColumns: Readonly<Record<string, (row: Prediction) => Cell>> = {
  forecastId: (row) => row.forecastId,
  questionId: (row) => row.questionId,
  statementId: (row) => row.statementId,
  forecasterId: (row) => row.forecasterId,
  forecaster: (row) => row.forecaster,
  source: (row) => row.source,
  saidAt: (row) => row.saidAt,
  madeAt: (row) => row.madeAt,
  statement: (row) => row.statement,
  question: (row) => row.question,
  type: (row) => row.type,
  reading: (row) => row.reading,
  basis: (row) => row.basis,
  hedge: (row) => row.hedge,
  probability: (row) => row.probability,
  probabilityLow: (row) => row.probabilityLow,
  probabilityHigh: (row) => row.probabilityHigh,
  summary: (row) => row.summary,
  resolvesBy: (row) => row.resolvesBy,
  status: (row) => row.status,
  outcome: (row) => outcomeInWords(row.outcome),
  knownAt: (row) => row.knownAt,
  brier: (row) => row.brier,
  logScore: (row) => row.logScore,
  topics: (row) => row.topics.join('; '),
  entities: (row) => row.entities.join('; '),
  capturedAfterOutcome: (row) => row.capturedAfterOutcome,
  resolve: (row) => row.links.resolve,
};
