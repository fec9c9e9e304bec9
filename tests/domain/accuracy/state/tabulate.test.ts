import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { sortProbabilities } from '../../../../src/domain/accuracy/state/sort-probabilities.ts';
import { tabulate, tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';
import { tabulateBySorting } from '../../../../src/domain/accuracy/state/tabulate-by-sorting.ts';

function simulated(n: number, distinct: number) {
  const random = randomSource(7);
  const p = Float64Array.from({ length: n }, () => random.below(distinct) / (distinct - 1));
  return { p, outcome: Uint8Array.from(p, (value) => (random.uniform() < value ? 1 : 0)) };
}

describe('the batch table', () => {
  it('counts no and yes by distinct probability, ascending', () => {
    const table = tabulateRows([0.7, 0.3, 0.7, 0.3, 0.7], [1, 0, 0, 0, 1]);
    expect([...table.p]).toEqual([0.3, 0.7]);
    expect([...table.no]).toEqual([2, 1]);
    expect([...table.yes]).toEqual([0, 2]);
    expect(table).toMatchObject({ n: 5, events: 2, weight: 5, effectiveN: 5, weighted: false });
  });

  it('sums weights beside the counts', () => {
    const table = tabulateRows([0.5, 0.5, 0.9], [1, 1, 0], [0.5, 0.25, 1]);
    expect([...table.yesWeight]).toEqual([0.75, 0]);
    expect(table).toMatchObject({ n: 3, events: 2, weight: 1.75, weighted: true });
    expect(table.effectiveN).toBeCloseTo(1.75 ** 2 / (0.25 + 0.0625 + 1), 12);
  });

  it('hashes and sorts to the same table', () => {
    const { p, outcome } = simulated(50_000, 9_001);
    expect(tabulateBySorting(p, outcome)).toEqual(tabulate(p, outcome));
  });

  it('changes over to sorting when almost every probability is distinct', () => {
    const { p, outcome } = simulated(400_000, 2 ** 31);
    const table = tabulate(p, outcome);
    expect(table.n).toBe(400_000);
    expect(table.p.length).toBe(new Set(p).size);
  });

  it('sorts as the native sort does', () => {
    const values = simulated(60_000, 2 ** 31).p.map((value, i) => (i % 3 ? value : value * 1e-9));
    expect(sortProbabilities(values.slice())).toEqual(values.slice().sort());
  });

  it('sorts values that crowd into one place, and the ends of the range', () => {
    const values = simulated(60_000, 2 ** 31).p.map((value, i) =>
      i % 50 ? 0.5 + value * 1e-12 : i % 100 ? 1 : 0,
    );
    expect(sortProbabilities(values.slice())).toEqual(values.slice().sort());
  });

  it('does not count a row of weight 0, and refuses a negative weight', () => {
    const table = tabulateRows([0.2, 0.4, 0.4], [0, 1, 1], [2, 0, 1]);
    expect(table).toMatchObject({ n: 2, events: 1, weight: 3, eventWeight: 1 });
    expect(() => tabulateRows([0.5], [0], [-1])).toThrow('Row 0: weights must be 0 or more; -1 does not.');
  });

  it('counts -0 as 0', () => {
    expect([...tabulateRows([-0, 0], [0, 1]).p]).toEqual([0]);
  });

  it.each([
    [[0.5, 1.5], [0, 1], 'Row 1: p'],
    [[Number.NaN], [0], 'Row 0: p'],
    [[0.5], [3], 'Row 0: outcome'],
    [[0.5], [0.5], 'Row 0: outcome'],
    [[0.5, 0.5], [0], 'outcome has 1 rows'],
  ])('names the row and the field of %j with %j', (p, outcome, message) => {
    expect(() => tabulateRows(p, outcome)).toThrow(message);
  });

  it('tabulates a million forecasts without keeping them', () => {
    const { p, outcome } = simulated(1_000_000, 101);
    expect(tabulate(p, outcome).p.length).toBe(101);
  });
});
