import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSums } from '../../../src/domain/accuracy/report/cell/line-sums.ts';
import type { ContinuousForm } from '../../../src/domain/questions/distribution.ts';
import type { DistributionFamily } from '../../../src/domain/questions/distribution-family.ts';
import { placeOnLine } from '../../../src/domain/scoring/continuous-only.ts';
import { censoredCrps } from '../../../src/domain/scoring/families/censored-crps.ts';
import { scoringRule } from '../../../src/domain/scoring/registry.ts';
import { normalCdf, normalDensity } from '../../../src/domain/scoring/special-functions/normal.ts';
import { numberOf } from './finite-sets.ts';
import { at, cdf, lineOf, notBefore, place, quantiles, samples, score } from './lines.ts';

describe('an outcome of which only "not before" is known', () => {
  it('costs nothing where everything was expected later', () => {
    const later: ContinuousForm[] = [
      { kind: 'samples', values: [11, 12, 13] },
      { kind: 'quantiles', levels: [0.1, 0.5, 0.9], values: [11, 12, 20] },
      { kind: 'cdf', values: [11, 12], probabilities: [0, 1] },
    ];
    for (const form of later) expect(score('crps', form, notBefore(10)).value).toBe(0);
  });

  it('is scored as the forecast of what is known, cut off there', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          quantiles,
          samples.map((values) => ({ kind: 'samples' as const, values })),
        ),
        place,
        (form, c) => {
          const cut = { ...form, values: form.values.map((value) => Math.min(value, c)) };
          const [censored, known] = [score('crps', form, notBefore(c)), score('crps', cut, at(c))];
          if (censored.value === null) expect(known.value).toBeNull();
          else expect(censored.value).toBeCloseTo(numberOf(known), 9);
        },
      ),
    );
  });

  it('costs less the later the probability lies', () => {
    fc.assert(
      fc.property(cdf, place, fc.integer({ min: 1, max: 100 }), (form, c, days) => {
        const later = { ...form, values: form.values.map((value) => value + days) };
        const sooner = numberOf(score('crps', form, notBefore(c)));
        expect(score('crps', later, notBefore(c)).value).toBeLessThanOrEqual(sooner + 1e-9);
      }),
    );
  });

  it('of a normal distribution is its closed form', () => {
    for (const [mean, sd] of [
      [0, 1],
      [20_500, 40],
      [5, 1e-3],
      [-3, 1e4],
    ] as const) {
      for (const z of [-7, -2, -0.3, 0, 1, 4, 12, 300]) {
        // ∫ Φ² up to z = z Φ² + 2 φ Φ - Φ(z √2) / √π
        const closed =
          z * normalCdf(z) ** 2 +
          2 * normalDensity(z) * normalCdf(z) -
          normalCdf(z * Math.SQRT2) / Math.sqrt(Math.PI);
        const value = censoredCrps({ family: 'normal', mean, sd }, mean + sd * z, mean + sd * z);
        expect(Math.abs(value / sd - closed)).toBeLessThan(1e-9 * Math.max(1, closed));
      }
    }
  });

  it('of other families is the integral that their cut-off samples come to', () => {
    const logistic = censoredCrps({ family: 'logistic', location: 2, scale: 3 }, 8, 8);
    // ∫ F² up to z = ln(1 + e^z) - F(z), of the logistic distribution
    expect(logistic).toBeCloseTo(3 * (Math.log1p(Math.exp(2)) - 1 / (1 + Math.exp(-2))), 10);
    expect(censoredCrps({ family: 'uniform', min: 0, max: 10 }, 4, 4)).toBeCloseTo(64 / 300, 10);
    expect(censoredCrps({ family: 'uniform', min: 0, max: 10 }, 14, 14)).toBeCloseTo(10 / 3 + 4, 10);
    // ∫ (e^x/2)² up to 0, then ∫ (1 - e^-x/2)² to 1
    const laplace = 1 / 8 + (1 - (1 - Math.exp(-1)) + (1 - Math.exp(-2)) / 8);
    expect(censoredCrps({ family: 'laplace', location: 0, scale: 1 }, 1, 1)).toBeCloseTo(laplace, 10);
    const mixture: DistributionFamily = {
      family: 'normalMixture',
      means: [0, 0],
      sds: [1, 1],
      weights: [0.4, 0.6],
    };
    const normal = censoredCrps({ family: 'normal', mean: 0, sd: 1 }, 0.5, 0.5);
    expect(censoredCrps(mixture, 0.5, 0.5)).toBeCloseTo(normal, 10);
    const twoPiece = censoredCrps({ family: 'twoPieceNormal', location: 0, scale1: 1, scale2: 1 }, 0.5, 0.5);
    expect(twoPiece).toBeCloseTo(normal, 10);
    const heavy = censoredCrps({ family: 'studentT', location: 0, scale: 1, df: 1e9 }, 0.5, 0.5);
    expect(heavy).toBeCloseTo(normal, 7);
    // Narrow parts far apart are all found.
    const apart: DistributionFamily = {
      family: 'normalMixture',
      means: [0, 1000],
      sds: [1e-3, 50],
      weights: [0.5, 0.5],
    };
    const tail = censoredCrps({ family: 'normal', mean: 1000, sd: 50 }, 500, 500);
    expect(censoredCrps(apart, 500, 500)).toBeCloseTo(125, 2);
    expect(tail).toBeLessThan(1e-9);
  });

  it('of a density is the probability of that, to the last digit of a small one', () => {
    const normal: ContinuousForm = { kind: 'family', parameters: { family: 'normal', mean: 0, sd: 1 } };
    expect(score('log_score_density', normal, notBefore(1)).value).toBeCloseTo(
      -Math.log(1 - normalCdf(1)),
      12,
    );
    // ln of the upper tail beyond 20 standard deviations (Abramowitz & Stegun table 26.2: -log10 is 88.56010)
    expect(numberOf(score('log_score_density', normal, notBefore(20))) / Math.LN10).toBeCloseTo(88.5601, 4);
    // A date that came is scored by its density as ever, within the horizon.
    expect(score('log_score_density', normal, at(0.5), 1)).toEqual(
      score('log_score_density', normal, at(0.5)),
    );
  });

  it('of a point is its distance from the horizon, where later points lie, too', () => {
    const point = (value: number): ContinuousForm => ({ kind: 'point', value });
    expect(score('absolute_error', point(3), notBefore(10)).value).toBe(7);
    expect(score('absolute_error', point(30), notBefore(10)).value).toBe(0);
    expect(score('absolute_error', point(30), at(4), 10).value).toBe(6);
    expect(score('squared_error', point(30), at(4), 10).value).toBe(36);
  });

  it('has no score where it is not known as far as the horizon, or there is none', () => {
    const forms: Record<string, ContinuousForm> = {
      crps: { kind: 'samples', values: [1, 20] },
      interval_score: { kind: 'interval', lower: 1, upper: 20, probability: 0.8 },
      absolute_error: { kind: 'point', value: 3 },
      log_score_density: { kind: 'family', parameters: { family: 'normal', mean: 0, sd: 1 } },
    };
    for (const [key, form] of Object.entries(forms)) {
      expect(score(key, form, notBefore(9), 10)).toMatchObject({
        value: null,
        reason: expect.stringContaining('within the horizon'),
      });
      expect(scoringRule(key)?.score(lineOf(form, true), notBefore(9))).toMatchObject({
        value: null,
        reason: expect.stringContaining('has no horizon'),
      });
    }
  });
});

