/** Rules over an axis that a question declares: edges of options, milestones, logarithms. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  ContinuousDistribution,
  ContinuousForm,
  DiscreteDistribution,
  Observation,
} from '../../../src/domain/questions/distribution.ts';
import type { DistributionFamily } from '../../../src/domain/questions/distribution-family.ts';
import { scoringRule } from '../../../src/domain/scoring/registry.ts';
import type { ScoringRule } from '../../../src/domain/scoring/scoring-rule.ts';
import { category, choiceOf, distributionOver, numberOf } from './finite-sets.ts';
import { at, lineOf, notBefore } from './lines.ts';

function rule(key: string): ScoringRule {
  const found = scoringRule(key);
  if (found === null) throw new Error(`there is no rule ${key}`);
  return found;
}

const family = (parameters: DistributionFamily): ContinuousForm => ({ kind: 'family', parameters });

describe('crps_option_edges', () => {
  const of = rule('crps_option_edges');
  const onAxis = (
    probabilities: readonly number[],
    edges: readonly (number | null)[],
  ): DiscreteDistribution => ({
    ...choiceOf(probabilities, true),
    edges,
  });
  const score = (probabilities: readonly number[], edges: readonly (number | null)[], index: number) =>
    numberOf(of.score(onAxis(probabilities, edges), category(index)));

  /** Two distributions over the same options with edges, the outer ones open or not. */
  const twoOnAxis = fc
    .tuple(fc.integer({ min: 3, max: 6 }), fc.boolean(), fc.boolean())
    .chain(([options, openBelow, openAbove]) =>
      fc.tuple(
        distributionOver(options),
        distributionOver(options),
        fc
          .array(fc.integer({ min: 1, max: 1000 }), { minLength: options + 1, maxLength: options + 1 })
          .map((steps) => {
            const edges: (number | null)[] = steps.map((_, k) =>
              steps.slice(0, k + 1).reduce((sum, step) => sum + step, -500),
            );
            if (openBelow) edges[0] = null;
            if (openAbove) edges[options] = null;
            return edges;
          }),
      ),
    );

  it('is strictly proper', () => {
    fc.assert(
      fc.property(twoOnAxis, ([belief, forecast, edges]) => {
        fc.pre(Math.max(...belief.map((p, k) => Math.abs(p - (forecast[k] as number)))) > 1e-3);
        const expected = (stated: readonly number[]) =>
          belief.reduce((sum, weight, index) => sum + weight * score(stated, edges, index), 0);
        expect(expected(forecast)).toBeGreaterThan(expected(belief));
      }),
    );
  });

  it('is rps times the width of options of one width', () => {
    fc.assert(
      fc.property(
        distributionOver(5),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 99 }),
        (p, y, w) => {
          const rps = numberOf(rule('rps').score(choiceOf(p, true), category(y)));
          const edges = [0, w, 2 * w, 3 * w, 4 * w, 5 * w];
          expect(score(p, edges, y)).toBeCloseTo(w * rps, 9);
        },
      ),
    );
  });

  it('costs nothing of what was certain, and counts a miss by its distance', () => {
    const edges = [null, 10, 1000, null];
    expect(score([0, 1, 0], edges, 1)).toBe(0);
    // From the middle of 10 to 1000 to either edge.
    expect(score([0, 1, 0], edges, 2)).toBe(495);
    expect(score([1, 0, 0], edges, 2)).toBe(990);
  });

  it('scales with the axis', () => {
    fc.assert(
      fc.property(twoOnAxis, ([p, , edges]) => {
        const inThousands = edges.map((edge) => (edge === null ? null : edge * 1000));
        expect(score(p, inThousands, 1)).toBeCloseTo(1000 * score(p, edges, 1), 6);
      }),
    );
  });

  it('says where it does not apply', () => {
    expect(of.refuses(choiceOf([0.5, 0.5], true))).toBe('needs options that declare their edges');
    expect(of.refuses(choiceOf([0.5, 0.5]))).toBe('scores options on a scale only');
    expect(of.refuses(lineOf({ kind: 'point', value: 3 }))).not.toBeNull();
  });
});

