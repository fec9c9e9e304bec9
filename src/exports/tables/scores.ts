import { z } from 'zod';
import { type ScoreRow, scoreRow } from '../../domain/forecasts/score-row.ts';
import { defineTable } from '../table.ts';

export const scoreTable = defineTable({
  name: 'scores',
  title: 'Scores',
  description: 'One row a forecast and scoring rule, under the resolution that stands.',
  primaryKey: ['forecastId', 'rule', 'resolutionId'],
  foreignKeys: [
    { column: 'forecastId', table: 'forecasts' },
    { column: 'questionId', table: 'questions' },
    { column: 'forecasterId', table: 'forecasters' },
    { column: 'resolutionId', table: 'resolutions' },
  ],
  row: z.strictObject(scoreRow.shape),
  cells: ({ value, ...item }: ScoreRow) => ({ ...item, value: value === null ? null : Number(value) }),
});
