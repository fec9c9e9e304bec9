/** What must not change when a record is told in another way. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpDecomposition } from '../../../src/domain/accuracy/calibration/corp-decomposition.ts';
import { discrimination } from '../../../src/domain/accuracy/calibration/discrimination.ts';
import { murphyDecomposition } from '../../../src/domain/accuracy/calibration/murphy-decomposition.ts';
import { probabilityTable } from '../../../src/domain/accuracy/state/probability-table.ts';
import { evaluate } from '../../../src/domain/evaluate.ts';
import { accuracyKeys } from '../../golden/accuracy-keys.ts';
import { numbers } from '../evaluation/made-up.ts';
import { innerRows, rows } from './verification-sample.ts';

type Row = { readonly p: number; readonly y: number };

/** Numbers of an aggregate, whatever its form. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

function aggregate(key: string, given: readonly Row[], score = 'brier'): number[] {
  const inputs = { p: given.map(({ p }) => p), outcome: given.map(({ y }) => y) };
  const compute = accuracyKeys[key];
  if (compute === undefined) throw new Error(`there is no key ${key}`);
  return numbersOf(compute({ ...inputs, score, bins: 10, level: 0.95, clip: 0.005 }));
}

function expectEqual(found: readonly number[], wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, at) => {
    expect(value).toBeCloseTo(wanted[at] as number, 9);
  });
}

const ofCounts = [
  'mean_brier',
  'mean_log_score',
  'murphy_decomposition',
  'murphy_bias_corrected_raw',
  'murphy_bias_corrected_limited',
  'corp_decomposition',
  'calibration_curve',
  'ece',
  'auc',
  'cox_recalibration',
  'spiegelhalter_z',
  'overconfidence',
  'sharpness',
  'brier_skill',
  'brier_skill_loo',
];

describe('in another order', () => {
  it.each(ofCounts)('%s is the same to the bit', (key) => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (given, keys) => {
        const shuffled = given
          .map((row) => ({ row, at: keys.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        expect(aggregate(key, shuffled)).toEqual(aggregate(key, given));
      }),
      { numRuns: 40 },
    );
  });

  it('an evaluation is the same to the bit', () => {
    const random = numbers(11);
    const given = Array.from({ length: 300 }, (_, at) => ({
      forecaster: ['Ann', 'Ben', 'Cleo'][at % 3] as string,
      question: `question ${at >> 1}`,
      probability: Math.round(random() * 100) / 100,
      outcome: at % 7 < 3 === at % 14 < 7,
      cluster: `cluster ${(at >> 1) % 20}`,
      weight: 1 + ((at >> 1) % 4),
    })).map((row, _at, all) => ({
      ...row,
      outcome: all.find(({ question }) => question === row.question)?.outcome ?? false,
    }));
    const options = { curves: 'groups', replicates: 100, baseline: 'baseRate' } as const;
    const once = evaluate(given, { options });
    const shuffled = given.map((row) => ({ row, at: random() })).sort((a, b) => a.at - b.at);
    expect(
      evaluate(
        shuffled.map(({ row }) => row),
        { options },
      ),
    ).toEqual(once);
  });
});

describe('of the other answer', () => {
  const flipped = (given: readonly Row[]) =>
    given.map(({ p, y }) => ({ p: (20 - Math.round(p * 20)) / 20, y: 1 - y }));

  it.each([
    ['mean_brier', 'brier'],
    ['mean_log_score', 'log'],
    ['corp_decomposition', 'brier'],
    ['corp_decomposition', 'log'],
    ['auc', 'brier'],
    ['sharpness', 'brier'],
    ['brier_skill', 'brier'],
    ['brier_skill_loo', 'brier'],
    ['mean_score_ci', 'brier'],
    ['mean_score_ci', 'log'],
  ])('%s (%s) is the same', (key, score) => {
    fc.assert(
      fc.property(innerRows, (given) => {
        expectEqual(aggregate(key, flipped(given), score), aggregate(key, given, score));
      }),
      { numRuns: 40 },
    );
  });
});

describe('with every row three times', () => {
  it.each([
    'mean_brier',
    'mean_log_score',
    'murphy_decomposition',
    'corp_decomposition',
    'ece',
    'overconfidence',
    'sharpness',
    'brier_skill',
  ])('%s is the same', (key) => {
    fc.assert(
      fc.property(innerRows, (given) => {
        expectEqual(aggregate(key, [...given, ...given, ...given]), aggregate(key, given));
      }),
      { numRuns: 40 },
    );
  });
});

describe('of ten million forecasts', () => {
  it('the diagnostics take their time from the distinct probabilities, within 50 ms', () => {
    const p = Float64Array.from({ length: 101 }, (_, at) => at / 100);
    const table = probabilityTable({
      p,
      no: p.map((value) => Math.round(100_000 * (1 - value))),
      yes: p.map((value) => Math.round(100_000 * value)),
    });
    expect(table.n).toBeGreaterThan(1e7);
    const times = Array.from({ length: 5 }, () => {
      const before = performance.now();
      for (const score of ['brier', 'log'] as const) corpDecomposition(table, score);
      murphyDecomposition(table, 10);
      discrimination(table);
      return performance.now() - before;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
