/** Properness of every rule over a line: nothing is expected to score better than what is believed. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContinuousForm, Transform } from '../../../src/domain/questions/distribution.ts';
import type { DistributionFamily } from '../../../src/domain/questions/distribution-family.ts';
import { named } from '../../../src/domain/scoring/families/registry.ts';
import { scoringRule, scoringRules } from '../../../src/domain/scoring/registry.ts';
import type { ScoringRule } from '../../../src/domain/scoring/scoring-rule.ts';
import { normalQuantile } from '../../../src/domain/scoring/special-functions/normal.ts';
import { numberOf } from './finite-sets.ts';
import { at, lineOf, samples } from './lines.ts';

/** Outcomes that are believed in, with their probabilities. */
type Belief = readonly (readonly [y: number, probability: number])[];

const equally = (outcomes: readonly number[]): Belief => outcomes.map((y) => [y, 1 / outcomes.length]);

const tested = new Set<string>();
function rule(key: string): ScoringRule {
  const found = scoringRule(key);
  if (found === null) throw new Error(`there is no rule ${key}`);
  tested.add(key);
  return found;
}

function expected(
  of: ScoringRule,
  form: ContinuousForm,
  belief: Belief,
  transform: Transform | null = null,
): number {
  const distribution = { ...lineOf(form), range: { min: -50, max: 150 }, transform };
  expect(of.refuses(distribution)).toBeNull();
  return belief.reduce(
    (sum, [y, probability]) => sum + probability * numberOf(of.score(distribution, at(y))),
    0,
  );
}

const family = (parameters: DistributionFamily): ContinuousForm => ({ kind: 'family', parameters });

describe('strictly proper rules over a line', () => {
  const place = fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10);
  const spread = fc.integer({ min: 2, max: 30 }).map((tenths) => tenths / 10);
  const chances = Array.from({ length: 400 }, (_, k) => normalQuantile((k + 0.5) / 400));

  for (const key of ['crps', 'crps_range_normalised', 'log_score_density']) {
    const of = rule(key);
    it(`${key} of normal distributions`, () => {
      fc.assert(
        fc.property(place, spread, place, spread, (mean, sd, otherMean, otherSd) => {
          // Four hundred outcomes are the normal distribution but for its tails.
          fc.pre(Math.abs(mean - otherMean) > 0.25 * sd || Math.abs(Math.log(sd / otherSd)) > 0.25);
          const belief = equally(chances.map((z) => mean + sd * z));
          const honest = expected(of, family({ family: 'normal', mean, sd }), belief);
          const other = family({ family: 'normal', mean: otherMean, sd: otherSd });
          expect(expected(of, other, belief)).toBeGreaterThan(honest);
        }),
        { numRuns: 50 },
      );
    });
  }

  for (const key of ['crps', 'log_score_mass']) {
    const of = rule(key);
    it(`${key} of counts`, () => {
      const chance = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 30 }), chance, chance, (size, probability, other) => {
          fc.pre(probability !== other);
          const parameters = { family: 'binomial', size, probability } as const;
          const belief = Array.from({ length: size + 1 }, (_, y): [number, number] => {
            return [y, Math.exp(named(parameters).logDensity(y))];
          });
          const honest = expected(of, family(parameters), belief);
          expect(expected(of, family({ ...parameters, probability: other }), belief)).toBeGreaterThan(honest);
        }),
      );
    });
  }
});

describe('crps_transformed', () => {
  const of = rule('crps_transformed');
  const place = fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10);
  const spread = fc.integer({ min: 2, max: 20 }).map((tenths) => tenths / 10);
  const chances = Array.from({ length: 400 }, (_, k) => normalQuantile((k + 0.5) / 400));

  for (const transform of ['log', 'log1p'] as const) {
    it(`is strictly proper of lognormal distributions, ${transform}`, () => {
      fc.assert(
        fc.property(place, spread, place, spread, (meanlog, sdlog, otherMean, otherSd) => {
          fc.pre(Math.abs(meanlog - otherMean) > 0.25 * sdlog || Math.abs(Math.log(sdlog / otherSd)) > 0.25);
          const belief = equally(chances.map((z) => Math.exp(meanlog + sdlog * z)));
          const honest = expected(of, family({ family: 'lognormal', meanlog, sdlog }), belief, transform);
          const other = family({ family: 'lognormal', meanlog: otherMean, sdlog: otherSd });
          expect(expected(of, other, belief, transform)).toBeGreaterThan(honest);
        }),
        { numRuns: transform === 'log' ? 50 : 3 },
      );
    });
  }

  it('is strictly proper of counts, log1p', () => {
    const chance = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), chance, chance, (size, probability, other) => {
        fc.pre(probability !== other);
        const parameters = { family: 'binomial', size, probability } as const;
        const belief = Array.from({ length: size + 1 }, (_, y): [number, number] => {
          return [y, Math.exp(named(parameters).logDensity(y))];
        });
        const honest = expected(of, family(parameters), belief, 'log1p');
        const wrong = expected(of, family({ ...parameters, probability: other }), belief, 'log1p');
        expect(wrong).toBeGreaterThan(honest);
      }),
    );
  });

  it.each(['log', 'log1p'] as const)('is proper of samples and quantiles, %s', (transform) => {
    const positive = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 30 });
    const asked = [0.05, 0.5, 0.65];
    fc.assert(
      fc.property(positive, positive, (believed, other) => {
        for (const state of [
          (values: readonly number[]) => ({ kind: 'samples' as const, values }),
          (values: readonly number[]) => quantilesOf(values, asked),
        ]) {
          const honest = expected(of, state(believed), equally(believed), transform);
          const wrong = expected(of, state(other), equally(believed), transform);
          expect(wrong).toBeGreaterThanOrEqual(honest - 1e-9);
        }
      }),
    );
  });
});

