/** One stored score: one forecast under one rule and one resolution. */
import { z } from 'zod';
import { scoreValue } from './forecast.ts';

export const scoreRow = z
  .strictObject({
    forecastId: z.uuid().describe('What was scored.'),
    questionId: z.uuid().describe('The question of the forecast.'),
    forecasterId: z.uuid().describe('Whose forecast it is.'),
    rule: z.string().describe('Key of the scoring rule (GET /v1/scoring-rules says what it is).'),
    value: scoreValue.describe('The score; empty where it is undefined.'),
    reason: z.string().nullable().describe('Why the score is undefined.'),
    resolutionId: z.uuid().describe('The resolution that it was scored under.'),
    seq: z.int().describe('Audit number under which it was recorded.'),
  })
  .meta({ id: 'Score' });
export type ScoreRow = z.infer<typeof scoreRow>;
