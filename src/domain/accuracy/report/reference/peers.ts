/**
 * Binary forecasts beside those of everybody else on the same question: Metaculus' peer and baseline
 * scores, and the peer score on the Brier score, one number for each forecaster on each question.
 */
import { brierLoss } from '../../binary-loss.ts';
import { type Measure, measured } from '../../measure.ts';
import { lossPeerScores, peerScores } from '../../skill/peer-score.ts';
import type { InformationSet, Segment } from '../../time/information-set.ts';
import {
  timeAveragedBaseline,
  timeAveragedGain,
  timeAveragedPeer,
} from '../../time/metaculus-time-averaged.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { ScoredForecast, ScoredWindow } from '../selection/counting.ts';

/** A score, or `alone` where nobody else had a forecast at that time. */
export type PointScore = Measure<number> | 'alone';

/** Of one forecaster on one question. */
export interface PairPoints {
  readonly metaculus_peer: PointScore;
  readonly brier_peer: PointScore;
  /** Null where single instants are scored: then it follows from the logarithmic score. */
  readonly metaculus_baseline: PointScore | null;
}

/** Points of a scored forecast; null where it is not binary, or the policy has none. */
export type PointsOf = (scored: ScoredForecast) => PairPoints | null;

/** Whether everybody's forecasts are scored at one instant, or over time, so that they can be compared. */
export function comparesPeers(policy: AccuracyParameters['forecastPolicy']): boolean {
  return policy === 'last' || policy === 'spot' || policy === 'timeWeighted';
}

/** What one forecaster said on one question: the probability given to what happened, and when. */
interface Pair {
  readonly window: ScoredWindow;
  readonly forecaster: string;
  readonly segments: Segment<number>[];
}

/** @param scored everything selected on some questions, all of each, whatever its groups */
export function pointsAmong(
  scored: readonly ScoredForecast[],
  policy: AccuracyParameters['forecastPolicy'],
): PointsOf {
  if (!comparesPeers(policy)) return () => null;
  const pointsOn = policy === 'timeWeighted' ? overTime : atOneInstant;
  let known: Map<ScoredWindow, PairPoints> | null = null;
  return ({ window }) => {
    known ??= pointsOfAll(scored, pointsOn);
    return known.get(window) ?? null;
  };
}

function pointsOfAll(
  scored: readonly ScoredForecast[],
  pointsOn: (pairs: readonly Pair[]) => PairPoints[],
): Map<ScoredWindow, PairPoints> {
  const points = new Map<ScoredWindow, PairPoints>();
  for (const byWindow of pairsByQuestion(scored).values()) {
    const pairs = [...byWindow.values()];
    const all = pointsOn(pairs);
    pairs.forEach(({ window }, at) => void points.set(window, all[at] as PairPoints));
  }
  return points;
}

function pairsByQuestion(scored: readonly ScoredForecast[]): Map<string, Map<ScoredWindow, Pair>> {
  const questions = new Map<string, Map<ScoredWindow, Pair>>();
  for (const { forecast, distribution, observation, segment, window } of scored) {
    if (distribution.kind !== 'discrete' || !distribution.binary || observation.kind !== 'category') continue;
    const pairs = questions.get(forecast.question.id) ?? new Map<ScoredWindow, Pair>();
    questions.set(forecast.question.id, pairs);
    const pair = pairs.get(window) ?? { window, forecaster: forecast.forecaster.id, segments: [] };
    pairs.set(window, pair);
    const prediction = distribution.probabilities[observation.index] as number;
    pair.segments.push({ from: segment.from, to: segment.to, prediction, index: pair.segments.length });
  }
  return questions;
}

const brierOf = (pOutcome: number): number => brierLoss(pOutcome, 1);
const baselineOf = (pOutcome: number): number => 100 * (1 + Math.log2(pOutcome));

function atOneInstant(pairs: readonly Pair[]): PairPoints[] {
  return pointsOfInstant(pairs.map(({ segments }) => (segments[0] as Segment<number>).prediction));
}

/** Points of everybody on one question at one instant. @param pOutcome what each gave to what happened */
export function pointsOfInstant(pOutcome: readonly number[]): PairPoints[] {
  const alone = pOutcome.length < 2;
  const [logs, losses] = [peerScores(pOutcome), lossPeerScores(pOutcome.map(brierOf))];
  return pOutcome.map((_p, at) => ({
    metaculus_peer: alone ? 'alone' : (logs[at] as Measure<number>),
    brier_peer: alone ? 'alone' : measured(losses[at] as number),
    metaculus_baseline: null,
  }));
}

/** Averaged over the scheduled window as Metaculus does: time that a forecaster does not cover scores 0. */
function overTime(pairs: readonly Pair[]): PairPoints[] {
  const sets = new Map(
    pairs.map(({ forecaster, segments, window }): [string, InformationSet<number>] => [
      forecaster,
      {
        segments,
        ignored: [],
        open: window.open,
        end: window.end,
        scheduledClose: window.scheduledClose,
      },
    ]),
  );
  const logs = timeAveragedPeer(sets, (p) => p);
  const losses = timeAveragedGain(sets, (p) => -brierOf(p), 1);
  return pairs.map(({ forecaster }) => {
    const [log, loss] = [logs.get(forecaster), losses.get(forecaster)];
    if (log === undefined || loss === undefined) throw new Error(`no peer score of ${forecaster}`);
    const baseline = timeAveragedBaseline(sets.get(forecaster) as InformationSet<number>, baselineOf);
    return {
      metaculus_peer: log.company === 0 ? 'alone' : log.score,
      brier_peer: loss.company === 0 ? 'alone' : loss.score,
      metaculus_baseline: baseline.score,
    };
  });
}
