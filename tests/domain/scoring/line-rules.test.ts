import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crpsSampleFairOf } from '../../../src/domain/scoring/crps-sample-fair.ts';
import { intervalScoreOf } from '../../../src/domain/scoring/interval-score.ts';
import { pinball } from '../../../src/domain/scoring/pinball.ts';
import { levelWeights } from '../../../src/domain/scoring/quantile-crps-weighted.ts';
import { normalQuantile } from '../../../src/domain/scoring/special-functions/normal.ts';
import { weightedIntervalScoreOf } from '../../../src/domain/scoring/weighted-interval-score.ts';
import { numberOf } from './finite-sets.ts';
import { at, cdf, place, quantiles, samples, score, symmetricQuantiles } from './lines.ts';

describe('quantiles', () => {
  it('WIS is the mean of twice the pinball losses, the sum of its parts, and of intervals', () => {
    fc.assert(
      fc.property(symmetricQuantiles, place, ({ levels, values }, y) => {
        const parts = weightedIntervalScoreOf(levels, values, y);
        if (parts === null) throw new Error('the levels are symmetric');
        const double = levels.map((level, k) => 2 * pinball(values[k] as number, level, y));
        expect(parts.wis).toBeCloseTo(double.reduce((sum, loss) => sum + loss, 0) / levels.length, 9);
        expect(parts.dispersion + parts.underprediction + parts.overprediction).toBeCloseTo(parts.wis, 12);
        const pairs = (levels.length - 1) / 2;
        const intervals = levels
          .slice(0, pairs)
          .map(
            (level, k) =>
              level * intervalScoreOf(values[k] as number, values.at(-1 - k) as number, 2 * level, y),
          );
        const median = Math.abs(y - (values[pairs] as number)) / 2;
        expect((median + intervals.reduce((sum, loss) => sum + loss, 0)) / (pairs + 0.5)).toBeCloseTo(
          parts.wis,
          9,
        );
      }),
    );
  });

  it('weights are positive and sum to 1', () => {
    fc.assert(
      fc.property(quantiles, ({ levels }) => {
        const weights = levelWeights(levels);
        expect(Math.min(...weights)).toBeGreaterThan(0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('no place is expected to lose less than the quantile itself', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 99 }), place, (outcomes, percent, q) => {
        const tau = percent / 100;
        const loss = (guess: number) => outcomes.reduce((sum, y) => sum + pinball(guess, tau, y), 0);
        const sorted = [...outcomes].sort((a, b) => a - b);
        const quantile = sorted[Math.ceil(tau * sorted.length) - 1] as number;
        expect(loss(q)).toBeGreaterThanOrEqual(loss(quantile) - 1e-9);
      }),
    );
  });

  it('many of them come to the closed form', () => {
    const levels = Array.from({ length: 2000 }, (_, k) => (k + 0.5) / 2000);
    const form = {
      kind: 'quantiles' as const,
      levels,
      values: levels.map((level) => 3 + 2 * normalQuantile(level)),
    };
    const normal = { kind: 'family' as const, parameters: { family: 'normal' as const, mean: 3, sd: 2 } };
    for (const y of [-4, 1, 3, 3.5, 9]) {
      const exact = numberOf(score('crps', normal, at(y)));
      expect(numberOf(score('crps', form, at(y)))).toBeCloseTo(exact, 2);
      expect(numberOf(score('quantile_crps_approx', form, at(y)))).toBeCloseTo(exact, 2);
      const drawn = { kind: 'samples' as const, values: form.values };
      expect(numberOf(score('crps_sample', drawn, at(y)))).toBeCloseTo(exact, 2);
      const points = { kind: 'cdf' as const, values: form.values, probabilities: levels };
      expect(numberOf(score('crps', points, at(y)))).toBeCloseTo(exact, 2);
    }
  });
});

describe('samples', () => {
  const of = (values: readonly number[]) => ({ kind: 'samples' as const, values });

  it('one of them costs its distance', () => {
    fc.assert(
      fc.property(place, place, (x, y) => {
        expect(score('crps_sample', of([x]), at(y)).value).toBeCloseTo(Math.abs(x - y), 12);
        expect(score('crps_sample_fair', of([x]), at(y)).value).toBeNull();
        expect(score('dawid_sebastiani', of([x, x]), at(y)).value).toBeNull();
      }),
    );
  });

  it('both estimates are their definition, pair by pair', () => {
    fc.assert(
      fc.property(samples, place, (values, y) => {
        const m = values.length;
        const error = values.reduce((sum, x) => sum + Math.abs(x - y), 0) / m;
        const pairs = values.flatMap((x) => values.map((other) => Math.abs(x - other)));
        const spread = pairs.reduce((sum, distance) => sum + distance, 0);
        expect(score('crps_sample', of(values), at(y)).value).toBeCloseTo(error - spread / (2 * m * m), 9);
        const fair = crpsSampleFairOf(values, y);
        if (m > 1) expect(fair).toBeCloseTo(error - spread / (2 * m * (m - 1)), 9);
      }),
    );
  });

  it('the fair estimate can be chosen to be 0, which is why crps does not use it', () => {
    expect(crpsSampleFairOf([-1e6, 1e6], 3)).toBe(0);
    expect(numberOf(score('crps', of([-1e6, 1e6]), at(3)))).toBeCloseTo(5e5, 6);
  });
});

describe('cumulative probabilities', () => {
  it('two points are a uniform distribution', () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 500 }), place, (min, width, y) => {
        const form = { kind: 'cdf' as const, values: [min, min + width], probabilities: [0, 1] };
        const uniform = {
          kind: 'family' as const,
          parameters: { family: 'uniform' as const, min, max: min + width },
        };
        expect(score('crps', form, at(y)).value).toBeCloseTo(numberOf(score('crps', uniform, at(y))), 8);
      }),
    );
  });

  it('a point more where the line is straight changes nothing', () => {
    fc.assert(
      fc.property(cdf, place, (form, y) => {
        const [x0, x1] = [form.values[0] as number, form.values[1] as number];
        const [f0, f1] = [form.probabilities[0] as number, form.probabilities[1] as number];
        const split = {
          ...form,
          values: [x0, (x0 + x1) / 2, ...form.values.slice(1)],
          probabilities: [f0, (f0 + f1) / 2, ...form.probabilities.slice(1)],
        };
        const whole = numberOf(score('crps_cdf_points', form, at(y)));
        expect(score('crps_cdf_points', split, at(y)).value).toBeCloseTo(whole, 8);
      }),
    );
  });

  it('an outcome beyond the points counts as at the nearest, and in crps also for its distance', () => {
    fc.assert(
      fc.property(cdf, fc.integer({ min: 1, max: 1000 }), (form, beyond) => {
        const last = form.values.at(-1) as number;
        const atEnd = numberOf(score('crps_cdf_points', form, at(last)));
        expect(score('crps_cdf_points', form, at(last + beyond)).value).toBeCloseTo(atEnd, 9);
        expect(score('crps', form, at(last + beyond)).value).toBeCloseTo(atEnd + beyond, 8);
      }),
    );
  });
});

describe('intervals and points', () => {
  it('an interval is expected to be best at its quantiles', () => {
    fc.assert(
      fc.property(samples, place, place, fc.integer({ min: 1, max: 49 }), (outcomes, a, b, percent) => {
        const alpha = percent / 50;
        const loss = (lower: number, upper: number) =>
          outcomes.reduce((sum, y) => sum + intervalScoreOf(lower, upper, alpha, y), 0);
        const sorted = [...outcomes].sort((x, y) => x - y);
        const quantile = (tau: number) => sorted[Math.max(0, Math.ceil(tau * sorted.length) - 1)] as number;
        const best = loss(quantile(alpha / 2), quantile(1 - alpha / 2));
        expect(loss(Math.min(a, b), Math.max(a, b))).toBeGreaterThanOrEqual(best - 1e-6);
      }),
    );
  });

  it('a point is scored by its error', () => {
    const form = { kind: 'point' as const, value: 3 };
    expect(score('absolute_error', form, at(5)).value).toBe(2);
    expect(score('squared_error', form, at(5)).value).toBe(4);
    expect(score('absolute_error', form, at(3)).value).toBe(0);
  });
});
