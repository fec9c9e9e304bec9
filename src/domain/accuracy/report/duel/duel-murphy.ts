/** The Murphy diagram of a duel: both curves of mean elementary scores, and their difference with its interval. */
import { elementaryScoreAt } from '../../../scoring/elementary-score.ts';
import { murphyDiagram, percents } from '../../calibration/murphy-diagram.ts';
import { intervalStanding } from '../../floors.ts';
import type { ClusterTotal } from '../../intervals/cluster-sums.ts';
import { clusteredMeanInterval } from '../../intervals/mean-interval.ts';
import { tabulateRows } from '../../state/tabulate.ts';
import type { CellContext } from '../cell/column-items.ts';
import type { DuelMurphy } from '../models/head-to-head-model.ts';
import { toNullableNumber, toReportNumber } from '../models/report-number.ts';
import { type BinaryPair, binaryPairs, ONE_FORECAST_A_QUESTION, type Pair } from './duel-pairs.ts';

/** @param pairs binary, each question once; unweighted, as the dominance of which they are the picture */
export function duelMurphy(pairs: readonly Pair[], { clusterOf, parameters }: CellContext): DuelMurphy {
  const both = binaryPairs(pairs);
  if (pairs.length === 0 || both === null) {
    const reason =
      both === null ? ONE_FORECAST_A_QUESTION : 'There is no binary question that both answered.';
    return { questions: 0, reason, intervalReason: null, points: [] };
  }
  const outcomes = both.map(({ outcome }) => outcome);
  const curve = (of: (pair: BinaryPair) => number) => murphyDiagram(tabulateRows(both.map(of), outcomes));
  const [first, second] = [curve(({ p }) => p), curve(({ q }) => q)];
  const names = pairs.map(({ item }) => clusterOf(item));
  const standing = intervalStanding(both.length, new Set(names).size);
  const bounds = percents().map((theta) => {
    if (!standing.shown) return { lower: null, upper: null };
    const { value } = clusteredMeanInterval(differencesAt(theta, both, names), parameters.level);
    return { lower: value?.lower ?? null, upper: value?.upper ?? null };
  });
  return {
    questions: both.length,
    reason: null,
    intervalReason: standing.reason,
    points: first.map(({ theta, score }, at) => {
      const other = second[at]?.score as number;
      return {
        threshold: theta,
        first: toReportNumber(score),
        second: toReportNumber(other),
        difference: toReportNumber(score - other),
        lower: toNullableNumber(bounds[at]?.lower ?? null),
        upper: toNullableNumber(bounds[at]?.upper ?? null),
      };
    }),
  };
}

function differencesAt(theta: number, both: readonly BinaryPair[], names: readonly string[]): ClusterTotal[] {
  const totals = new Map<string, { rows: number; sum: number }>();
  both.forEach(({ p, q, outcome }, at) => {
    const total = totals.get(names[at] as string) ?? { rows: 0, sum: 0 };
    total.rows += 1;
    total.sum += elementaryScoreAt(theta, p, outcome === 1) - elementaryScoreAt(theta, q, outcome === 1);
    totals.set(names[at] as string, total);
  });
  return [...totals].map(([cluster, { rows, sum }]) => ({ cluster, rows, weight: rows, sums: [sum] }));
}
