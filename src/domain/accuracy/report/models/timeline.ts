/** How the mean score came about: over everything whose outcome was known by the end of each month. */
import { z } from 'zod';
import { questionTypeKeys } from '../../../questions/question.ts';
import { reportNumber } from './report-number.ts';

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
