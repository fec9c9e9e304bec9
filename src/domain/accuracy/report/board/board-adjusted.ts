/** The difficulty-adjusted means of a board. */
import { adjustForDifficulty } from '../../comparison/difficulty-adjustment.ts';
import { adjustedIntervals } from '../../comparison/difficulty-bootstrap.ts';
import { intervalStanding } from '../../floors.ts';
import type { SideWork } from '../../intervals/side-work.ts';
import type { LeaderboardEntry } from '../models/leaderboard-model.ts';
import { toReportNumber } from '../models/report-number.ts';
import type { ClusterOf } from '../selection/clusters.ts';
import type { BoardMember } from './board-member.ts';

export interface AdjustedOptions {
  readonly level: number;
  readonly seed: number;
  /** Asked; very large boards get fewer. */
  readonly resamples: number;
  /** Why there is no adjusted mean of whoever has no scores here. */
  readonly without: string;
}

/** The difficulty-adjusted means, each with the interval of a bootstrap of questions, which is begun beside. */
export function adjustedMeans(
  scores: ReadonlyMap<string, ReadonlyMap<string, number>>,
  members: ReadonlyMap<string, BoardMember>,
  clusterOf: ClusterOf,
  { level, seed, resamples: asked, without }: AdjustedOptions,
  sideWork: SideWork,
) {
  const clusters = new Map(
    [...members.values()].flatMap(({ rows }) =>
      rows.map(({ item }) => [item.forecast.question.id, clusterOf(item)] as const),
    ),
  );
  const clusterOfQuestion = (question: string) => clusters.get(question) as string;
  const intervals = adjustedIntervals(
    scores,
    { level, seed, replicates: asked, clusterOf: clusterOfQuestion },
    sideWork,
  );
  const { adjusted, components, answeredOnce } = adjustForDifficulty(scores);
  const component = new Map(components.flatMap((ids, at) => ids.map((id) => [id, at + 1])));
  const ofMember = (
    id: string,
  ): Pick<
    LeaderboardEntry,
    'adjustedMean' | 'adjustedLower' | 'adjustedUpper' | 'adjustedReason' | 'component'
  > => {
    const value = adjusted.get(id);
    const none = { adjustedLower: null, adjustedUpper: null };
    if (value === undefined) {
      const adjustedMean = { value: null, reason: without };
      return { adjustedMean, ...none, adjustedReason: without, component: null };
    }
    const own = {
      adjustedMean: { value: toReportNumber(value), reason: null },
      component: component.get(id) ?? null,
    };
    const { shown, reason } = intervalStanding(scores.get(id)?.size ?? 0, members.get(id)?.clusters ?? 0);
    if (!shown) return { ...own, ...none, adjustedReason: reason };
    const interval = intervals.of(id);
    if (interval?.value == null) return { ...own, ...none, adjustedReason: interval?.reason ?? null };
    return {
      ...own,
      adjustedLower: toReportNumber(interval.value.lower),
      adjustedUpper: toReportNumber(interval.value.upper),
      adjustedReason: reason,
    };
  };
  return { ofMember, components: components.length, answeredOnce, resamples: intervals.resamples };
}
