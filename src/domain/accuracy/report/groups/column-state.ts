/** The forecasts of one question type and reading: their probabilities, and a cell a rule. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { ProbabilityMap } from '../../state/probability-map.ts';
import type { ProbabilityTable } from '../../state/probability-table.ts';
import { cellOf } from '../cell/cell.ts';
import { type CellOptions, CellState } from '../cell/cell-state.ts';
import { type CellContext, ColumnItems } from '../cell/column-items.ts';
import { binaryRow } from '../cell/diagnostics.ts';
import type { AccuracyCell } from '../models/cell-model.ts';
import type { ScoredForecast } from '../selection/counting.ts';

export class ColumnState {
  readonly cells: ReadonlyMap<string, CellState>;
  /** Of binary forecasts: probability -> how often no and yes. */
  readonly probabilities = new ProbabilityMap();
  /** Questions of binary forecasts, by what came. */
  readonly #outcomes: [no: number, yes: number] = [0, 0];
  #items = 0;
  #table: ProbabilityTable | null = null;

  constructor(rules: readonly ScoringRule[], options: CellOptions) {
    this.cells = new Map(rules.map((rule) => [rule.key, new CellState(rule, options)]));
  }

  /** Adds (1) or takes out (-1); see `CellState.apply`. */
  apply(items: readonly ScoredForecast[], context: CellContext, sign: 1 | -1): void {
    if (items.length === 0) return;
    this.#items += sign * items.length;
    this.#table = null;
    const column = new ColumnItems(items, context);
    const outcomes = new Map<string, number>();
    items.forEach((item, at) => {
      const row = binaryRow(item);
      if (row === null) return;
      outcomes.set(item.forecast.question.id, row.outcome);
      const weight = column.weights[at] as number;
      if (sign === 1) this.probabilities.add(row.p, row.outcome, weight);
      else this.probabilities.remove(row.p, row.outcome, weight);
    });
    for (const outcome of outcomes.values()) this.#outcomes[outcome as 0 | 1] += sign;
    for (const cell of this.cells.values()) cell.apply(column, sign);
  }

  /** Numbers held, for a bound on memory. */
  get extent(): number {
    let extent = this.probabilities.size;
    for (const cell of this.cells.values())
      extent += 10 + cell.forecasters.size + (cell.resampled?.extent ?? 0);
    return extent;
  }

  cellOf(rule: ScoringRule, level: number): AccuracyCell {
    const state = this.cells.get(rule.key);
    if (state === undefined) throw new RangeError(`the column has no cell of ${rule.key}`);
    if (this.probabilities.size > 0) this.#table ??= this.probabilities.table();
    const binary = { table: this.#table, questionsByOutcome: this.#outcomes };
    return cellOf(state, this.#items, binary, level);
  }
}
