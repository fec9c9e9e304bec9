import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiscreteDistribution } from '../../../src/domain/questions/distribution.ts';
import { brierScore } from '../../../src/domain/scoring/brier.ts';
import { elementaryScoreAt } from '../../../src/domain/scoring/elementary-score.ts';
import { logScoreOf } from '../../../src/domain/scoring/log-score.ts';
import { scoringRule, scoringRules } from '../../../src/domain/scoring/registry.ts';
import type { ScoringRule } from '../../../src/domain/scoring/scoring-rule.ts';
import {
  binaryOf,
  category,
  choiceOf,
  distributionOver,
  numberOf,
  probability,
  twoDistributions,
} from './finite-sets.ts';

function rule(key: string): ScoringRule {
  const found = scoringRule(key);
  if (found === null) throw new Error(`there is no rule ${key}`);
  return found;
}

/** Expected loss of a forecast under a belief. */
function expectedLoss(of: ScoringRule, forecast: DiscreteDistribution, belief: readonly number[]): number {
  const sign = of.orientation === 'loss' ? 1 : -1;
  const scores = belief.map((weight, index) => weight * numberOf(of.score(forecast, category(index))));
  return sign * scores.reduce((sum, score) => sum + score, 0);
}

const distance = (p: readonly number[], q: readonly number[]) =>
  Math.max(...p.map((value, at) => Math.abs(value - (q[at] as number))));

describe('proper rules over finite sets', () => {
  const strict = scoringRules.filter(({ proper }) => proper === 'strict');

  for (const of of strict.filter(({ refuses }) => refuses(choiceOf([0.5, 0.5], true)) === null)) {
    it(`${of.key}: no forecast is expected to score better than what is believed`, () => {
      fc.assert(
        fc.property(twoDistributions, ([belief, forecast]) => {
          fc.pre(distance(belief, forecast) > 1e-3);
          const honest = expectedLoss(of, choiceOf(belief, true), belief);
          expect(expectedLoss(of, choiceOf(forecast, true), belief)).toBeGreaterThan(honest);
        }),
      );
    });
  }

  for (const of of strict.filter(({ refuses }) => refuses(binaryOf(0.5)) === null)) {
    it(`${of.key}: the same of yes and no`, () => {
      fc.assert(
        fc.property(distributionOver(2), distributionOver(2), (belief, forecast) => {
          fc.pre(distance(belief, forecast) > 1e-3);
          const honest = expectedLoss(of, binaryOf(belief[1] as number), belief);
          expect(expectedLoss(of, binaryOf(forecast[1] as number), belief)).toBeGreaterThan(honest);
        }),
      );
    });
  }

  it('elementary_score: none is better, at any threshold', () => {
    fc.assert(
      fc.property(probability, probability, probability, (belief, p, theta) => {
        const loss = (forecast: number) =>
          belief * elementaryScoreAt(theta, forecast, true) +
          (1 - belief) * elementaryScoreAt(theta, forecast, false);
        expect(loss(p)).toBeGreaterThanOrEqual(loss(belief) - 1e-15);
      }),
    );
  });
});

