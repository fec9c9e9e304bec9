import { binaryLoss } from '../../src/domain/accuracy/binary-loss.ts';
import type { Bins } from '../../src/domain/accuracy/calibration/bins.ts';
import type { ScoreBoard } from '../../src/domain/accuracy/comparison/comparison-graph.ts';
import { ClusterLedger, ClusterParts } from '../../src/domain/accuracy/intervals/cluster-ledger.ts';
import type { ClusterMoments } from '../../src/domain/accuracy/intervals/cluster-moments.ts';
import { meanIntervalOf } from '../../src/domain/accuracy/intervals/mean-interval.ts';
import type { Measure } from '../../src/domain/accuracy/measure.ts';
import { tabulateRows } from '../../src/domain/accuracy/state/tabulate.ts';
import type { ScoredPrediction } from '../../src/domain/accuracy/time/forecast-policy.ts';
import { informationSet, type QuestionWindow } from '../../src/domain/accuracy/time/information-set.ts';

export interface GivenForecast {
  readonly t: number;
  readonly p: number | null;
}

/** Every field that Appendix A lists for these keys; a key reads the ones it has. */
export interface Inputs {
  readonly p: number[];
  readonly q: number[];
  readonly outcome: number[];
  readonly weights: number[];
  readonly score: string;
  readonly clip?: number;
  readonly bins: Bins;
  readonly binEdges?: unknown;
  readonly level: number;
  readonly cluster: string[];
  readonly clusterOrder: string[];
  readonly draws: number[][];
  readonly lag: number;
  readonly lambda: number;
  readonly k: number;
  readonly n: number;
  readonly values: number[];
  readonly pOutcome: number[];
  readonly extremise: number;
  readonly trimEach: number;
  readonly adjustedBrier: number;
}
export interface TimedInputs extends QuestionWindow {
  readonly forecasts: GivenForecast[];
  readonly outcome: number;
}
export type Board = Record<string, Record<string, number>>;

export const table = ({ p, outcome }: Inputs) => tabulateRows(p, outcome);
export const scoreName = ({ score }: { score?: string }) => (score?.startsWith('log') ? 'log' : 'brier');
export const losses = (inputs: Inputs, p = inputs.p) =>
  p.map((each, row) => binaryLoss(scoreName(inputs))(each, inputs.outcome[row] as number));
export const differences = (inputs: Inputs) => {
  const [first, second] = [losses(inputs), losses(inputs, inputs.q)];
  return first.map((loss, i) => (loss === second[i] ? 0 : loss - (second[i] as number)));
};
export const bins = ({ bins, binEdges }: Inputs): Bins => {
  if (Array.isArray(binEdges)) return binEdges as number[];
  const left = typeof binEdges === 'string' && binEdges.startsWith('left') && typeof bins === 'number';
  return left ? { edges: bins, closed: 'left' } : bins;
};
export const pair = ({ value }: Measure<{ lower: number; upper: number }>) =>
  value && [value.lower, value.upper];
export const board = (scores: Board): ScoreBoard =>
  new Map(Object.entries(scores).map(([forecaster, row]) => [forecaster, new Map(Object.entries(row))]));
export const timed = (inputs: TimedInputs, forecasts = inputs.forecasts) =>
  informationSet(
    forecasts.map(({ t, p }) => ({ at: t, prediction: p })),
    inputs,
  );
/** Columns of rows by cluster, as a cell of a report keeps them. @param cluster each row its own unless told */
export function momentsOf(rows: readonly (readonly number[])[], cluster?: readonly string[]): ClusterMoments {
  const parts = new ClusterParts();
  rows.forEach((columns, row) => void parts.add(cluster?.[row] ?? `row ${row}`, columns));
  const ledger = new ClusterLedger(rows[0]?.length ?? 1, false);
  ledger.apply(parts, 1);
  return ledger.moments;
}

/** The mean of what a policy takes, each weighing its share: a cell with one cluster. */
export function weighted(scored: readonly ScoredPrediction<number>[], score: (p: number) => number) {
  const rows = scored.map(({ prediction, weight }) => [weight * score(prediction), weight]);
  return meanIntervalOf(momentsOf(rows), [0, 1], 0.95).value?.estimate ?? null;
}
export const pOf = (outcome: number) => (p: number) => (outcome === 1 ? p : 1 - p);

/** The vectors write infinities as text. */
export function wire(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, wire(part)]));
}

export function key<T>(compute: (inputs: T) => unknown): (inputs: unknown) => unknown {
  return (inputs) => wire(compute(inputs as T));
}