describe('rules of dates', () => {
  const milestones = [10, 20, 35, 60];
  const line = (form: ContinuousForm): ContinuousDistribution => ({
    ...lineOf(form, true),
    milestones,
    madeOn: 5,
  });
  const day = fc.integer({ min: 0, max: 80 });
  const days = fc.array(day, { minLength: 1, maxLength: 20 });
  const samples = (values: readonly number[]): ContinuousForm => ({ kind: 'samples', values });

  it.each(['rps_milestones', 'crps_log_days'])('%s is proper', (key) => {
    const of = rule(key);
    // Whoever watches to the last milestone, and does not see it happen, answers all of them.
    const seen = (y: number): Observation => (key === 'rps_milestones' && y > 60 ? notBefore(61) : at(y));
    fc.assert(
      fc.property(days, days, (believed, other) => {
        const expected = (stated: readonly number[]) =>
          believed.reduce((sum, y) => sum + numberOf(of.score(line(samples(stated)), seen(y))), 0);
        expect(expected(other)).toBeGreaterThanOrEqual(expected(believed) - 1e-9);
      }),
    );
  });

  it('rps_milestones is the mean Brier score of "by that day"', () => {
    const of = rule('rps_milestones');
    fc.assert(
      fc.property(days, day, (values, y) => {
        const brier = milestones.map((by) => {
          const probability = values.filter((value) => value <= by).length / values.length;
          return (probability - (y <= by ? 1 : 0)) ** 2;
        });
        const mean = brier.reduce((sum, score) => sum + score, 0) / brier.length;
        expect(of.score(line(samples(values)), at(y)).value).toBeCloseTo(mean, 12);
      }),
    );
  });

  it('rps_milestones scores those within the horizon, and is null where one of them is open', () => {
    const of = rule('rps_milestones');
    const cdf: ContinuousForm = { kind: 'cdf', values: [0, 40], probabilities: [0, 0.8] };
    const until = (horizon: number) => ({ ...line(cdf), horizon });
    for (const later of [notBefore(21), notBefore(90), at(21), at(50)])
      expect(of.score(until(21), later).value).toBeCloseTo((0.2 ** 2 + 0.4 ** 2) / 2, 12);
    expect(of.score(until(20), notBefore(20)).value).toBeCloseTo(0.2 ** 2, 12);
    // A yes by day 35 could be known, a no could not: whoever says yes would only gain.
    for (const open of [until(61), line(cdf)]) {
      expect(of.score(open, notBefore(21))).toEqual({
        value: null,
        reason: expect.stringContaining('does not answer every milestone'),
      });
    }
    expect(of.score(line(cdf), notBefore(10))).toEqual({
      value: null,
      reason: expect.stringContaining('milestone'),
    });
    // What the cdf leaves is later or never: it stays at 0.8 by the last milestone.
    expect(of.score(line(cdf), notBefore(1000)).value).toBeCloseTo(
      (0.2 ** 2 + 0.4 ** 2 + 0.7 ** 2 + 0.8 ** 2) / 4,
      12,
    );
  });

  it('crps_log_days tells 3 from 6 days, and hardly 1003 from 1006', () => {
    const of = rule('crps_log_days');
    const miss = (forecast: number, y: number) =>
      numberOf(of.score(line(samples([5 + forecast])), at(5 + y)));
    expect(miss(3, 6)).toBeCloseTo(Math.log(7 / 4), 12);
    expect(miss(1003, 1006)).toBeLessThan(0.003);
    expect(miss(-4, 0)).toBe(0);
  });

  it('say what they need', () => {
    const samplesOnly = lineOf(samples([1]), true);
    expect(rule('rps_milestones').refuses(samplesOnly)).toContain('milestones');
    expect(rule('crps_log_days').refuses(samplesOnly)).toContain('madeAt');
    expect(rule('rps_milestones').refuses(line({ kind: 'point', value: 3 }))).not.toBeNull();
    expect(rule('crps_transformed').refuses(samplesOnly)).toContain('transform');
  });
});

