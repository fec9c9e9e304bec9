import { dieboldMariano } from '../../src/domain/accuracy/comparison/diebold-mariano.ts';
import { adjustForDifficulty } from '../../src/domain/accuracy/comparison/difficulty-adjustment.ts';
import { eProcess } from '../../src/domain/accuracy/comparison/e-process.ts';
import { adjustPValues } from '../../src/domain/accuracy/comparison/multiple-testing.ts';
import { pairwiseRelativeSkill } from '../../src/domain/accuracy/comparison/pairwise-relative-skill.ts';
import { wilcoxonSignedRank } from '../../src/domain/accuracy/comparison/wilcoxon-signed-rank.ts';
import { ClusterSums, type ClusterTotal } from '../../src/domain/accuracy/intervals/cluster-sums.ts';
import { differenceIntervalOf, meanIntervalOf, weightedMean } from '../../src/domain/accuracy/intervals/mean-interval.ts';
import { wilsonInterval } from '../../src/domain/accuracy/intervals/proportion-interval.ts';
import { skillIntervalOf } from '../../src/domain/accuracy/intervals/skill-interval.ts';
import { type Measure, mapMeasure } from '../../src/domain/accuracy/measure.ts';
import { percentileInterval } from '../../src/domain/accuracy/intervals/quantile.ts';
import { brierIndex } from '../../src/domain/accuracy/skill/brier-index.ts';
import {
  crowdPool,
  extremised,
  geometricMean,
  geometricPool,
  trimmedMean,
} from '../../src/domain/accuracy/skill/crowd-aggregate.ts';
import { peerScores } from '../../src/domain/accuracy/skill/peer-score.ts';
import { incompleteBetaInversePair } from '../../src/domain/scoring/special-functions/beta.ts';
import { coverage } from '../../src/domain/accuracy/time/coverage.ts';
import { daysEndingIn, scoredPredictions } from '../../src/domain/accuracy/time/forecast-policy.ts';
import { informationSet, type QuestionWindow } from '../../src/domain/accuracy/time/information-set.ts';
import {
  timeAveragedBaseline,
  timeAveragedPeer,
} from '../../src/domain/accuracy/time/metaculus-time-averaged.ts';
import { brierScore } from '../../src/domain/scoring/brier.ts';
import { brierTwoSidedScore } from '../../src/domain/scoring/brier-two-sided.ts';
import {
  type Board,
  board,
  differences,
  type GivenForecast,
  type Inputs,
  key,
  losses,
  momentsOf,
  pair,
  pOf,
  scoreName,
  type TimedInputs,
  timed,
  weighted,
} from './accuracy-inputs.ts';

/** Both columns of a cell that is compared with a baseline. */
function relative(scores: readonly number[], reference: readonly number[]) {
  const moments = momentsOf(scores.map((score, row) => [score, reference[row] as number, 1]));
  const difference = differenceIntervalOf(moments, [0, 1, 0], [0, 0, 1], 0.95).value;
  return (
    difference && {
      meanDifference: difference.estimate,
      skill: skillIntervalOf(moments, [0, 1, 0], 0.95).value?.estimate ?? null,
    }
  );
}

/** Quantiles of two beta distributions (Clopper & Pearson 1934): the vectors alone ask for this interval. */
function clopperPearson(k: number, n: number, level: number): readonly [number, number] | null {
  if (!(n > 0)) return null;
  const tail = (1 - level) / 2;
  return [
    k === 0 ? 0 : incompleteBetaInversePair(tail, k, n - k + 1).x,
    k === n ? 1 : incompleteBetaInversePair(1 - tail, k + 1, n - k).x,
  ];
}

