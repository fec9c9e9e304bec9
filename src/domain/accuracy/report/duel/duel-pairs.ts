/** What two forecasters made of the questions, and of the time, that both cover. */
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { Horizon } from '../../comparison/overlapping-horizons.ts';
import type { CellContext } from '../cell/column-items.ts';
import { binaryRow } from '../cell/diagnostics.ts';
import type { DuelColumn } from '../models/head-to-head-model.ts';
import { toReportNumber } from '../models/report-number.ts';
import { referenceScore } from '../reference/reference-score.ts';
import { weightsOf } from '../selection/clusters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { scoreRows } from '../selection/scored-rows.ts';

const LISTED = 500;

export interface Pair {
  readonly item: ScoredForecast;
  readonly weight: number;
  readonly first: number;
  readonly second: number;
  readonly opponent: ScoredForecast | undefined;
}

/** The scored forecasts of the second. */
export interface Opponent {
  readonly scored: readonly ScoredForecast[];
  /** By question, where each has one. */
  readonly whole: ReadonlyMap<string, ScoredForecast>;
}

/**
 * Pairs in the order in which their outcomes were known. A question weighs the mean of what it weighs among the
 * remarks of either, and its pairs share that by the time that both cover: whoever is named first, the
 * difference is the same.
 * @param items of the first, of one question type and reading
 */
export function pairsOf(
  items: readonly ScoredForecast[],
  { scored, whole }: Opponent,
  rule: ScoringRule,
  { reference, parameters }: CellContext,
): Pair[] {
  const applicable = items.filter(({ distribution }) => rule.refuses(distribution) === null);
  if (reference === 'baseRate') throw new TypeError('an opponent is a forecaster');
  const common = applicable.filter((item) => reference(item).length > 0);
  const { rows } = scoreRows(common, new Array(common.length).fill(1), rule);
  const parts = rows.flatMap(({ item, value }): Pair[] => {
    const second = referenceScore(reference(item), item, rule);
    if (second === null) return [];
    const opponent = whole.get(item.forecast.question.id);
    return [{ item, weight: item.share * second.share, first: value, second: second.score, opponent }];
  });
  const questions = new Map<string, number>();
  for (const { item, weight } of parts) {
    const { id } = item.forecast.question;
    questions.set(id, (questions.get(id) ?? 0) + weight);
  }
  const among = (forecasts: readonly ScoredForecast[]) =>
    questionWeights(
      forecasts.filter(({ forecast }) => questions.has(forecast.question.id)),
      parameters.weight,
    );
  const [ours, theirs] = [among(parts.map(({ item }) => item)), among(scored)];
  const pairs = parts.map((pair): Pair => {
    const { id } = pair.item.forecast.question;
    const own = ours.get(id) as number;
    const weight = (own + (theirs.get(id) ?? own)) / 2;
    return { ...pair, weight: (weight * pair.weight) / (questions.get(id) as number) };
  });
  const key = ({ item: { forecast } }: Pair) => `${forecast.question.knownAt} ${forecast.question.id}`;
  return pairs.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What each question weighs among the remarks of one forecaster. */
function questionWeights(
  forecasts: readonly ScoredForecast[],
  kind: CellContext['parameters']['weight'],
): ReadonlyMap<string, number> {
  const weights = weightsOf(forecasts, kind);
  const sums = new Map<string, { weight: number; share: number }>();
  forecasts.forEach(({ forecast, share }, at) => {
    const so = sums.get(forecast.question.id) ?? { weight: 0, share: 0 };
    so.weight += weights[at] as number;
    so.share += share;
    sums.set(forecast.question.id, so);
  });
  return new Map([...sums].map(([id, { weight, share }]) => [id, weight / share]));
}

/** One question of a duel: the difference weighs its parts by the time that both cover. */
export interface QuestionDifference extends Horizon {
  readonly difference: number;
}

/** One difference a question, first minus second, in the order in which the outcomes were known. */
export function questionDifferences(pairs: readonly Pair[]): QuestionDifference[] {
  const questions = new Map<string, { sum: number; weight: number; from: number; known: number }>();
  for (const { item, opponent, weight, first, second } of pairs) {
    const { id, knownAt } = item.forecast.question;
    const from = Math.min(item.segment.from, opponent?.segment.from ?? Number.POSITIVE_INFINITY);
    const known = Date.parse(knownAt as string);
    const so = questions.get(id) ?? { sum: 0, weight: 0, from, known };
    so.sum += weight * (first - second);
    so.weight += weight;
    so.from = Math.min(so.from, from);
    questions.set(id, so);
  }
  return [...questions.values()].map(({ sum, weight, from, known }) => ({
    difference: sum / weight,
    from,
    known,
  }));
}

/** Why differences have no mean; null where they do, which may be infinite. */
export function withoutMean(differences: readonly number[]): string | null {
  if (differences.some(Number.isNaN)) return 'Both have an infinite score on one question.';
  return differences.includes(Number.POSITIVE_INFINITY) && differences.includes(Number.NEGATIVE_INFINITY)
    ? 'Each has an infinite score on a question, so the difference is undefined.'
    : null;
}

export interface BinaryPair {
  readonly p: number;
  readonly q: number;
  readonly outcome: number;
}

/** Both probabilities of binary pairs; null where a pair is not binary, or holds for part of the time only. */
export function binaryPairs(pairs: readonly Pair[]): BinaryPair[] | null {
  const found = pairs.map(({ item, opponent }): BinaryPair | null => {
    const [own, theirs] = [binaryRow(item), opponent === undefined ? null : binaryRow(opponent)];
    return own === null || theirs === null ? null : { p: own.p, q: theirs.p, outcome: own.outcome };
  });
  return found.every((pair) => pair !== null) ? found : null;
}

export const ONE_FORECAST_A_QUESTION =
  'Defined for binary questions with one forecast a question on each side.';

export function listOf(pairs: readonly Pair[]): Pick<DuelColumn, 'list' | 'listOmitted'> {
  let total: number | null = 0;
  const list = pairs.map(({ item: { forecast }, first, second }) => {
    const difference = Number.isNaN(first - second) ? null : first - second;
    const sum: number = total === null || difference === null ? Number.NaN : total + difference;
    total = Number.isNaN(sum) ? null : sum;
    return {
      questionId: forecast.question.id,
      title: forecast.question.facts.title,
      knownAt: forecast.question.knownAt as string,
      first: toReportNumber(first),
      second: toReportNumber(second),
      difference: difference === null ? null : toReportNumber(difference),
      cumulative: total === null ? null : toReportNumber(total),
    };
  });
  return { list: list.slice(-LISTED), listOmitted: Math.max(0, list.length - LISTED) };
}
