import { describe, expect, it } from 'vitest';
import { binned, binOf, equalWidthEdges } from '../../../../src/domain/accuracy/calibration/bins.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';

describe('bins', () => {
  it('have the doubles of the literals as edges', () => {
    expect([...equalWidthEdges(10)]).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  it.each([
    [0, 0],
    [0.1, 0],
    [0.2, 1],
    [0.3, 2],
    [0.4, 3],
    [0.5, 4],
    [0.6, 5],
    [0.7, 6],
    [0.8, 7],
    [0.9, 8],
    [1, 9],
    [0.30000000000000004, 3],
  ])('put %d into bin %d: right-closed, the first closed on both sides', (p, bin) => {
    expect(binOf(equalWidthEdges(10), p)).toBe(bin);
  });

  it('of hundredths end exactly at every hundredth', () => {
    const edges = equalWidthEdges(100);
    for (let i = 1; i <= 100; i += 1) expect(binOf(edges, Number(`${i}e-2`))).toBe(i - 1);
  });

  it('are closed on the left where that is asked for, the last on both sides', () => {
    const edges = equalWidthEdges(10);
    expect([0, 0.1, 0.3, 0.6, 0.7, 0.99, 1].map((p) => binOf(edges, p, 'left'))).toEqual([
      0, 1, 3, 6, 7, 9, 9,
    ]);
    const found = binned(tabulateRows([0.05, 0.1, 0.95, 1], [0, 1, 1, 1]), { edges: 10, closed: 'left' });
    expect(found.map(({ index, n }) => [index, n])).toEqual([
      [0, 1],
      [1, 1],
      [9, 2],
    ]);
  });

  it('leave empty ones out and keep their numbers', () => {
    const found = binned(tabulateRows([0.05, 0.95], [0, 1]), 10);
    expect(found.map(({ index }) => index)).toEqual([0, 9]);
  });

  it('follow given edges', () => {
    const found = binned(tabulateRows([0.2, 0.3, 0.9], [0, 1, 1]), [0, 0.25, 1]);
    expect(found.map(({ n }) => n)).toEqual([1, 2]);
  });

  it.each([[[0.1, 1]], [[0, 0.9]], [[0, 0.5, 0.5, 1]]])('refuse the edges %j', (edges) => {
    expect(() => binned(tabulateRows([0.2], [0]), edges)).toThrow('Bin edges');
  });
});
