/** Scores by the month in which outcomes became known. */
import { ExactSum } from '../../exact-sum.ts';
import { toReportNumber } from '../models/report-number.ts';
import type { Timeline } from '../models/timeline.ts';
import type { ScoredRow } from '../selection/scored-rows.ts';

interface Month {
  rows: number;
  questions: number;
  readonly score: ExactSum;
  readonly weight: ExactSum;
}

export class MonthSums {
  readonly #months = new Map<string, Month>();

  apply(rows: readonly ScoredRow[], sign: 1 | -1): void {
    const questions = new Set<string>();
    for (const { item, weight, value } of rows) {
      const name = (item.forecast.question.knownAt as string).slice(0, 7);
      const month = this.#month(name);
      month.rows += sign;
      if (sign === 1) {
        month.score.add(weight * value);
        month.weight.add(weight);
      } else {
        month.score.subtract(weight * value);
        month.weight.subtract(weight);
      }
      if (!questions.has(item.forecast.question.id)) month.questions += sign;
      questions.add(item.forecast.question.id);
      if (month.rows === 0) this.#months.delete(name);
    }
  }

  /** Each month with everything known by its end. */
  points(): Timeline['points'] {
    const [score, weight] = [new ExactSum(), new ExactSum()];
    let questions = 0;
    return [...this.#months]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, sums]) => {
        score.addSum(sums.score);
        weight.addSum(sums.weight);
        questions += sums.questions;
        return { month, questions, mean: toReportNumber(score.value / weight.value) };
      });
  }

  #month(name: string): Month {
    let month = this.#months.get(name);
    if (month === undefined) {
      month = { rows: 0, questions: 0, score: new ExactSum(), weight: new ExactSum() };
      this.#months.set(name, month);
    }
    return month;
  }
}
