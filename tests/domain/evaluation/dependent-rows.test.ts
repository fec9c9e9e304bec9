/** Which rows of an evaluation are taken for independent, and that their order says nothing. */
import { describe, expect, it } from 'vitest';
import { type EvaluationInput, evaluate } from '../../../src/domain/evaluate.ts';
import { numbers } from './made-up.ts';

const shuffled = <Row>(rows: readonly Row[], next: () => number): Row[] =>
  rows
    .map((row) => [next(), row] as const)
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row);

describe('rows on one question in several clusters', () => {
  const next = numbers(4);
  /** Forty questions in ten units; the cluster of a row is one of three of its unit, or none is named. */
  const rows = Array.from({ length: 240 }, (_, at): EvaluationInput & { readonly unit: string } => {
    const question = at % 40;
    const unit = question % 10;
    // The first three forecasters on a question link the clusters of its unit.
    const named = at < 120 || next() < 0.7;
    const common = {
      unit: `c${unit}a`,
      question: `q${question}`,
      forecaster: `f${at % 7}`,
      weight: at % 5 === 0 ? 0.5 : 1,
      ...(named ? { cluster: `c${unit}${'abc'[Math.floor(at / 40) % 3]}` } : {}),
    };
    const shift = next();
    const prediction = {
      quantiles: [0.1, 0.5, 0.9].map((level) => ({ level, value: 10 * level + 3 * shift })),
    };
    return question < 30
      ? { ...common, probability: Math.round(100 * next()) / 100, outcome: question % 3 === 0 }
      : { ...common, type: 'numeric', prediction, outcome: 5, range: { min: 0, max: 10 } };
  });
  const sent = rows.map(({ unit: _unit, ...row }) => row);
  const options = { curves: 'groups', replicates: 100 } as const;

  it('are evaluated as if their cluster had been named once', () => {
    const [found, expected] = [
      evaluate(sent, { options }),
      evaluate(
        rows.map(({ unit, ...row }) => ({ ...row, cluster: unit })),
        { options },
      ),
    ];
    expect(found.totals.rows[0]?.cell.clusters).toBe(10);
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });

  it('are evaluated alike in any order', () => {
    const text = JSON.stringify(evaluate(sent, { options }));
    for (let run = 0; run < 3; run += 1)
      expect(JSON.stringify(evaluate(shuffled(sent, next), { options }))).toBe(text);
  });

  it('have an interval that holds the truth as often as it says', () => {
    let held = 0;
    const trials = 150;
    for (let trial = 0; trial < trials; trial += 1) {
      // Each of 36 questions is answered by eight, each of whom names a source of the question's own kind.
      const answers = Array.from({ length: 36 }, (_, question) => {
        const outcome = next() < 0.7;
        return Array.from({ length: 8 }, (_, by): EvaluationInput => {
          const cluster = by === 0 ? {} : { cluster: `s${question % 12} ${by}` };
          return { question: `q${question}`, forecaster: `f${by}`, probability: 0.7, outcome, ...cluster };
        });
      }).flat();
      const { totals } = evaluate(answers, { rules: ['brier'], options: { curves: 'none' } });
      const cell = totals.rows[0]?.cell;
      expect(cell?.clusters).toBe(12);
      const { lower, upper } = cell?.mean ?? {};
      if (Number(lower) <= 0.21 && 0.21 <= Number(upper)) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.9);
  });
});

describe('rows without a question, of unequal weights', () => {
  it('are evaluated alike in any order', () => {
    const next = numbers(11);
    const rows = Array.from({ length: 200 }, (_, at): EvaluationInput => {
      const probability = Math.round(20 * next()) / 20;
      const weight = [1, 0.3, 2.7][Math.floor(3 * next())] as number;
      const question = at % 5 === 0 ? {} : { question: `q${at % 60}` };
      return { probability, outcome: at % 60 < 25, weight, forecaster: `f${at % 3}`, ...question };
    });
    const options = { curves: 'groups', replicates: 100 } as const;
    const { contentSha256, ...report } = evaluate(rows, { options });
    for (let run = 0; run < 3; run += 1) {
      const other = evaluate(shuffled(rows, next), { options });
      expect(other).toEqual({ ...report, contentSha256 });
    }
  });
});
