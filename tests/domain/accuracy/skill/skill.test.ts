import fc from 'fast-check';
import { geometricMean as geometricMeanThere, median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { brierIndex } from '../../../../src/domain/accuracy/skill/brier-index.ts';
import {
  crowdAggregate,
  crowdWithoutEach,
  geometricMean,
  meanForecastOf,
  medianForecastOf,
} from '../../../../src/domain/accuracy/skill/crowd-aggregate.ts';
import { lossPeerScores, peerScores } from '../../../../src/domain/accuracy/skill/peer-score.ts';
import {
  brierSkill,
  leaveOneOutBaseRateBrier,
} from '../../../../src/domain/accuracy/skill/reference-forecasts.ts';
import { relativeToReference } from '../../../../src/domain/accuracy/skill/skill-score.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';

const probabilities = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), {
  minLength: 2,
  maxLength: 20,
});

describe('skill', () => {
  it('is null where the reference is perfect', () => {
    const skill = brierSkill(tabulateRows([0.9, 0.8], [1, 1])).value;
    expect(skill?.vsInSampleBaseRate.reason).toContain('reference scores 0');
    expect(skill?.vsLeaveOneOutBaseRate.value).toBeNull();
    expect(skill?.vsUniform.value).toBeCloseTo(0.9, 12);
    expect(relativeToReference([0.2], [0]).value).toMatchObject({
      meanDifference: 0.2,
      skill: { value: null },
    });
  });

  it('is null for no forecasts', () => {
    expect(brierSkill(tabulateRows([], [])).value).toBeNull();
    expect(relativeToReference([], []).value).toBeNull();
  });

  it('against the leave-one-out base rate is that of forecasting each question from the others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 2, maxLength: 40 }), (outcome) => {
        const events = outcome.reduce((sum, y) => sum + y, 0);
        const direct = outcome.map((y) => ((events - y) / (outcome.length - 1) - y) ** 2);
        const table = tabulateRows(
          outcome.map(() => 0.5),
          outcome,
        );
        const expected = direct.reduce((sum, loss) => sum + loss, 0) / outcome.length;
        expect(leaveOneOutBaseRateBrier(table).value).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('gives a negative adjusted score no index', () => {
    expect(brierIndex(-0.01).reason).toContain('square root');
  });
});

describe('crowds', () => {
  it('agree with simple-statistics', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        expect(medianForecastOf(p).value).toBeCloseTo(median(p), 12);
        expect(geometricMean(p).value).toBeCloseTo(geometricMeanThere(p), 12);
      }),
    );
  });

  it('leave out whoever is compared with them', () => {
    expect(crowdWithoutEach([0.2, 0.4, 0.9], meanForecastOf).map(({ value }) => value)).toEqual([
      0.65, 0.55, 0.30000000000000004,
    ]);
    expect(crowdWithoutEach([0.2], meanForecastOf)[0]?.reason).toContain('Nobody else');
  });

  it('weigh by recency where weights are given', () => {
    expect(meanForecastOf([0.2, 0.8], [1, 3]).value).toBeCloseTo(0.65, 12);
  });

  it('have no odds between impossible and certain, and no mean after trimming everyone', () => {
    expect(crowdAggregate([0, 0.4, 1]).geoMeanOdds.value).toBeNull();
    expect(crowdAggregate([0, 0.4]).geoMeanOdds.value).toBe(0);
    expect(crowdAggregate([0.3, 0.4], 2.5, 1).trimmedMean.reason).toContain('none of 2');
  });
});

describe('peer scores', () => {
  it('sum to 0', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const sum = peerScores(p).reduce((total, { value }) => total + (value as number), 0);
        expect(Math.abs(sum)).toBeLessThan(1e-9);
        expect(Math.abs(lossPeerScores(p).reduce((total, score) => total + score, 0))).toBeLessThan(1e-12);
      }),
    );
  });

  it('are 0 alone and half for densities', () => {
    expect(peerScores([0.3])[0]?.value).toBe(0);
    expect(lossPeerScores([0.3])).toEqual([0]);
    expect(peerScores([0.5, 0.25], true)[0]?.value).toBeCloseTo(50 * Math.LN2, 9);
  });

  it('are infinite against one who called it impossible and undefined between two', () => {
    expect(peerScores([0, 0.5]).map(({ value }) => value)).toEqual([-Infinity, Infinity]);
    expect(peerScores([0, 0, 0.5]).map(({ value }) => value)).toEqual([null, null, Infinity]);
  });
});
