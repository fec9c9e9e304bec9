/** The timelines of a report, from its state. */
import { questionTypeKeys } from '../../../questions/question.ts';
import type { Timeline } from '../models/timeline.ts';
import { incomparableReason } from '../selection/scored-rows.ts';
import type { GroupState } from './group-state.ts';

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
