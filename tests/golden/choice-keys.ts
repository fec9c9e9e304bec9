/** Keys over finite sets: binary, options, scales, hedges in words, voids. */
import { clippedMeanLogScore } from '../../src/domain/accuracy/calibration/mean-loss.ts';
import { tabulateRows } from '../../src/domain/accuracy/state/tabulate.ts';
import { brierScore } from '../../src/domain/scoring/brier.ts';
import { brierFractionalScore } from '../../src/domain/scoring/brier-fractional.ts';
import { brierMulticlass } from '../../src/domain/scoring/brier-multiclass-half.ts';
import { brierTwoSidedScore } from '../../src/domain/scoring/brier-two-sided.ts';
import { compensatedMean } from '../../src/domain/scoring/compensated-sum.ts';
import { elementaryScoreAt } from '../../src/domain/scoring/elementary-score.ts';
import { logScoreOf } from '../../src/domain/scoring/log-score.ts';
import { metaculusBaselineScore } from '../../src/domain/scoring/metaculus-baseline.ts';
import { orderedBrierScore } from '../../src/domain/scoring/ordered-brier-gjp.ts';
import { rankedLogScore } from '../../src/domain/scoring/ranked-log.ts';
import { rankedProbabilityScore } from '../../src/domain/scoring/ranked-probability-score.ts';
import { rankedProbabilityScorePerCut } from '../../src/domain/scoring/rps-normalised.ts';
import { sphericalScore } from '../../src/domain/scoring/spherical.ts';
import { sphericalMulticlassScore } from '../../src/domain/scoring/spherical-multiclass.ts';
import { verbalScores } from '../../src/domain/scoring/verbal-interval.ts';
import { key } from './accuracy-inputs.ts';

type Several<T> = T | readonly T[];

interface BinaryInputs {
  readonly p: Several<number>;
  readonly outcome: Several<number>;
  readonly base?: string | number;
  readonly clip?: number;
  readonly theta: number;
}

interface ChoiceInputs {
  readonly p: readonly number[];
  readonly outcome: number;
  readonly base?: string | number;
}

/** The mean over the rows, where there are several. */
const binary = (score: (p: number, y: boolean, inputs: BinaryInputs) => number) =>
  key((inputs: BinaryInputs) => {
    const [p, outcome] = [[inputs.p].flat(), [inputs.outcome].flat()];
    if (p.length === 0) return null;
    return compensatedMean(p.map((value, at) => score(value, outcome[at] === 1, inputs)));
  });

const choice = (score: (p: readonly number[], index: number, inputs: ChoiceInputs) => number) =>
  key((inputs: ChoiceInputs) => score(inputs.p, inputs.outcome, inputs));

const scaled = (nats: number, { base }: { readonly base?: string | number }) =>
  base === undefined || base === 'e' ? nats : nats / Math.log(Number(base));

interface MetaculusInputs {
  readonly type: string;
  readonly p: Several<number>;
  readonly outcome: number;
  readonly cdf: readonly number[];
  readonly bucket: number;
  readonly openBounds: number;
}

/**
 * Numeric questions of Metaculus, whose grid and open ends no question here declares: 100 ln(mass of the
 * bucket / its baseline) / 2, an open end having 5 % of the baseline. 0 is below the first edge.
 */
function baselineOfBucket(cdf: readonly number[], bucket: number, openBounds: number): number | null {
  const mass = (cdf[bucket] ?? 1) - (bucket === 0 ? 0 : (cdf[bucket - 1] as number));
  const beyond = bucket === 0 || bucket === cdf.length;
  if (beyond && openBounds === 0) return null;
  const baseline = beyond ? 0.05 : (1 - 0.05 * openBounds) / (cdf.length - 1);
  return (100 * Math.log(mass / baseline)) / 2;
}

function metaculus({ type, p, outcome, cdf, bucket, openBounds }: MetaculusInputs) {
  if (type === 'binary') {
    const yes = [p].flat()[0] as number;
    return metaculusBaselineScore(outcome === 1 ? yes : 1 - yes, 2);
  }
  const options = [p].flat();
  return type === 'multiple_choice'
    ? metaculusBaselineScore(options[outcome] as number, options.length)
    : baselineOfBucket(cdf, bucket, openBounds);
}

interface VerbalInputs {
  readonly lower: number;
  readonly upper: number;
  readonly outcome: number;
  readonly lexiconIsPartition?: boolean;
}

const log = (p: number, y: boolean, inputs: BinaryInputs) =>
  scaled(inputs.clip === undefined ? logScoreOf(p, y) : clippedScore(p, y, inputs.clip), inputs);

/** A clipped mean of one. */
function clippedScore(p: number, y: boolean, clip: number): number {
  return clippedMeanLogScore(tabulateRows([p], [y ? 1 : 0]), clip).value?.mean as number;
}

export const choiceKeys: Record<string, (inputs: unknown) => unknown> = {
  brier: binary(brierScore),
  brier_two_sided: binary(brierTwoSidedScore),
  spherical: binary(sphericalScore),
  log_score: binary(log),
  elementary_score: binary((p, y, { theta }) => elementaryScoreAt(theta, p, y)),
  brier_fractional: key(({ p, outcomeProbability }: { p: number; outcomeProbability: number }) =>
    brierFractionalScore(p, outcomeProbability),
  ),
  brier_multiclass: choice(brierMulticlass),
  brier_multiclass_half: choice((p, index) => brierMulticlass(p, index) / 2),
  log_score_multiclass: choice((p, index, inputs) => scaled(-Math.log(p[index] as number) + 0, inputs)),
  spherical_multiclass: choice(sphericalMulticlassScore),
  rps: choice(rankedProbabilityScore),
  rps_normalised: choice(rankedProbabilityScorePerCut),
  ordered_brier_gjp: choice(orderedBrierScore),
  ranked_log: choice((p, index, inputs) => scaled(rankedLogScore(p, index), inputs)),
  metaculus_baseline: key(metaculus),
  verbal_interval: key(({ outcome, lexiconIsPartition, ...hedge }: VerbalInputs) =>
    verbalScores(hedge, outcome === 1, lexiconIsPartition ?? false),
  ),
};
