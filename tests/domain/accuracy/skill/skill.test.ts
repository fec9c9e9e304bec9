import fc from 'fast-check';
import { geometricMean as geometricMeanThere, median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { baseRateScores } from '../../../../src/domain/accuracy/report/reference/reference-score.ts';
import { brierIndex } from '../../../../src/domain/accuracy/skill/brier-index.ts';
import {
  type CrowdKey,
  crowdKeys,
  crowdPool,
  geometricMean,
  medianForecastOf,
} from '../../../../src/domain/accuracy/skill/crowd-aggregate.ts';
import { lossPeerScores, peerScores } from '../../../../src/domain/accuracy/skill/peer-score.ts';
import { brier } from '../../../../src/domain/scoring/brier.ts';

const probabilities = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), {
  minLength: 2,
  maxLength: 20,
});

describe('the base rate of the other questions', () => {
  it('is that of forecasting each question from the others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 2, maxLength: 40 }), (outcome) => {
        const events = outcome.reduce((sum, y) => sum + y, 0);
        const direct = outcome.map((y) => ((events - y) / (outcome.length - 1) - y) ** 2);
        const [ofNo, ofYes] = baseRateScores(brier, [outcome.length - events, events]) ?? [
          Number.NaN,
          Number.NaN,
        ];
        const sum = (outcome.length - events) * ofNo + events * ofYes;
        expect(sum).toBeCloseTo(
          direct.reduce((total, loss) => total + loss, 0),
          11,
        );
      }),
    );
    expect(baseRateScores(brier, [1, 0])).toBeNull();
  });
});

describe('the Brier index', () => {
  it('is of no negative adjusted score', () => {
    expect(brierIndex(-0.01).reason).toContain('square root');
  });
});

describe('crowds', () => {
  const pool = (key: CrowdKey, ...members: readonly (readonly number[])[]) => crowdPool(key)(members);
  const yes = (...p: readonly number[]) => p.map((each) => [1 - each, each]);
  const overOptions = fc
    .integer({ min: 2, max: 5 })
    .chain((options) =>
      fc.array(
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: options, maxLength: options }),
        {
          minLength: 3,
          maxLength: 12,
        },
      ),
    )
    .map((members) =>
      members.map((parts) => parts.map((part) => part / parts.reduce((sum, other) => sum + other, 0))),
    );

  it('agree with simple-statistics', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        expect(medianForecastOf(p).value).toBeCloseTo(median(p), 12);
        expect(geometricMean(p).value).toBeCloseTo(geometricMeanThere(p), 12);
      }),
    );
  });

  it('have the geometric mean of the odds, which extremising raises to the power 2.5', () => {
    fc.assert(
      fc.property(probabilities, (p) => {
        const odds = geometricMeanThere(p.map((each) => each / (1 - each)));
        const [pooled, pushed] = [
          pool('geometricMeanOfOdds', ...yes(...p)),
          pool('extremised', ...yes(...p)),
        ];
        expect(pooled.value?.[1]).toBeCloseTo(odds / (1 + odds), 12);
        expect(pushed.value?.[1]).toBeCloseTo(odds ** 2.5 / (1 + odds ** 2.5), 12);
      }),
    );
  });

  it('share out 1 over any number of options, whatever the order of equals in age', () => {
    fc.assert(
      fc.property(overOptions, fc.constantFrom(...crowdKeys), (members, key) => {
        const pooled = pool(key, ...members).value as readonly number[];
        expect(pooled.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
        if (key === 'recencyWeighted') return;
        const other = pool(key, ...members.toReversed()).value as readonly number[];
        other.forEach((part, option) => void expect(part).toBeCloseTo(pooled[option] as number, 12));
      }),
    );
  });

  it('weigh the newest most', () => {
    const [old, newer] = [Math.exp(1), Math.exp(Math.SQRT2)];
    expect(pool('recencyWeighted', ...yes(0.2, 0.8)).value?.[1]).toBeCloseTo(
      (0.2 * old + 0.8 * newer) / (old + newer),
      12,
    );
  });

  it('drop the lowest and the highest tenth, at least one each', () => {
    expect(pool('trimmedMean', ...yes(0, 0.4, 0.5, 1)).value?.[1]).toBeCloseTo(0.45, 12);
    const twenty = Array.from({ length: 20 }, (_, at) => (at < 2 ? 0 : at > 17 ? 1 : 0.3));
    expect(pool('trimmedMean', ...yes(...twenty)).value?.[1]).toBeCloseTo(0.3, 12);
    expect(pool('trimmedMean', ...yes(0.3, 0.4)).reason).toContain('none of 2');
  });

  it('have no odds between impossible and certain, and nothing where nobody is', () => {
    expect(pool('geometricMeanOfOdds', ...yes(0, 0.4, 1)).reason).toContain('no option possible');
    expect(pool('median', [1, 0, 0], [0, 1, 0], [0, 0, 1]).reason).toContain('no option possible');
    expect(pool('geometricMeanOfOdds', ...yes(0, 0.4)).value?.[1]).toBe(0);
    for (const key of crowdKeys) expect(pool(key).reason).toContain('Nobody else');
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
