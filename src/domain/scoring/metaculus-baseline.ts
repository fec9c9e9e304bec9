/**
 * Metaculus' baseline score, a gain: 0 for a forecast that spreads its probability evenly, 100 for
 * certainty that was right (discrete questions), -Infinity for certainty that was wrong.
 * Metaculus, `scoring/score_math.py`.
 */
import { discreteParts, needsChoice } from './discrete-only.ts';
import { defined, type ScoringRule } from './scoring-rule.ts';

/** Share of the baseline that each open end of a numeric question holds. */
const OPEN_TAIL = 0.05;

/** 100 ln(K p) / ln K, of the probability that was given to the one of K options that happened; K = 2: 100 (1 + log2 p). */
export function metaculusBaselineScore(probability: number, options: number): number {
  return 100 * (1 + Math.log(probability) / Math.log(options));
}

/**
 * Numeric questions: 100 ln(mass / baseline) / 2, where the mass is that of the bucket that happened.
 * The result depends on the grid, which must be kept with it.
 * @param cdf cumulative probabilities at the edges of the buckets
 * @param bucket 0 below the first edge, 1 between the first two, ..., cdf.length above the last
 * @param openBounds how many of the two ends are open (0 to 2)
 */
export function metaculusBaselineOfBucket(
  cdf: readonly number[],
  bucket: number,
  openBounds: number,
): number | null {
  const mass = (cdf[bucket] ?? 1) - (bucket === 0 ? 0 : (cdf[bucket - 1] as number));
  const tail = bucket === 0 || bucket === cdf.length;
  // A closed end has no baseline: nothing can happen beyond it.
  if (tail && openBounds === 0) return null;
  const baseline = tail ? OPEN_TAIL : (1 - OPEN_TAIL * openBounds) / (cdf.length - 1);
  return (100 * Math.log(mass / baseline)) / 2;
}

export const metaculusBaseline: ScoringRule = {
  key: 'metaculus_baseline',
  title: 'Metaculus baseline score',
  formula: '100 ln(K p_k*) / ln K',
  orientation: 'gain',
  range: '-Infinity..100',
  unit: 'point',
  proper: 'strict',
  local: true,
  questionTypes: ['binary', 'multipleChoice'],
  source: 'Metaculus, scoring/score_math.py',
  refuses: (distribution) =>
    needsChoice(distribution) ??
    (distribution.kind === 'discrete' && distribution.categories.length < 2 ? 'needs two options' : null),
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    return defined(
      metaculusBaselineScore(discrete.probabilities[index] as number, discrete.categories.length),
    );
  },
};