describe('dates that came and dates that had not come by the horizon, mixed', () => {
  const HORIZON = 10;
  const normal = (mean: number, sd: number): DistributionFamily => ({ family: 'normal', mean, sd });
  /** As they are resolved: nobody looks beyond the horizon, or somebody does and records the day. */
  const seen = (y: number, looksOn: boolean) => (y >= HORIZON && !looksOn ? notBefore(HORIZON) : at(y));
  const day = fc.integer({ min: 0, max: 20 });
  const days = fc.array(day, { minLength: 1, maxLength: 12 });
  const expected = (key: string, stated: ContinuousForm, believed: readonly number[]) =>
    believed.reduce((sum, y) => sum + numberOf(score(key, stated, seen(y, false), HORIZON)), 0);

  it('an honest forecast beats every other in expectation', () => {
    const of = (values: readonly number[]): ContinuousForm => ({ kind: 'samples', values });
    fc.assert(
      fc.property(days, days, (believed, other) => {
        const honest = expected('crps', of(believed), believed);
        expect(expected('crps', of(other), believed)).toBeGreaterThanOrEqual(honest - 1e-9);
      }),
    );
  });

  it('whoever leaves out what they expect long after the horizon does not gain', () => {
    // Evenly over twenty days, the horizon after ten. Cut off only where it had not come by then, the sum of
    // what the first sixteen days cost was 39.1, that of all twenty 42.9.
    const believed = Array.from({ length: 20 }, (_, y) => y);
    const honest: ContinuousForm = { kind: 'samples', values: believed };
    const sooner: ContinuousForm = { kind: 'samples', values: believed.filter((y) => y < 16) };
    expect(expected('crps', honest, believed)).toBeLessThan(expected('crps', sooner, believed) - 1);
  });

  it.each(['crps', 'log_score_density'])(
    '%s of a normal distribution is least at what is believed',
    (key) => {
      const believed = normal(8, 5);
      const grid = Array.from({ length: 801 }, (_, k) => 8 + 5 * ((k - 400) / 50));
      const expectedOf = (stated: DistributionFamily) => {
        const form: ContinuousForm = { kind: 'family', parameters: stated };
        const density = (y: number) => normalDensity((y - 8) / 5) / 5;
        return grid.reduce(
          (sum, y) => sum + density(y) * numberOf(score(key, form, seen(y, false), HORIZON)),
          0,
        );
      };
      const honest = expectedOf(believed);
      for (const other of [
        normal(5, 5),
        normal(7.5, 5),
        normal(8.5, 5),
        normal(12, 5),
        normal(8, 4),
        normal(8, 6),
      ])
        expect(expectedOf(other)).toBeGreaterThan(honest);
    },
    60_000,
  );

  it('a cdf is least at what is believed, wherever its points end', () => {
    // By day 4, 10 and 40: 30 %, 60 % and 90 %, the rest never; nobody looks on after day 10.
    const honest: ContinuousForm = { kind: 'cdf', values: [0, 4, 10, 40], probabilities: [0, 0.3, 0.6, 0.9] };
    const others: ContinuousForm[] = [
      { kind: 'cdf', values: [0, 4, 10], probabilities: [0, 0.3, 1] },
      { kind: 'cdf', values: [0, 4, 10], probabilities: [0, 0.5, 1] },
      { kind: 'cdf', values: [0, 4], probabilities: [0, 0.3] },
      { kind: 'cdf', values: [-9, -8], probabilities: [0, 0] },
      { kind: 'cdf', values: [0, 4, 10], probabilities: [0, 0.2, 0.5] },
    ];
    const outcomes = Array.from({ length: 400 }, (_, k) => {
      const level = (k + 0.5) / 400;
      return level < 0.3 ? (level / 0.3) * 4 : level < 0.6 ? 4 + ((level - 0.3) / 0.3) * 6 : 11;
    });
    const least = expected('crps', honest, outcomes);
    for (const other of others) expect(expected('crps', other, outcomes)).toBeGreaterThan(least + 1);
    // The points up to the horizon are all that counts.
    const known: ContinuousForm = { kind: 'cdf', values: [0, 4, 10], probabilities: [0, 0.3, 0.6] };
    expect(expected('crps', known, outcomes)).toBeCloseTo(least, 9);
  });

  it('a later date is the same whether somebody looked on or not', () => {
    fc.assert(
      fc.property(fc.oneof(quantiles, cdf), fc.integer({ min: HORIZON, max: 90 }), (form, y) => {
        expect(score('crps', form, seen(y, true), HORIZON)).toEqual(
          score('crps', form, seen(y, false), HORIZON),
        );
      }),
    );
  });

  it('of a family is what its finely drawn quantiles come to', () => {
    const z = (level: number) => {
      let [low, high] = [-9, 9];
      for (let k = 0; k < 60; k += 1) {
        const middle = (low + high) / 2;
        if (normalCdf(middle) < level) low = middle;
        else high = middle;
      }
      return low;
    };
    const values = Array.from({ length: 4000 }, (_, k) => 8 + 5 * z((k + 0.5) / 4000));
    const form: ContinuousForm = { kind: 'family', parameters: normal(8, 5) };
    for (const seenAt of [at(-3), at(2), at(9), at(14), notBefore(HORIZON)]) {
      const drawn = numberOf(score('crps', { kind: 'samples', values }, seenAt, HORIZON));
      expect(numberOf(score('crps', form, seenAt, HORIZON))).toBeCloseTo(drawn, 3);
    }
  });

  it('of a calibrated forecaster fill the bins of the transform evenly, without bias, at the coverage stated', () => {
    const form: ContinuousForm = { kind: 'family', parameters: normal(8, 5) };
    const quantile = (level: number) => {
      let [low, high] = [-50, 70];
      for (let k = 0; k < 60; k += 1) {
        const middle = (low + high) / 2;
        if (normalCdf((middle - 8) / 5) < level) low = middle;
        else high = middle;
      }
      return low;
    };
    const sums = new LineSums(false, 'byQuestion');
    const count = 2000;
    const forms: ContinuousForm[] = [
      form,
      { kind: 'quantiles', levels: [0.25, 0.5, 0.75], values: [0.25, 0.5, 0.75].map(quantile) },
      { kind: 'quantiles', levels: [0.45, 0.5, 0.55], values: [0.45, 0.5, 0.55].map(quantile) },
    ];
    const rows = Array.from({ length: count }, (_, k) => {
      const outcome = seen(quantile((k + 0.5) / count), k % 2 === 0);
      return forms.map((stated, at) => {
        const place = placeOnLine(lineOf(stated, true, HORIZON), outcome);
        if (place === null) throw new Error('no place');
        return { cluster: `${k}`, question: `${k} ${at}`, weight: 1, ...place };
      });
    });
    sums.apply(
      rows.map(([first]) => first as (typeof rows)[0][0]),
      1,
    );
    const facts = sums.facts(0.9);
    for (const share of facts?.pit.shares ?? []) expect(share).toBeCloseTo(0.1, 2);
    expect(facts?.bias.mean.value?.estimate).toBeCloseTo(0, 3);
    // P(date < 10) is 0.66: no central interval of 50 % ends before, one of 10 % does.
    expect(facts?.coverage).toEqual([]);
    const stated = new LineSums(false, 'byQuestion');
    stated.apply(
      rows.flatMap((of) => of.slice(1)),
      1,
    );
    expect(stated.facts(0.9)?.coverage.map(({ level }) => level)).toEqual([0.1]);
    expect(stated.facts(0.9)?.coverage[0]?.mean.value?.estimate).toBeCloseTo(0.1, 3);
    // Of dates that came alone the forecasts would seem too late.
    const known = new LineSums(false, 'byQuestion');
    known.apply(
      rows.flatMap(([first]) => (first && first.y < HORIZON ? [{ ...first, end: null }] : [])),
      1,
    );
    expect(known.facts(0.9)?.bias.mean.value?.estimate).toBeGreaterThan(0.3);
  });

  it('without a horizon, a cdf that leaves probability for never has no score, where it came', () => {
    // Its cost has no bound; left out, a cdf of zeros would cost nothing.
    const never: ContinuousForm = { kind: 'cdf', values: [0, 1], probabilities: [0, 0] };
    expect(scoringRule('crps')?.score(lineOf(never, true), at(7))).toMatchObject({
      value: null,
      reason: expect.stringContaining('horizon'),
    });
    expect(score('crps', never, at(7), HORIZON).value).toBe(3);
  });
});
