/** One column of the leaderboard: everybody's cell, rank and what may be declared. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { type RankInterval, rankBoard } from '../../comparison/rank-board.ts';
import { FLOORS } from '../../floors.ts';
import { robustDominance } from '../../hedges/hedged-statement.ts';
import type { SideWork } from '../../intervals/side-work.ts';
import { brierIndex } from '../../skill/brier-index.ts';
import type { LeaderboardColumn, LeaderboardEntry } from '../models/leaderboard-model.ts';
import { type ReportMeasure, toReportMeasure, toReportNumber } from '../models/report-number.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import type { Prepared } from '../selection/prepare.ts';
import { inReading } from '../selection/scored-rows.ts';
import { adjustedMeans } from './board-adjusted.ts';
import { boardImputed } from './board-imputed.ts';
import { boardLexicons } from './board-lexicons.ts';
import { type BoardMember, boardMember } from './board-member.ts';
import { boardPairs } from './board-pairs.ts';
import { type AgainstBaseline, againstBaseline } from './board-reference.ts';
import { withoutCommonTime } from './common-time.ts';

const RESAMPLES = 1000;

/** A forecaster with what is scored. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly scored: readonly ScoredForecast[];
}

export function leaderboardColumn(
  people: readonly Member[],
  reading: 'strict' | 'lenient',
  rule: ScoringRule,
  { context, joined }: Prepared,
  sideWork: SideWork,
): LeaderboardColumn {
  const { level, seed, baseline, hedge } = context.parameters;
  const { orientation } = rule;
  const members = new Map<string, BoardMember>();
  for (const { id, scored } of people) {
    const items = inReading(scored, reading).filter(
      ({ distribution }) => rule.refuses(distribution) === null,
    );
    if (items.length > 0) members.set(id, boardMember(items, rule, context));
  }
  const onBoard = new Map([...members].filter(([, { unranked }]) => unranked === null));
  const ranked = rankBoard(new Map([...onBoard].map(([id, { totals }]) => [id, totals])), {
    level,
    seed,
    replicates: RESAMPLES,
    orientation,
  });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const order = (a: string, b: string) =>
    (ranked.ranks.get(a) ?? Infinity) - (ranked.ranks.get(b) ?? Infinity) ||
    compare(names.get(a) ?? '', names.get(b) ?? '') ||
    compare(a, b);
  const ordered = [...members.keys()].sort(order);
  const scores = new Map(
    ordered.flatMap((id) => {
      const found = members.get(id)?.byQuestion;
      return found == null ? [] : [[id, found] as const];
    }),
  );
  const apart = withoutCommonTime(context.parameters);
  const comparable = apart === null ? scores : new Map<string, ReadonlyMap<string, number>>();
  // The longer of two bootstraps is begun beside, the other one is drawn meanwhile.
  const adjusted = adjustedMeans(
    comparable,
    members,
    context.clusterOf,
    { level, seed, resamples: RESAMPLES, without: apart ?? INFINITE.reason },
    sideWork,
  );
  const ranks = new Map(ranked.intervals().map((rank) => [rank.forecaster, rank]));
  const imputed = boardImputed(scores, members, rule);
  const pairs = boardPairs(comparable, rule, baseline);
  const reference = againstBaseline(members, rule, context);
  const lexicons = boardLexicons(onBoard, joined.lexicons, rule, hedge);
  const entries = ordered.map((id): LeaderboardEntry => {
    const { questions, clusters, mean, rows, hedged, unranked } = members.get(id) as BoardMember;
    return {
      forecasterId: id,
      forecaster: names.get(id) ?? '',
      questions,
      forecasts: rows.length,
      clusters,
      mean,
      best: hedged.best,
      worst: hedged.worst,
      hedged,
      ...rankFields(ranks.get(id), clusters),
      aheadOf:
        apart === null ? [...ranks.keys()].filter((other) => isAhead(id, other, ranks, members)).sort() : [],
      ...adjusted.ofMember(id),
      brierIndex: indexOf(rule, adjusted.ofMember(id).adjustedMean),
      imputed: imputed.get(id) ?? NOT_IMPUTED,
      againstBaseline: reference.get(id) as AgainstBaseline,
      pairwise: pairs.ofMember.get(id) ?? notCompared(apart ?? INFINITE.reason),
      lexiconRanks: lexicons.ofMember.get(id) ?? { lower: null, upper: null, readings: [] },
      reason: unranked,
    };
  });
  return {
    entries,
    comparisonReason: apart,
    resamples: RESAMPLES,
    components: adjusted.components,
    answeredOnce: adjusted.answeredOnce,
    adjustedResamples: adjusted.resamples,
    tested: entries.filter(({ againstBaseline: { p } }) => p.value !== null).length,
    pairwise: pairs.column,
    ...lexicons.column,
  };
}

const INFINITE = { value: null, reason: 'The mean score is infinite.' };
const NOT_IMPUTED: LeaderboardEntry['imputed'] = {
  questions: 0,
  missing: 0,
  crowd: INFINITE,
  uniform: INFINITE,
  worst: INFINITE,
};

function indexOf(rule: ScoringRule, { value, reason }: ReportMeasure): ReportMeasure {
  if (rule.key !== 'brier') return { value: null, reason: 'Defined for brier.' };
  return value === null ? { value, reason } : toReportMeasure(brierIndex(Number(value)));
}

function notCompared(reason: string): LeaderboardEntry['pairwise'] {
  const none = { value: null, reason };
  return {
    opponents: 0,
    component: null,
    relativeSkill: none,
    scaledRelativeSkill: none,
    meanDifference: none,
  };
}

/** @param clusters of the forecaster: one drawn anew is the same one again, and says nothing of chance */
function rankFields(rank: RankInterval | undefined, clusters: number) {
  const none = { rankLower: null, rankUpper: null, shareRankedFirst: null };
  if (rank === undefined) return { rank: null, ...none };
  if (clusters < 2) return { rank: rank.rank, ...none };
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
  members: ReadonlyMap<string, BoardMember>,
): boolean {
  const [own, theirs] = [ranks.get(id), ranks.get(other)];
  if (own === undefined || theirs === undefined || own.upper >= theirs.lower) return false;
  // Few clusters drawn anew are often the same few again: between equals somebody would soon be ahead.
  const few = [id, other].some((one) => (members.get(one)?.clusters ?? 0) < FLOORS.firmClusters);
  if (few) return false;
  const [a, b] = [hedgedOf(members.get(id)), hedgedOf(members.get(other))];
  return a === null || b === null || robustDominance(a, b) === 'first';
}

function hedgedOf(member: BoardMember | undefined): { readonly best: number; readonly worst: number } | null {
  const { best, worst } = member?.hedged ?? {};
  if (best === undefined || worst === undefined || best.value === null || worst.value === null) return null;
  return { best: Number(best.value), worst: Number(worst.value) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
