/** What two forecasters made of the questions, and of the time, that both cover. */
import type { Distribution } from '../../../questions/distribution.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { binaryRow } from '../cell/diagnostics.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import { weightsOf } from '../selection/clusters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { comparableValue } from '../selection/scored-rows.ts';
import type { Meeting } from './duel-meetings.ts';

export interface Pair {
  /** Of the first. */
  readonly item: ScoredForecast;
  /** Of the second, in effect at the same time. */
  readonly opponent: ScoredForecast;
  readonly weight: number;
  readonly first: number;
  readonly second: number;
}

/**
 * Pairs in the order in which their outcomes were known. A question weighs the mean of what it weighs among the
 * remarks of either, and its pairs share that by the time that both cover: whoever is named first, the
 * difference is the same.
 * @param meetings of one question type and reading
 */
export function pairsOf(
  meetings: readonly Meeting[],
  rule: ScoringRule,
  kind: AccuracyParameters['weight'],
): Pair[] {
  const parts = meetings.flatMap(({ item, opponent, amount }): Pair[] => {
    const from = laterOf(item.distribution, opponent.distribution);
    const [first, second] = [scoreFrom(from, item, rule), scoreFrom(from, opponent, rule)];
    return first === null || second === null ? [] : [{ item, opponent, weight: amount, first, second }];
  });
  const amounts = new Map<string, number>();
  for (const { item, weight } of parts) {
    const { id } = item.forecast.question;
    amounts.set(id, (amounts.get(id) ?? 0) + weight);
  }
  const ours = questionWeights(new Set(parts.map(({ item }) => item)), kind);
  const theirs = questionWeights(new Set(parts.map(({ opponent }) => opponent)), kind);
  const pairs = parts.map((pair): Pair => {
    const { id } = pair.item.forecast.question;
    const weight = ((ours.get(id) as number) + (theirs.get(id) as number)) / 2;
    return { ...pair, weight: (weight * pair.weight) / (amounts.get(id) as number) };
  });
  const key = ({ item: { forecast } }: Pair) => `${forecast.question.knownAt} ${forecast.question.id}`;
  return pairs.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The day from which both are measured: that of the later one, when both had spoken; null where none counts. */
function laterOf(one: Distribution, other: Distribution): number | null {
  const days = [one, other].flatMap((of) => (of.kind === 'continuous' ? (of.madeOn ?? []) : []));
  return days.length === 0 ? null : Math.max(...days);
}

function scoreFrom(
  madeOn: number | null,
  { distribution, observation }: ScoredForecast,
  rule: ScoringRule,
): number | null {
  if (rule.refuses(distribution) !== null) return null;
  const measured =
    distribution.kind === 'continuous' && distribution.madeOn !== madeOn
      ? { ...distribution, madeOn }
      : distribution;
  const { value } = rule.score(measured, observation);
  return value === null ? null : comparableValue(value, { distribution }, rule);
}

/** What each question weighs among the remarks of one forecaster. */
function questionWeights(
  forecasts: ReadonlySet<ScoredForecast>,
  kind: AccuracyParameters['weight'],
): ReadonlyMap<string, number> {
  const weights = weightsOf([...forecasts], kind);
  const sums = new Map<string, { weight: number; share: number }>();
  [...forecasts].forEach(({ forecast, share }, at) => {
    const so = sums.get(forecast.question.id) ?? { weight: 0, share: 0 };
    so.weight += weights[at] as number;
    so.share += share;
    sums.set(forecast.question.id, so);
  });
  return new Map([...sums].map(([id, { weight, share }]) => [id, weight / share]));
}

export interface BinaryPair {
  readonly p: number;
  readonly q: number;
  readonly outcome: number;
}

/** Both probabilities of binary pairs; null where a pair is not binary, or a question has several. */
export function binaryPairs(pairs: readonly Pair[]): BinaryPair[] | null {
  const questions = new Set(pairs.map(({ item }) => item.forecast.question.id));
  if (questions.size < pairs.length) return null;
  const found = pairs.map(({ item, opponent }): BinaryPair | null => {
    const [own, theirs] = [binaryRow(item), binaryRow(opponent)];
    return own === null || theirs === null ? null : { p: own.p, q: theirs.p, outcome: own.outcome };
  });
  return found.every((pair) => pair !== null) ? found : null;
}

export const ONE_FORECAST_A_QUESTION =
  'Defined for binary questions with one forecast a question on each side.';
