/** How the mean score came about: over everything whose outcome was known by the end of each month. */
import { z } from 'zod';
import { questionTypeKeys } from '../../../questions/question.ts';
import { reportNumber } from '../models/report-number.ts';
import { incomparableReason } from '../selection/scored-rows.ts';
import type { GroupState } from './group-state.ts';

export const timelinePoint = z
  .strictObject({
    month: z.string().describe('YYYY-MM of knownAt, UTC.'),
    questions: z.int().describe('Known by the end of the month.'),
    mean: reportNumber.describe('Weighted mean of their scores.'),
  })
  .meta({ id: 'TimelinePoint' });

export const timeline = z
  .strictObject({
    questionType: z.enum(questionTypeKeys),
    rule: z.string(),
    reading: z.enum(['strict', 'lenient']),
    points: z.array(timelinePoint),
  })
  .meta({ id: 'Timeline', description: 'Cumulative mean score by month, over all groups.' });
export type Timeline = z.infer<typeof timeline>;

/** @param totals of the whole selection, kept by month */
export function timelinesOf(totals: GroupState): Timeline[] {
  return questionTypeKeys.flatMap((questionType) => {
    const state = totals.types.get(questionType);
    if (state === undefined || totals.scored.of(questionType) === 0) return [];
    return state.rules().flatMap((rule) =>
      (['strict', 'lenient'] as const).map((reading) => {
        const cell = state[reading].cells.get(rule.key);
        const comparable =
          cell !== undefined && incomparableReason(rule, cell.withoutRange, cell.applicable) === null;
        return {
          questionType,
          rule: rule.key,
          reading,
          points: comparable ? (cell.months?.points() ?? []) : [],
        };
      }),
    );
  });
}
