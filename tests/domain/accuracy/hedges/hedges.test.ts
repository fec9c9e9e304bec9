import { describe, expect, it } from 'vitest';
import { hedgedScore, robustDominance } from '../../../../src/domain/accuracy/hedges/hedged-statement.ts';
import { lexiconSensitivity } from '../../../../src/domain/accuracy/hedges/lexicon-sensitivity.ts';

describe('hedged statements', () => {
  it('allow an interval of the mean Brier score', () => {
    const score = hedgedScore(
      [
        { lower: 0.55, upper: 0.8, outcome: 1 },
        { lower: 0.05, upper: 0.2, outcome: 1 },
      ],
      'brier',
    ).value;
    expect(score?.best).toBeCloseTo((0.04 + 0.64) / 2, 12);
    expect(score?.worst).toBeCloseTo((0.2025 + 0.9025) / 2, 12);
    expect(score?.vagueness).toBeCloseTo(0.2, 12);
  });

  it('that say a number have no vagueness', () => {
    const score = hedgedScore([{ lower: 0.7, upper: 0.7, outcome: 1 }], 'brier').value;
    expect(score?.best).toBe(score?.worst);
    expect(hedgedScore([], 'brier').value).toBeNull();
  });

  it('are compared only where the intervals do not overlap', () => {
    expect(robustDominance({ best: 0.1, worst: 0.2 }, { best: 0.21, worst: 0.4 })).toBe('first');
    expect(robustDominance({ best: 0.3, worst: 0.4 }, { best: 0.1, worst: 0.2 })).toBe('second');
    expect(robustDominance({ best: 0.1, worst: 0.3 }, { best: 0.2, worst: 0.4 })).toBe(
      'vaguenessPreventsVerdict',
    );
  });
});

describe('lexicon sensitivity', () => {
  it('gives the range of ranks over the lexicons', () => {
    const ranges = lexiconSensitivity(
      new Map([
        [
          'kent-1964',
          new Map([
            ['A', 0.1],
            ['B', 0.2],
            ['C', null],
          ]),
        ],
        [
          'icd203-2015',
          new Map([
            ['A', 0.3],
            ['B', 0.2],
            ['C', 0.1],
          ]),
        ],
      ]),
    );
    expect(ranges.map(({ forecaster, bestRank, worstRank }) => [forecaster, bestRank, worstRank])).toEqual([
      ['A', 1, 3],
      ['B', 2, 2],
      ['C', 1, 1],
    ]);
  });
});