/** Score keys of intervals, crowds, time and comparison: names mapped onto the domain, no maths. */
export const comparisonKeys: Record<string, (inputs: unknown) => unknown> = {
  brier_index: key(({ adjustedBrier }: Inputs) => brierIndex(adjustedBrier).value),
  brier_skill_reference: key(
    ({ scores, reference }: { scores: number[]; reference: number[] }) =>
      relative(scores, reference)?.skill ?? null,
  ),
  clopper_pearson: key(({ k, n, level }: Inputs) => clopperPearson(k, n, level)),
  cluster_bootstrap_fixed_draws: key((inputs: Inputs) => {
    const sums = new ClusterSums(1);
    losses(inputs).forEach((loss, row) => void sums.add(inputs.cluster[row] as string, [loss]));
    const totals = new Map(sums.totals().map((total) => [total.cluster, total]));
    const ordered = inputs.clusterOrder.flatMap((name) => totals.get(name) ?? []);
    const replicates = inputs.draws.map(
      (draw) => weightedMean(draw.map((at) => ordered[at] as ClusterTotal)).mean,
    );
    return { replicates, ...percentileInterval(replicates, inputs.level) };
  }),
  cluster_robust_se: key((inputs: Inputs) => {
    const rows = losses(inputs).map((loss) => [loss, 1]);
    const clustered = meanIntervalOf(momentsOf(rows, inputs.cluster), [0, 1], 0.95).value;
    const naive = meanIntervalOf(momentsOf(rows), [0, 1], 0.95, 't').value;
    return (
      clustered && {
        mean: clustered.estimate,
        clusters: clustered.clusters,
        seClustered: clustered.se,
        seNaive: naive?.se ?? null,
      }
    );
  }),
  crowd_aggregate: key(({ p, extremise, trimEach }: Inputs) => {
    const members = p.map((yes) => [1 - yes, yes]);
    const yesOf = ({ value }: Measure<readonly number[]>) => value?.[1] ?? null;
    const geometric = geometricPool(members);
    return {
      mean: yesOf(crowdPool('mean')(members)),
      median: yesOf(crowdPool('median')(members)),
      geoMeanOdds: yesOf(geometric),
      extremisedGeoMeanOdds: yesOf(mapMeasure(geometric, (pooled) => extremised(pooled, extremise))),
      trimmedMean: trimmedMean(p, trimEach).value,
    };
  }),
  daily_brier_gjo: key(
    ({
      forecasts,
      days,
      outcome,
    }: {
      forecasts: { day: number; p: number | null }[];
      days: number;
      outcome: number;
    }) => {
      const predictions = forecasts.map(({ day, p }) => ({ at: day, prediction: p }));
      const set = informationSet(predictions, { open: 0, close: days });
      return {
        meanBrierTwoSided: weighted(scoredPredictions(set, 'daily', 1), (p) =>
          brierTwoSidedScore(p, outcome === 1),
        ),
        activeDays: set.segments.reduce((sum, segment) => sum + daysEndingIn(segment, set.end, 1), 0),
      };
    },
  ),
  diebold_mariano_hln: key((inputs: Inputs) => {
    const test = dieboldMariano(differences(inputs), {
      lag: inputs.lag ?? 1,
      level: inputs.level ?? 0.95,
    }).value;
    if (!test) return null;
    const { meanDifference, statistic, p, lower, upper } = test;
    return { meanDifference, statistic, p, lower, upper };
  }),
  difficulty_adjusted: key(({ scores }: { scores: Board }) =>
    Object.fromEntries(adjustForDifficulty(board(scores)).adjusted),
  ),
  e_process: key((inputs: Inputs) => {
    const pairs = inputs.p.map((p, i) => ({
      p,
      q: inputs.q[i] as number,
      outcome: inputs.outcome[i] as number,
    }));
    const result = eProcess(pairs, { score: scoreName(inputs), lambda: inputs.lambda }).value;
    return result && { eFinal: result.eFinal, eMax: result.eMax, anytimeP: result.anytimeP };
  }),
  geometric_mean: key(({ values }: Inputs) => geometricMean(values).value),
  mean_score_ci: key((inputs: Inputs) => {
    const rows = losses(inputs).map((loss) => [loss, 1]);
    const interval = meanIntervalOf(momentsOf(rows), [0, 1], inputs.level, 't').value;
    return interval && { mean: interval.estimate, lower: interval.lower, upper: interval.upper };
  }),
  metaculus_baseline_time_averaged: key((inputs: TimedInputs) => {
    const realised = pOf(inputs.outcome);
    const { score, coverage } = timeAveragedBaseline(
      timed(inputs),
      (p) => 100 * (1 + Math.log2(realised(p))),
    );
    return { score: score.value, coverage: coverage.value };
  }),
  metaculus_peer: key(({ pOutcome }: Inputs) => peerScores(pOutcome).map(({ value }) => value)),
  metaculus_peer_time_averaged: key(
    (inputs: QuestionWindow & { forecasts: Record<string, GivenForecast[]>; outcome: number }) => {
      const sets = Object.entries(inputs.forecasts).map(
        ([forecaster, rows]) => [forecaster, timed({ ...inputs, forecasts: rows })] as const,
      );
      const peers = timeAveragedPeer(new Map(sets), pOf(inputs.outcome));
      return Object.fromEntries(
        [...peers].map(([forecaster, { score, coverage }]) => {
          return [forecaster, { score: score.value, coverage: coverage.value }];
        }),
      );
    },
  ),
  p_adjust: key(({ p }: Inputs) => adjustPValues(p)),
  pairwise_relative_skill: key(({ scores, baseline }: { scores: Board; baseline?: string }) => {
    const { forecasters } = pairwiseRelativeSkill(board(scores), baseline === undefined ? {} : { baseline });
    return Object.fromEntries(
      [...forecasters].map(([forecaster, { relativeSkill, scaledRelativeSkill }]) => {
        return [
          forecaster,
          { relativeSkill: relativeSkill.value, scaledRelativeSkill: scaledRelativeSkill.value },
        ];
      }),
    );
  }),
  relative_to_reference: key(({ scores, reference }: { scores: number[]; reference: number[] }) => {
    return relative(scores, reference);
  }),
  time_weighted_brier: key((inputs: TimedInputs) => {
    const set = timed(inputs);
    const { covered, ofWindow, ofSchedule } = coverage(set);
    return {
      mean: weighted(scoredPredictions(set, 'timeWeighted'), (p) => brierScore(p, inputs.outcome === 1)),
      covered,
      coverage: ofWindow.value,
      coverageScheduled: ofSchedule.value,
    };
  }),
  wilcoxon_signed_rank: key((inputs: Inputs) => wilcoxonSignedRank(differences(inputs)).value),
  wilson_interval: key(({ k, n, level }: Inputs) => pair(wilsonInterval(k, n, level))),
};