describe('proper rules over a line', () => {
  for (const key of ['crps_cdf_points', 'crps']) {
    const of = rule(key);
    it(`${key} of cumulative probabilities at the same points`, () => {
      const steps = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 });
      fc.assert(
        fc.property(steps, steps, (believed, other) => {
          fc.pre(Math.max(...believed) > 0 && Math.max(...other) > 0);
          const outcomes = believed.flatMap((weight, k) =>
            // The middles of tenths of each piece, on which the belief is even.
            Array.from({ length: 10 }, (_, part): [number, number] => [10 * k + part + 0.5, weight / 10]),
          );
          const total = believed.reduce((sum, weight) => sum + weight, 0);
          const belief = outcomes.map(([y, weight]) => [y, weight / total] as const);
          const honest = expected(of, cdfOf(believed), belief);
          // What middles for pieces can hide is below a thousandth of their width.
          expect(expected(of, cdfOf(other), belief)).toBeGreaterThan(honest - 1e-2);
        }),
      );
    });
  }

  for (const key of ['crps_sample', 'crps', 'dawid_sebastiani']) {
    const of = rule(key);
    it(`${key} of samples`, () => {
      fc.assert(
        fc.property(samples, samples, (believed, other) => {
          if (key === 'dawid_sebastiani') fc.pre(new Set(believed).size > 1 && new Set(other).size > 1);
          const honest = expected(of, { kind: 'samples', values: believed }, equally(believed));
          const wrong = expected(of, { kind: 'samples', values: other }, equally(believed));
          expect(wrong).toBeGreaterThanOrEqual(honest - 1e-9 * Math.max(1, Math.abs(honest)));
        }),
      );
    });
  }

  const levels = [0.1, 0.25, 0.5, 0.75, 0.9];
  for (const [key, asked] of [
    ['wis', levels],
    ['quantile_crps_approx', levels],
    ['quantile_crps_weighted', [0.05, 0.2, 0.6, 0.65]],
    ['crps', [0.05, 0.5, 0.65]],
  ] as const) {
    const of = rule(key);
    it(`${key} of quantiles at ${asked.join(', ')}`, () => {
      fc.assert(
        fc.property(samples, samples, (believed, other) => {
          const honest = expected(of, quantilesOf(believed, asked), equally(believed));
          const wrong = expected(of, quantilesOf(other, asked), equally(believed));
          expect(wrong).toBeGreaterThanOrEqual(honest - 1e-9);
        }),
      );
    });
  }

  it('interval_score of central intervals', () => {
    const of = rule('interval_score');
    const interval = (outcomes: readonly number[]): ContinuousForm => {
      const { values } = quantilesOf(outcomes, [0.1, 0.9]);
      return { kind: 'interval', lower: values[0] as number, upper: values[1] as number, probability: 0.8 };
    };
    fc.assert(
      fc.property(samples, samples, (believed, other) => {
        const honest = expected(of, interval(believed), equally(believed));
        expect(expected(of, interval(other), equally(believed))).toBeGreaterThanOrEqual(honest - 1e-9);
      }),
    );
  });
});

it('every rule over a line that is called proper is tested here', () => {
  const called = scoringRules.filter(
    ({ proper, questionTypes }) => proper !== 'no' && questionTypes.includes('numeric'),
  );
  expect([...tested].sort()).toEqual(called.map(({ key }) => key).sort());
});

/** Even between points ten apart, from 0. */
function cdfOf(weights: readonly number[]): ContinuousForm {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const upTo = (count: number) => weights.slice(0, count).reduce((sum, weight) => sum + weight, 0) / total;
  const values = [0, ...weights.map((_, k) => 10 * (k + 1))];
  return { kind: 'cdf', values, probabilities: values.map((_, count) => upTo(count)) };
}

function quantilesOf(outcomes: readonly number[], levels: readonly number[]) {
  const rising = [...outcomes].sort((a, b) => a - b);
  const values = levels.map((level) => rising[Math.ceil(level * rising.length) - 1] as number);
  return { kind: 'quantiles' as const, levels, values };
}
