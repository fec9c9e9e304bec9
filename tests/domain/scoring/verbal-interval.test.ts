import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierScore } from '../../../src/domain/scoring/brier.ts';
import { verbalScores } from '../../../src/domain/scoring/verbal-interval.ts';
import { probability } from './finite-sets.ts';

/** ICD 203, its ends reaching 0 and 1. */
const cells = [0, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 1];

describe('a hedge in words', () => {
  it('scores between its best and its worst reading, vagueness costing a twelfth of its square', () => {
    fc.assert(
      fc.property(probability, probability, fc.boolean(), (a, b, y) => {
        const hedge = { lower: Math.min(a, b), upper: Math.max(a, b) };
        const scores = verbalScores(hedge, y, true);
        expect(scores.best).toBeLessThanOrEqual(scores.midpoint);
        expect(scores.midpoint).toBeLessThanOrEqual(scores.worst);
        const width = hedge.upper - hedge.lower;
        expect(scores.uniformMean).toBeCloseTo(scores.midpoint + width ** 2 / 12, 14);
        expect(scores.intervalBrier).toBeCloseTo(scores.midpoint - width ** 2 / 4, 14);
      }),
    );
  });

  it('is a number where it is one', () => {
    fc.assert(
      fc.property(probability, fc.boolean(), (p, y) => {
        const score = brierScore(p, y);
        const scores = verbalScores({ lower: p, upper: p }, y, true);
        for (const value of Object.values(scores)) expect(value).toBeCloseTo(score, 14);
      }),
    );
  });

  it('among the cells of a partition, none is expected to score better than the one of the belief', () => {
    for (let k = 1; k < 1000; k += 1) {
      const belief = k / 1000;
      const losses = cells.slice(1).map((upper, at) => {
        const hedge = { lower: cells[at] as number, upper };
        const [yes, no] = [true, false].map((y) => verbalScores(hedge, y, true).intervalBrier as number);
        return belief * (yes as number) + (1 - belief) * (no as number);
      });
      const own = cells.findIndex((edge) => edge >= belief) - 1;
      expect(losses[own]).toBeLessThanOrEqual(Math.min(...losses) + 1e-12);
    }
  });

  it('of a free choice of intervals has no interval score', () => {
    expect(verbalScores({ lower: 0, upper: 1 }, true, false).intervalBrier).toBeNull();
  });
});
