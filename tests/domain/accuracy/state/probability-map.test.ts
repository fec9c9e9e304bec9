import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanLoss } from '../../../../src/domain/accuracy/calibration/mean-loss.ts';
import { ProbabilityMap } from '../../../../src/domain/accuracy/state/probability-map.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';

const weightedRows = fc.array(
  fc.record({
    p: fc.double({ min: 0, max: 1, noNaN: true }),
    y: fc.integer({ min: 0, max: 1 }),
    w: fc.integer({ min: 1, max: 9 }).map((questions) => 1 / questions),
  }),
  { maxLength: 40 },
);
type Rows = { p: number; y: number; w: number }[];

function mapOf(rows: Rows): ProbabilityMap {
  const map = new ProbabilityMap();
  for (const { p, y, w } of rows) map.add(p, y, w);
  return map;
}

describe('the probability map', () => {
  it('is the same to the bit after adding and removing, in any order', () => {
    fc.assert(
      fc.property(weightedRows, weightedRows, (kept, passing) => {
        const map = mapOf([...passing, ...kept]);
        for (const { p, y, w } of passing.toReversed()) map.remove(p, y, w);
        expect(map.table()).toEqual(mapOf(kept).table());
      }),
    );
  });

  it('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        expect(mapOf(rows.toReversed()).table()).toEqual(mapOf(rows).table());
      }),
    );
  });

  it('merges slices into what one slice would hold', () => {
    fc.assert(
      fc.property(weightedRows, weightedRows, (first, second) => {
        const merged = mapOf(first);
        merged.merge(mapOf(second));
        expect(merged.table()).toEqual(mapOf([...first, ...second]).table());
      }),
    );
  });

  it('gives the table that a batch of the same rows gives', () => {
    fc.assert(
      fc.property(weightedRows, (rows) => {
        const map = new ProbabilityMap();
        for (const { p, y } of rows) map.add(p, y);
        const batch = tabulateRows(
          rows.map(({ p }) => p),
          rows.map(({ y }) => y),
        );
        expect(map.table()).toEqual(batch);
      }),
    );
  });

  it('changes an outcome by removing the old and adding the new', () => {
    const map = mapOf([
      { p: 0.3, y: 0, w: 1 },
      { p: 0.7, y: 1, w: 1 },
    ]);
    map.remove(0.3, 0);
    map.add(0.3, 1);
    expect(map.table().events).toBe(2);
    expect(meanLoss(map.table(), 'brier').value).toBeCloseTo((0.49 + 0.09) / 2, 15);
  });

  it('keeps nothing of a question that is voided', () => {
    const map = mapOf([{ p: 0.3, y: 0, w: 0.5 }]);
    map.remove(0.3, 0, 0.5);
    expect(map.table()).toEqual(new ProbabilityMap().table());
    expect(meanLoss(map.table(), 'brier')).toEqual({
      value: null,
      reason: expect.stringContaining('No forecast'),
    });
  });

  it.each([
    [1.2, 0, 1, '1.2'],
    [Number.NaN, 0, 1, 'NaN'],
    [0.5, 2, 1, '2'],
    [0.5, 0, 0, 'weight'],
  ])('refuses p %s, outcome %s, weight %s', (p, outcome, weight, named) => {
    expect(() => new ProbabilityMap().add(p, outcome, weight)).toThrow(named);
  });

  it('refuses to remove what was never added', () => {
    expect(() => mapOf([{ p: 0.3, y: 0, w: 1 }]).remove(0.3, 1)).toThrow('No forecast of 0.3');
  });
});
