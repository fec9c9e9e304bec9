/** One column of the leaderboard: everybody's cell, rank and what may be declared. */
import type { ScoringRule } from '../../scoring/scoring-rule.ts';
import { adjustForDifficulty } from '../comparison/difficulty-adjustment.ts';
import { type RankInterval, rankIntervals } from '../comparison/rank-intervals.ts';
import { FLOORS } from '../floors.ts';
import { robustDominance } from '../hedges/hedged-statement.ts';
import { ClusterSums, type ClusterTotal } from '../intervals/cluster-sums.ts';
import { weightedMean } from '../intervals/mean-interval.ts';
import { buildCell } from './build-cell.ts';
import type { AccuracyCell } from './cell-model.ts';
import { weightsOf } from './clusters.ts';
import type { ScoredForecast } from './counting.ts';
import type { LeaderboardColumn, LeaderboardEntry } from './leaderboard-model.ts';
import type { Prepared } from './prepare.ts';
import { toReportMeasure, toReportNumber } from './report-number.ts';
import { incomparable, inReading, scoreRows } from './scored-rows.ts';

const RESAMPLES = 1000;

/** A forecaster with what is scored. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly scored: readonly ScoredForecast[];
}

export function leaderboardColumn(
  members: readonly Member[],
  reading: 'strict' | 'lenient',
  rule: ScoringRule,
  { context }: Prepared,
): LeaderboardColumn {
  const { level, seed, weight } = context.parameters;
  const board = new Map<string, readonly ClusterTotal[]>();
  const scores = new Map<string, Map<string, number>>();
  const cells = new Map<string, AccuracyCell>();
  const reasons = new Map<string, string>();
  for (const { id, scored } of members) {
    const items = inReading(scored, reading).filter(
      ({ distribution }) => rule.refuses(distribution) === null,
    );
    if (items.length === 0) continue;
    const cell = buildCell(items, rule, context);
    cells.set(id, cell);
    const { rows } = scoreRows(items, weightsOf(items, weight), rule);
    const sums = new ClusterSums(1);
    for (const row of rows) sums.add(context.clusterOf(row.item), [row.value], row.weight);
    const mean = rows.length === 0 ? Number.NaN : weightedMean(sums.totals()).mean;
    const short =
      cell.questions < FLOORS.interval
        ? `A rank needs ${FLOORS.interval} questions; there are ${cell.questions}.`
        : null;
    const reason =
      incomparable(items, rule) ?? short ?? (Number.isFinite(mean) ? null : 'The mean score is infinite.');
    if (reason !== null) reasons.set(id, reason);
    else board.set(id, sums.totals());
    if (Number.isFinite(mean)) scores.set(id, meansByQuestion(rows));
  }
  const orientation = rule.orientation;
  const ranks = new Map(
    rankIntervals(board, { level, seed, replicates: RESAMPLES, orientation }).map((rank) => [
      rank.forecaster,
      rank,
    ]),
  );
  const { adjusted, components, answeredOnce } = adjustForDifficulty(scores);
  const entries = members.flatMap((member): LeaderboardEntry[] => {
    const cell = cells.get(member.id);
    if (cell === undefined) return [];
    const value = adjusted.get(member.id);
    return [
      {
        forecasterId: member.id,
        forecaster: member.name,
        questions: cell.questions,
        forecasts: cell.forecasts,
        clusters: cell.clusters,
        mean: cell.mean,
        best: cell.best,
        worst: cell.worst,
        ...rankFields(ranks.get(member.id)),
        aheadOf: [...ranks.keys()].filter((other) => isAhead(member.id, other, ranks, cells)).sort(),
        adjustedMean:
          value === undefined
            ? { value: null, reason: 'The mean score is infinite.' }
            : toReportMeasure({ value, reason: null }),
        reason: reasons.get(member.id) ?? null,
      },
    ];
  });
  entries.sort(
    (a, b) =>
      (a.rank ?? Infinity) - (b.rank ?? Infinity) ||
      compare(a.forecaster, b.forecaster) ||
      compare(a.forecasterId, b.forecasterId),
  );
  return { entries, resamples: RESAMPLES, components: components.length, answeredOnce };
}

function rankFields(rank: RankInterval | undefined) {
  if (rank === undefined) return { rank: null, rankLower: null, rankUpper: null, shareRankedFirst: null };
  return {
    rank: rank.rank,
    rankLower: rank.lower,
    rankUpper: rank.upper,
    shareRankedFirst: toReportNumber(rank.shareRankedFirst) as number,
  };
}

/** Declared only where neither the resamples nor what hedges may mean could turn it round. */
function isAhead(
  id: string,
  other: string,
  ranks: ReadonlyMap<string, RankInterval>,
  cells: ReadonlyMap<string, AccuracyCell>,
): boolean {
  const [own, theirs] = [ranks.get(id), ranks.get(other)];
  if (own === undefined || theirs === undefined || own.upper >= theirs.lower) return false;
  const [a, b] = [hedgedOf(cells.get(id)), hedgedOf(cells.get(other))];
  return a === null || b === null || robustDominance(a, b) === 'first';
}

function hedgedOf(cell: AccuracyCell | undefined): { readonly best: number; readonly worst: number } | null {
  if (cell === undefined || cell.best.value === null || cell.worst.value === null) return null;
  return { best: Number(cell.best.value), worst: Number(cell.worst.value) };
}

function meansByQuestion(
  rows: readonly { readonly item: ScoredForecast; readonly value: number }[],
): Map<string, number> {
  const sums = new Map<string, { total: number; share: number }>();
  for (const { item, value } of rows) {
    const sum = sums.get(item.forecast.question.id) ?? { total: 0, share: 0 };
    sums.set(item.forecast.question.id, {
      total: sum.total + item.share * value,
      share: sum.share + item.share,
    });
  }
  return new Map([...sums].map(([question, { total, share }]) => [question, total / share]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
