import { z } from 'zod';
import { type Forecast, forecast, ignoredReasons, scoreValue } from '../../domain/forecasts/forecast.ts';
import { type Cell, defineTable, jsonObject, retractedCells, retractedColumns } from '../table.ts';

const { shape } = forecast;

function scoreOf(item: Forecast, rule: string): Cell {
  const value = item.scores.find((score) => score.rule === rule)?.value ?? null;
  return value === null ? null : Number(value);
}

const hedgeColumn = (meaning: string) =>
  z.number().nullable().describe(`${meaning}; empty where the basis is not verbal or nothing is scored.`);

/** Scores over the interval of a hedge. */
const hedgeColumns = {
  verbalBest: hedgeColumn('Brier score if the words meant the best probability that they can'),
  verbalWorst: hedgeColumn('Brier score if the words meant the worst probability that they can'),
  verbalMidpoint: hedgeColumn('Brier score of the middle of lower and upper'),
  verbalUniformMean: hedgeColumn('Mean Brier score over lower to upper: vagueness costs'),
  intervalBrier: hedgeColumn(
    '(lower - y)(upper - y), only where the hedge is of a lexicon that divides 0 to 1',
  ),
  vagueness: hedgeColumn('Width of the interval, upper less lower'),
};

function hedgeCells(item: Forecast) {
  return {
    verbalBest: scoreOf(item, 'verbal_best'),
    verbalWorst: scoreOf(item, 'verbal_worst'),
    verbalMidpoint: scoreOf(item, 'verbal_midpoint'),
    verbalUniformMean: scoreOf(item, 'verbal_uniform_mean'),
    intervalBrier: scoreOf(item, 'interval_brier'),
    vagueness: scoreOf(item, 'vagueness'),
  };
}

const part = (item: Forecast, name: 'probability' | 'lower' | 'upper'): number | null =>
  (item.prediction as { readonly [Name in typeof name]?: number })[name] ?? null;

export const forecastTable = defineTable({
  name: 'forecasts',
  title: 'Forecasts',
  description: 'What a forecaster thought of a question at a time: one row a revision, never edited.',
  primaryKey: ['id'],
  foreignKeys: [
    { column: 'questionId', table: 'questions' },
    { column: 'forecasterId', table: 'forecasters' },
    { column: 'statementId', table: 'statements' },
    { column: 'supersedesId', table: 'forecasts' },
    { column: 'supersededById', table: 'forecasts' },
  ],
  row: z.strictObject({
    id: shape.id,
    questionId: shape.questionId,
    forecasterId: shape.forecasterId,
    statementId: shape.statementId,
    madeAt: shape.madeAt,
    basis: shape.basis,
    probability: z
      .number()
      .nullable()
      .describe(
        'Probability of yes (binary), as the double that was sent; with basis verbal the middle of the hedge.',
      ),
    lower: z.number().nullable().describe('Its lower bound; with basis verbal that of the hedge.'),
    upper: z.number().nullable().describe('Its upper bound; with basis verbal that of the hedge.'),
    prediction: jsonObject.describe('The whole prediction, whatever the type of the question, as JSON.'),
    brier: scoreValue.describe(
      'Brier score under the resolution that stands (binary): 0 is best, 1 is worst.',
    ),
    logScore: scoreValue.describe(
      'Log score under the resolution that stands (binary): 0 is best, lower is better.',
    ),
    ...hedgeColumns,
    ignored: z.enum(ignoredReasons).nullable().describe('Why it is never scored; empty where it counts.'),
    capturedAfterOutcome: shape.capturedAfterOutcome,
    withdrawnAt: shape.withdrawnAt,
    revision: shape.revision,
    supersedesId: shape.supersedesId,
    supersededById: shape.supersededById,
    reason: shape.reason,
    note: shape.note,
    ...retractedColumns,
    recordedAt: shape.recordedAt,
    recordedBy: shape.recordedBy,
    recordSha256: shape.recordSha256,
    seq: shape.seq,
  }),
  cells: (item: Forecast) => ({
    id: item.id,
    questionId: item.questionId,
    forecasterId: item.forecasterId,
    statementId: item.statementId,
    madeAt: item.madeAt,
    basis: item.basis,
    probability: part(item, 'probability'),
    lower: part(item, 'lower'),
    upper: part(item, 'upper'),
    prediction: JSON.stringify(item.prediction),
    brier: scoreOf(item, 'brier'),
    logScore: scoreOf(item, 'log_score'),
    ...hedgeCells(item),
    ignored: item.ignored?.reason ?? null,
    capturedAfterOutcome: item.capturedAfterOutcome,
    withdrawnAt: item.withdrawnAt,
    revision: item.revision,
    supersedesId: item.supersedesId,
    supersededById: item.supersededById,
    reason: item.reason,
    note: item.note,
    ...retractedCells(item),
    recordedAt: item.recordedAt,
    recordedBy: item.recordedBy,
    recordSha256: item.recordSha256,
    seq: item.seq,
  }),
});
