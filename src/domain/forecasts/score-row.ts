/** One stored score: one forecast under one rule and one resolution. */
import { z } from 'zod';
import { scoreValue } from './forecast.ts';

export const scoreRow = z
  .strictObject({
    forecastId: z.uuid(),
    questionId: z.uuid(),
    forecasterId: z.uuid(),
    rule: z.string(),
    value: scoreValue,
    reason: z.string().nullable(),
    resolutionId: z.uuid(),
    seq: z.int(),
  })
  .meta({ id: 'Score' });
export type ScoreRow = z.infer<typeof scoreRow>;
