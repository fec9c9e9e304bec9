import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, withheld } from '../measure.ts';
import type { ScoreBoard } from './comparison-graph.ts';

/** What stands in for a missing forecast: the crowd of those who answered, equal probabilities, the worst possible. */
export type Imputation = 'crowd' | 'uniform' | 'worst';

/** Scores that stand in on one question; null where there is none of the kind. */
export type Substitutes = Readonly<Record<Imputation, number | null>>;

export interface Imputed {
  /** Questions of the board that the forecaster did not answer. */
  readonly missing: number;
  /** Mean score over all questions of the board, the missing ones filled in. */
  readonly means: Readonly<Record<Imputation, Measure<number>>>;
}

/**
 * Mean scores as if everybody had answered every question: a sensitivity check with a name, never the
 * headline, which compares common questions only. Every question weighs the same. Costs as many steps
 * as there are scores, however many are missing.
 * @param substitutes of every question that somebody on the board answered
 */
export function imputedMeans(
  board: ScoreBoard,
  substitutes: ReadonlyMap<string, Substitutes>,
): ReadonlyMap<string, Imputed> {
  const all = { crowd: new Filled(), uniform: new Filled(), worst: new Filled() };
  for (const scores of substitutes.values()) everyKind((kind) => all[kind].put(scores[kind]));
  return new Map(
    [...board].map(([forecaster, own]) => [
      forecaster,
      {
        missing: substitutes.size - own.size,
        means: everyKind((kind) => {
          const filled = all[kind].copy();
          for (const [question, score] of own) {
            filled.take(substitutes.get(question)?.[kind] ?? null);
            filled.put(score);
          }
          return filled.mean(substitutes.size);
        }),
      },
    ]),
  );
}

function everyKind<Value>(of: (kind: Imputation) => Value): Record<Imputation, Value> {
  return { crowd: of('crowd'), uniform: of('uniform'), worst: of('worst') };
}

/** A sum of scores, and how many of them there are not. */
class Filled {
  #sum = new ExactSum();
  #lacking = 0;

  put(score: number | null): void {
    if (score === null) this.#lacking += 1;
    else this.#sum.add(score);
  }

  take(score: number | null): void {
    if (score === null) this.#lacking -= 1;
    else this.#sum.subtract(score);
  }

  copy(): Filled {
    const copy = new Filled();
    copy.#sum = new ExactSum().addSum(this.#sum);
    copy.#lacking = this.#lacking;
    return copy;
  }

  mean(questions: number): Measure<number> {
    const count = this.#lacking;
    return count > 0
      ? withheld(`Nothing can stand in for the answer to ${count} of the questions.`)
      : measured(this.#sum.value / questions);
  }
}
