/** How much of the time of their questions the forecasts of a cell cover: beside the score, never in it. */
import { z } from 'zod';
import { ExactSum } from '../../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../../measure.ts';
import { reportMeasure, toReportMeasure } from '../models/report-number.ts';
import type { ScoredWindow } from '../selection/counting.ts';
import type { ScoredRow } from '../selection/scored-rows.ts';

export const cellCoverage = z
  .strictObject({
    pairs: z.int().describe('Pairs of a forecaster and a question.'),
    ofWindow: reportMeasure.describe(
      'Weighted mean, over the pairs, of the share that a forecast was in effect of the time from opensAt to closesAt or, if that came first, to when the outcome was known.',
    ),
    ofWindowPairs: z.int().describe('Pairs behind ofWindow; the question of the others has no opensAt.'),
    ofSchedule: reportMeasure.describe('The same share of the time from opensAt to closesAt.'),
    ofSchedulePairs: z.int().describe('Pairs behind ofSchedule; the others lack opensAt or closesAt.'),
  })
  .meta({ id: 'CellCoverage' });
export type CellCoverage = z.infer<typeof cellCoverage>;

const NO_WINDOW = withheld('No question has both an opening and an end, so there is no time to cover.');

/** Can be added to and taken from, exactly. */
export class CoverageSums {
  #pairs = 0;
  readonly #window = new Share();
  readonly #schedule = new Share();

  /** @param rows all of each forecaster on each question */
  apply(rows: readonly ScoredRow[], sign: 1 | -1): void {
    const seen = new Set<ScoredWindow>();
    for (const { item, weight } of rows) {
      const { window } = item;
      const first = !seen.has(window);
      seen.add(window);
      if (first) this.#pairs += sign;
      this.#window.apply(window.ofWindow, weight, first, sign);
      this.#schedule.apply(window.ofSchedule, weight, first, sign);
    }
  }

  get report(): CellCoverage {
    const none = this.#pairs === 0 ? NO_FORECASTS : NO_WINDOW;
    return {
      pairs: this.#pairs,
      ofWindow: toReportMeasure(this.#window.mean ?? none),
      ofWindowPairs: this.#window.pairs,
      ofSchedule: toReportMeasure(this.#schedule.mean ?? none),
      ofSchedulePairs: this.#schedule.pairs,
    };
  }
}

class Share {
  pairs = 0;
  readonly #sum = new ExactSum();
  readonly #weight = new ExactSum();

  apply({ value }: Measure<number>, weight: number, first: boolean, sign: 1 | -1): void {
    if (value === null) return;
    if (first) this.pairs += sign;
    if (sign === 1) {
      this.#sum.add(weight * value);
      this.#weight.add(weight);
    } else {
      this.#sum.subtract(weight * value);
      this.#weight.subtract(weight);
    }
  }

  get mean(): Measure<number> | null {
    return this.pairs === 0 ? null : measured(this.#sum.value / this.#weight.value);
  }
}
