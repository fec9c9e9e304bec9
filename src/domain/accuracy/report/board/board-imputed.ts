/** What the means of a board would be if everybody had answered all of its questions. */
import type { DiscreteDistribution, Distribution } from '../../../questions/distribution.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { ScoreBoard } from '../../comparison/comparison-graph.ts';
import { imputedMeans, type Substitutes } from '../../comparison/imputation.ts';
import { crowdPool } from '../../skill/crowd-aggregate.ts';
import { worstOf } from '../cell/rule-range.ts';
import type { LeaderboardEntry } from '../models/leaderboard-model.ts';
import { toReportMeasure } from '../models/report-number.ts';
import { uniformLike } from '../reference/references.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { comparableValue } from '../selection/scored-rows.ts';
import type { BoardMember } from './board-member.ts';

/** @param scores mean score by question of everybody who has a finite mean */
export function boardImputed(
  scores: ScoreBoard,
  members: ReadonlyMap<string, BoardMember>,
  rule: ScoringRule,
): ReadonlyMap<string, LeaderboardEntry['imputed']> {
  const answers = new Map<string, ScoredForecast[][]>();
  for (const id of scores.keys()) {
    const own = new Map<string, ScoredForecast[]>();
    for (const { item } of members.get(id)?.rows ?? []) under(own, item.forecast.question.id).push(item);
    for (const [question, items] of own) under(answers, question).push(items);
  }
  const substitutes = new Map(
    [...answers].map(([question, given]) => [question, substitutesOf(given, rule)] as const),
  );
  return new Map(
    [...imputedMeans(scores, substitutes)].map(([id, { missing, means }]) => [
      id,
      {
        questions: substitutes.size,
        missing,
        crowd: toReportMeasure(means.crowd),
        uniform: toReportMeasure(means.uniform),
        worst: toReportMeasure(means.worst),
      },
    ]),
  );
}

function under<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** @param given the forecasts of each who answered a question */
function substitutesOf(given: readonly (readonly ScoredForecast[])[], rule: ScoringRule): Substitutes {
  const [first] = given.flat() as [ScoredForecast, ...ScoredForecast[]];
  const scoreOf = (distribution: Distribution | null): number | null => {
    if (distribution === null || rule.refuses(distribution) !== null) return null;
    const { value } = rule.score(distribution, first.observation);
    return value === null ? null : comparableValue(value, { distribution }, rule);
  };
  return {
    crowd: scoreOf(crowdOf(given)),
    uniform: scoreOf(uniformLike(first.distribution)),
    worst: worstScore(first.distribution, rule, scoreOf),
  };
}

/** Among options that of being certain of the one that costs most: losses are convex. */
function worstScore(
  like: Distribution,
  rule: ScoringRule,
  scoreOf: (distribution: Distribution) => number | null,
): number | null {
  if (like.kind !== 'discrete') return worstOf(rule);
  const scores = like.categories.map((_, at) =>
    scoreOf({ ...like, probabilities: like.categories.map((_other, category) => Number(category === at)) }),
  );
  if (scores.includes(null)) return null;
  return rule.orientation === 'loss' ? Math.max(...(scores as number[])) : Math.min(...(scores as number[]));
}

/** The linear pool of what each said, over the time that it stood; null over a line. */
function crowdOf(given: readonly (readonly ScoredForecast[])[]): DiscreteDistribution | null {
  const like = given[0]?.[0]?.distribution;
  if (like?.kind !== 'discrete') return null;
  const members = given.map((items) => {
    const total = items.reduce((sum, { share }) => sum + share, 0);
    return like.categories.map((_, category) =>
      items.reduce((sum, { distribution, share }) => {
        const p = distribution.kind === 'discrete' ? (distribution.probabilities[category] as number) : 0;
        return sum + (p * share) / total;
      }, 0),
    );
  });
  const { value } = crowdPool('mean')(members);
  return value === null ? null : { ...like, probabilities: value };
}