describe('crps_transformed', () => {
  const of = rule('crps_transformed');
  const line = (form: ContinuousForm, transform: 'log' | 'log1p' = 'log') => ({ ...lineOf(form), transform });
  const positive = fc.integer({ min: 1, max: 1_000_000 }).map((cents) => cents / 100);
  const rising = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

  it('of log does not depend on the unit', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 2, maxLength: 8 }), positive, (drawn, y) => {
        const values = rising(drawn);
        fc.pre(values.length > 1);
        const probabilities = values.map((_, k) => k / (values.length - 1));
        for (const form of [
          { kind: 'samples', values } as const,
          { kind: 'cdf', values, probabilities } as const,
        ]) {
          const scaled = { ...form, values: values.map((value) => value * 1024) };
          const score = numberOf(of.score(line(form), at(y)));
          expect(of.score(line(scaled), at(y * 1024)).value).toBeCloseTo(score, 9);
        }
      }),
    );
  });

  it('of a cdf with many points is that of the distribution', () => {
    const gamma = { family: 'gamma', shape: 2, rate: 0.5 } as const;
    const exact = (y: number) => numberOf(of.score(line(family(gamma)), at(y)));
    const values = Array.from({ length: 4000 }, (_, k) => Math.exp(-10 + k * 0.004));
    // The gamma of shape 2: F = 1 - (1 + x/2) e^-x/2
    const probabilities = values.map((x) => 1 - (1 + x / 2) * Math.exp(-x / 2));
    for (const y of [0.1, 3, 40]) {
      const points = numberOf(of.score(line({ kind: 'cdf', values, probabilities }), at(y)));
      expect(points).toBeCloseTo(exact(y), 5);
    }
  });

  it('is a number or null with the reason, never NaN', () => {
    const families: DistributionFamily[] = [
      { family: 'normal', mean: 5, sd: 2 },
      { family: 'uniform', min: -1, max: 5 },
      { family: 'lognormal', meanlog: -300, sdlog: 30 },
      { family: 'gamma', shape: 1e-3, rate: 1e-3 },
      { family: 'gamma', shape: 1e6, rate: 1 },
      { family: 'beta', shape1: 1e-3, shape2: 1e-3 },
      { family: 'exponential', rate: 1e-200 },
      { family: 'binomial', size: 3, probability: 0 },
      { family: 'negativeBinomial', size: 1, probability: 1 },
      { family: 'poisson', lambda: 1e4 },
    ];
    for (const transform of ['log', 'log1p'] as const) {
      for (const parameters of families) {
        for (const y of [-5, -1, 0, 1e-300, 1, 1e300]) {
          const { value, reason } = of.score(line(family(parameters), transform), at(y));
          if (value === null) expect(reason).toMatch(/logarithm|too large/);
          else expect(value).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it.each([
    [
      'an outcome of 0',
      { kind: 'samples', values: [1, 2] },
      0,
      'log',
      'the outcome is not above 0, so that it has no logarithm',
    ],
    [
      'a sample of 0',
      { kind: 'samples', values: [0, 2] },
      1,
      'log',
      'the forecast gives probability to what is not above 0, and has no logarithm',
    ],
    [
      'an outcome of -1',
      { kind: 'samples', values: [0, 2] },
      -1,
      'log1p',
      'the outcome is not above -1, so that it has no logarithm',
    ],
    [
      'a normal distribution',
      { kind: 'family', parameters: { family: 'normal', mean: 9, sd: 1 } },
      1,
      'log1p',
      'the forecast gives probability to what is not above -1, and has no logarithm',
    ],
    [
      'a cdf that is above 0 at 0',
      { kind: 'cdf', values: [0, 2], probabilities: [0.1, 1] },
      1,
      'log',
      'the forecast gives probability to what is not above 0, and has no logarithm',
    ],
    [
      'a cdf that rises from below 0',
      { kind: 'cdf', values: [-1, 2], probabilities: [0, 1] },
      1,
      'log',
      'the forecast gives probability to what is not above 0, and has no logarithm',
    ],
  ] as const)('has no score of %s', (_title, form, y, transform, reason) => {
    expect(of.score(line(form, transform), at(y))).toEqual({ value: null, reason });
  });
});
