/** One cell from all of its forecasts at once. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { ColumnState } from '../groups/column-state.ts';
import type { AccuracyCell } from '../models/cell-model.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import type { CellContext } from './column-items.ts';

/**
 * Without a bootstrap interval, which nobody who builds single cells shows.
 * @param items forecasts of one question type and one reading column, in any order
 */
export function buildCell(
  items: readonly ScoredForecast[],
  rule: ScoringRule,
  context: CellContext,
): AccuracyCell {
  const column = new ColumnState([rule], {
    inParts: false,
    baseRate: context.reference === 'baseRate',
    byMonth: false,
    policy: context.parameters.forecastPolicy,
    draws: null,
  });
  column.apply(items, context, 1);
  return column.cellOf(rule, context.parameters.level);
}
