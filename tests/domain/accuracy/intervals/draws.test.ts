import { mean, variance } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { BinomialDraws } from '../../../../src/domain/accuracy/intervals/binomial-draw.ts';
import { wilsonInterval } from '../../../../src/domain/accuracy/intervals/proportion-interval.ts';
import { percentileInterval, sortedQuantile } from '../../../../src/domain/accuracy/intervals/quantile.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { nToDetect } from '../../../../src/domain/accuracy/intervals/sample-size.ts';

describe('binomial draws', () => {
  it.each([
    [5, 0.3],
    [40, 0.9],
    [100, 0.5],
    [1000, 0.02],
    [100_000, 0.37],
  ])('of %d trials at %d have the right mean and variance', (n, p) => {
    const random = randomSource(n);
    const binomial = new BinomialDraws(p);
    const draws = Array.from({ length: 20_000 }, () => binomial.draw(random, n));
    const spread = n * p * (1 - p);
    expect(Math.abs(mean(draws) - n * p)).toBeLessThan(5 * Math.sqrt(spread / 20_000));
    expect(Math.abs(variance(draws) / spread - 1)).toBeLessThan(0.06);
  });

  it('of certain chances are certain', () => {
    expect([0, 1].map((p) => new BinomialDraws(p).draw(randomSource(1), 7))).toEqual([0, 7]);
  });

  it('of changing numbers of trials are those of a stream of their own', () => {
    const trials = [3, 17, 3, 250, 17, 3];
    const together = new BinomialDraws(0.3);
    const [one, other] = [randomSource(9), randomSource(9)];
    for (const n of trials) expect(together.draw(one, n)).toBe(new BinomialDraws(0.3).draw(other, n));
  });
});

describe('quantiles', () => {
  it('are of type 7, as numpy and R give them', () => {
    expect(sortedQuantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(percentileInterval([4, 1, 3, 2], 0.5)).toEqual({ lower: 1.75, upper: 3.25 });
    expect(sortedQuantile([1, Infinity, Infinity], 0.75)).toBe(Infinity);
  });

  it('of an interval are those of all values sorted', () => {
    const random = randomSource(3);
    for (let size = 1; size < 60; size += 1) {
      const values = Array.from({ length: size }, () => random.below(20));
      const sorted = values.toSorted((a, b) => a - b);
      for (const level of [0.5, 0.8, 0.95, 0.999]) {
        const [lower, upper] = [(1 - level) / 2, (1 + level) / 2].map((at) => sortedQuantile(sorted, at));
        expect(percentileInterval(values, level)).toEqual({ lower, upper });
      }
    }
  });
});

describe('intervals of a share', () => {
  it('reach the ends at none and all, and contain the share', () => {
    expect(wilsonInterval(0, 10, 0.95).value?.lower).toBe(0);
    expect(wilsonInterval(10, 10, 0.95).value?.upper).toBe(1);
    expect(wilsonInterval(0, 0, 0.95).value).toBeNull();
  });
});

describe('the number of questions to detect a difference', () => {
  it('is (2.8·sd/Δ)² rounded up', () => {
    expect(nToDetect(0.2, 0.05).value).toBe(Math.ceil((2.8 * 4) ** 2));
    expect(nToDetect(0.2, 0).value).toBeNull();
  });

  it('is never below what an interval needs, however little the differences vary', () => {
    expect(nToDetect(0.01, 0.5).value).toBe(10);
    expect(nToDetect(0, 0.5).value).toBe(10);
    expect(nToDetect(0.5, 0.5).value).toBe(10);
    expect(nToDetect(0.6, 0.5).value).toBe(12);
  });
});
