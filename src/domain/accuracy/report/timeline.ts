/** How the mean score came about: over everything whose outcome was known by the end of each month. */
import { z } from 'zod';
import { questionTypeKeys } from '../../questions/question.ts';
import type { QuestionTypeKey } from '../../questions/question-type.ts';
import { ExactSum } from '../exact-sum.ts';
import { weightsOf } from './clusters.ts';
import type { ScoredForecast } from './counting.ts';
import { rulesFor } from './figures.ts';
import type { AccuracyParameters } from './parameters.ts';
import { reportNumber, toReportNumber } from './report-number.ts';
import { incomparable, inReading, scoreRows } from './scored-rows.ts';

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

export function timelinesOf(
  scored: readonly ScoredForecast[],
  { rule: asked, weight }: AccuracyParameters,
): Timeline[] {
  return questionTypeKeys.flatMap((questionType) => {
    const ofType = scored.filter(({ forecast }) => forecast.question.facts.type === questionType);
    return rulesFor(ofType, asked).flatMap((rule) =>
      (['strict', 'lenient'] as const).map((reading) => {
        const items = inReading(ofType, reading).filter(
          ({ distribution }) => rule.refuses(distribution) === null,
        );
        const { rows } = scoreRows(items, weightsOf(items, weight), rule);
        return {
          questionType: questionType as QuestionTypeKey,
          rule: rule.key,
          reading,
          points: incomparable(items, rule) === null ? pointsOf(rows) : [],
        };
      }),
    );
  });
}

function pointsOf(rows: ReturnType<typeof scoreRows>['rows']): Timeline['points'] {
  const months = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    const month = (row.item.forecast.question.knownAt as string).slice(0, 7);
    const members = months.get(month);
    if (members) members.push(row);
    else months.set(month, [row]);
  }
  const [sum, weight] = [new ExactSum(), new ExactSum()];
  const questions = new Set<string>();
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, members]) => {
      for (const row of members) {
        sum.add(row.weight * row.value);
        weight.add(row.weight);
        questions.add(row.item.forecast.question.id);
      }
      return { month, questions: questions.size, mean: toReportNumber(sum.value / weight.value) };
    });
}