describe('identities', () => {
  const onTwo = (key: string, p: number, index: number) =>
    numberOf(rule(key).score(choiceOf([1 - p, p], true), category(index)));
  const onBinary = (key: string, p: number, index: number) =>
    numberOf(rule(key).score(binaryOf(p), category(index)));

  it('over two options every rule is its binary form', () => {
    fc.assert(
      fc.property(probability, fc.constantFrom(0, 1), (p, index) => {
        const brier = onBinary('brier', p, index);
        for (const key of ['brier_multiclass_half', 'rps', 'rps_normalised']) {
          expect(onTwo(key, p, index)).toBeCloseTo(brier, 14);
        }
        for (const key of ['brier_multiclass', 'ordered_brier_gjp']) {
          expect(onTwo(key, p, index)).toBeCloseTo(onBinary('brier_two_sided', p, index), 14);
        }
        expect(onTwo('spherical_multiclass', p, index)).toBeCloseTo(onBinary('spherical', p, index), 14);
      }),
    );
  });

  it('over two options the logarithms agree', () => {
    fc.assert(
      fc.property(distributionOver(2), fc.constantFrom(0, 1), (p, index) => {
        const log = onBinary('log_score', p[1] as number, index);
        expect(onTwo('log_score_multiclass', p[1] as number, index)).toBeCloseTo(log, 12);
        expect(onTwo('ranked_log', p[1] as number, index)).toBeCloseTo(log, 12);
        expect(onTwo('metaculus_baseline', p[1] as number, index)).toBeCloseTo(
          100 - (100 * log) / Math.LN2,
          9,
        );
      }),
    );
  });

  it('brier is twice the integral of the elementary scores, log that over θ(1-θ)', () => {
    for (const y of [true, false]) {
      for (const p of [0.01, 0.2, 0.5, 0.77, 0.999]) {
        const steps = 200_000;
        let [sum, weighted] = [0, 0];
        for (let k = 0; k < steps; k += 1) {
          const theta = (k + 0.5) / steps;
          const score = elementaryScoreAt(theta, p, y);
          sum += score / steps;
          weighted += score / (theta * (1 - theta)) / steps;
        }
        expect(2 * sum).toBeCloseTo(brierScore(p, y), 4);
        expect(weighted).toBeCloseTo(logScoreOf(p, y), 2);
      }
    }
  });

  it('what was certain and right costs nothing, what was impossible is infinitely wrong', () => {
    expect(rule('log_score').score(binaryOf(1), category(1))).toEqual({ value: 0, reason: null });
    expect(rule('log_score').score(binaryOf(1), category(0))).toEqual({ value: Infinity, reason: null });
    expect(rule('log_score_multiclass').score(choiceOf([0, 1]), category(0)).value).toBe(Infinity);
    expect(rule('ranked_log').score(choiceOf([0, 0, 1], true), category(0)).value).toBe(Infinity);
    // Nor does rounding of the others, whose sum may fall short of 1 by a bit, make it finite.
    expect(rule('ranked_log').score(choiceOf([0, 0.9, 0.06, 0.04 - 2e-16], true), category(0)).value).toBe(
      Infinity,
    );
    expect(rule('ranked_log').score(choiceOf([0.7, 0.2, 0.1 - 2e-16, 0], true), category(3)).value).toBe(
      Infinity,
    );
    // What is nearly impossible keeps its digits, on whichever side of the outcome it lies.
    const [tiny, logs] = [1e-30, -Math.log(1e-30)];
    expect(rule('ranked_log').score(choiceOf([tiny, 1 - tiny], true), category(0)).value).toBeCloseTo(
      logs,
      10,
    );
    expect(rule('ranked_log').score(choiceOf([1 - tiny, tiny], true), category(1)).value).toBeCloseTo(
      logs,
      10,
    );
    expect(rule('ranked_log').score(choiceOf([1 - tiny, tiny], true), category(0)).value).toBe(tiny);
    expect(rule('metaculus_baseline').score(binaryOf(0), category(1)).value).toBe(-Infinity);
    expect(rule('metaculus_baseline').score(choiceOf([0, 1]), category(1)).value).toBe(100);
  });
});

describe('what a rule over finite sets does not score', () => {
  it('says so', () => {
    expect(rule('brier').refuses(choiceOf([0.5, 0.5]))).not.toBeNull();
    expect(rule('rps').refuses(choiceOf([0.5, 0.5], false))).not.toBeNull();
    expect(rule('rps').refuses(choiceOf([1], true))).not.toBeNull();
    expect(rule('rps').refuses(binaryOf(0.5))).not.toBeNull();
    expect(rule('crps').refuses(binaryOf(0.5))).not.toBeNull();
  });
});
