/** Peer and baseline points as a cell shows them. */
import { z } from 'zod';
import { estimateStanding, type Standing } from '../../floors.ts';
import type { IntervalEstimate } from '../../intervals/interval.ts';
import { meanIntervalOf } from '../../intervals/mean-interval.ts';
import { type Measure, mapMeasure, withheld } from '../../measure.ts';
import { type AccuracyParameters, forecastPolicies } from '../models/parameters.ts';
import { reportEstimate, toReportEstimate } from '../models/report-number.ts';
import { comparesPeers } from '../reference/peers.ts';
import type { PointSums } from './point-sums.ts';
import { cutTo, type Range } from './rule-range.ts';

export const pointKeys = [
  'brier_peer',
  'brier_peer_time_averaged',
  'metaculus_peer',
  'metaculus_peer_time_averaged',
  'metaculus_baseline',
  'metaculus_baseline_time_averaged',
] as const;
export type PointKey = (typeof pointKeys)[number];

export const cellPoints = z
  .strictObject({
    key: z
      .enum(pointKeys)
      .describe(
        'brier_peer: mean Brier score of the others minus the own, -1..1. metaculus_peer: 100 times the mean over the others of ln p - ln p of the other, p being what was given to what happened. metaculus_baseline: 100·(1 + log2 p). All are gains; 0 is as good as the others, or as 50 %. With _time_averaged, under forecastPolicy timeWeighted, it is the average over the time from opensAt to closesAt, in which time without an own forecast, or without others, scores 0: skill and coverage in one number.',
      ),
    questions: z.int().describe('Questions behind the mean.'),
    alone: z
      .int()
      .describe(
        'Forecasters on questions that nobody else of this report answered at that time: not in the mean. 0 for a baseline score.',
      ),
    undefinedScores: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
    mean: reportEstimate.describe('Weighted mean, with a clusterRobust interval.'),
  })
  .meta({ id: 'CellPoints' });
export type CellPoints = z.infer<typeof cellPoints>;

/** Points before floors on n are held. */
export interface PointFacts extends Omit<CellPoints, 'mean'> {
  readonly mean: Measure<IntervalEstimate>;
}

/** Rules whose cells have a peer score, and which. */
export const PEER_OF: Readonly<Record<string, 'brier_peer' | 'metaculus_peer'>> = {
  brier: 'brier_peer',
  log_score: 'metaculus_peer',
};

const RANGES: Readonly<Record<PointKey, Range>> = {
  brier_peer: [-1, 1],
  brier_peer_time_averaged: [-1, 1],
  metaculus_peer: [-Infinity, Infinity],
  metaculus_peer_time_averaged: [-Infinity, Infinity],
  metaculus_baseline: [-Infinity, 100],
  metaculus_baseline_time_averaged: [-Infinity, 100],
};

/** Points are of the order of 1 or of 100, doubles of them exact to some 1e-14. */
const NOISE = 1e-10;

const NO_PEERS = 'Nobody else of this report answered these questions, so there is nobody to compare with.';
const NO_POINTS = 'No question has such a score.';

function otherPolicy(policies: readonly AccuracyParameters['forecastPolicy'][]): Measure<never> {
  const comparing = policies
    .filter(comparesPeers)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ');
  return withheld(`Peers are compared at one instant or over time: ask for forecastPolicy ${comparing}.`);
}

/**
 * @param sums null where the policy compares no peers
 * @param policies that can be asked for here
 */
export function peerFacts(
  rule: string,
  policy: AccuracyParameters['forecastPolicy'],
  sums: PointSums | null,
  level: number,
  policies: readonly AccuracyParameters['forecastPolicy'][] = forecastPolicies,
): PointFacts | null {
  const plain = PEER_OF[rule];
  if (plain === undefined) return null;
  if (sums === null || !comparesPeers(policy))
    return { key: plain, questions: 0, alone: 0, undefinedScores: [], mean: otherPolicy(policies) };
  const none = sums.alone > 0 ? NO_PEERS : NO_POINTS;
  return factsOf(policy === 'timeWeighted' ? `${plain}_time_averaged` : plain, sums, none, level);
}

/** Metaculus' baseline score averaged over time. */
export function timedBaselineFacts(sums: PointSums, level: number): PointFacts {
  return factsOf('metaculus_baseline_time_averaged', sums, NO_POINTS, level);
}

/** Metaculus' baseline score of single instants, which the mean logarithmic score (nats) determines. */
export function baselineFacts(questions: number, log: Measure<IntervalEstimate>): PointFacts {
  const points = (nats: number) => 100 - (100 * nats) / Math.LN2;
  const mean = mapMeasure(log, (interval) => ({
    ...interval,
    estimate: points(interval.estimate),
    lower: interval.upper === null ? null : points(interval.upper),
    upper: interval.lower === null ? null : points(interval.lower),
    se: interval.se === null ? null : (100 * interval.se) / Math.LN2,
  }));
  return { key: 'metaculus_baseline', questions, alone: 0, undefinedScores: [], mean };
}

/** @param floored notes a number that a small sample holds back */
export function toCellPoints(
  facts: PointFacts | null,
  floored: (standing: Standing, measure: Measure<unknown>) => Standing,
): CellPoints | null {
  if (facts === null) return null;
  const mean = mapMeasure(cutTo(RANGES[facts.key], facts.mean), withoutNoise);
  const standing = estimateStanding(facts.questions, mean);
  return { ...facts, mean: toReportEstimate(mean, floored(standing, mean)) };
}

/** Points of everybody add up to 0 on each question; what rounding leaves of it is no advantage of anybody. */
function withoutNoise(interval: IntervalEstimate): IntervalEstimate {
  const parts = [interval.estimate, interval.se ?? 0];
  if (parts.some((part) => Math.abs(part) > NOISE)) return interval;
  const [lower, upper] = [interval.lower, interval.upper].map((bound) => (bound === null ? null : 0));
  return {
    ...interval,
    estimate: 0,
    lower: lower ?? null,
    upper: upper ?? null,
    se: interval.se === null ? null : 0,
  };
}

function factsOf(
  key: PointKey,
  { questions, alone, undefinedScores, mean }: PointSums,
  none: string,
  level: number,
): PointFacts {
  const reasons = [...undefinedScores.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    key,
    questions,
    alone,
    undefinedScores: reasons.map(([reason, count]) => ({ reason, count })),
    mean: questions === 0 ? withheld(none) : meanIntervalOf(mean.moments, [0, 1], level),
  };
}
