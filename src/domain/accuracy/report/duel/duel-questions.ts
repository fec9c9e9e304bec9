/** The questions of a duel, each once: what its pairs come to. */
import type { Horizon } from '../../comparison/overlapping-horizons.ts';
import type { JoinedForecast } from '../../record/joined-record.ts';
import type { DuelColumn } from '../models/head-to-head-model.ts';
import { toReportNumber } from '../models/report-number.ts';
import type { Pair } from './duel-pairs.ts';

const LISTED = 500;

/** One question of a duel: its scores weigh its pairs by the time that both cover. */
export interface DuelQuestion extends Horizon {
  readonly question: JoinedForecast['question'];
  readonly first: number;
  readonly second: number;
  readonly difference: number;
}

/** In the order of the pairs, in which the outcomes were known. */
export function duelQuestions(pairs: readonly Pair[]): DuelQuestion[] {
  const questions = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const { id } = pair.item.forecast.question;
    const known = questions.get(id);
    if (known === undefined) questions.set(id, [pair]);
    else known.push(pair);
  }
  return [...questions.values()].map((own) => {
    const { question } = (own[0] as Pair).item.forecast;
    const mean = (of: (pair: Pair) => number) => {
      const [only] = own;
      if (only !== undefined && own.length === 1) return of(only);
      const weight = own.reduce((sum, pair) => sum + pair.weight, 0);
      return own.reduce((sum, pair) => sum + pair.weight * of(pair), 0) / weight;
    };
    return {
      question,
      first: mean(({ first }) => first),
      second: mean(({ second }) => second),
      difference: mean(({ first, second }) => first - second),
      from: Math.min(...own.flatMap(({ item, opponent }) => [item.segment.from, opponent.segment.from])),
      known: Date.parse(question.knownAt as string),
    };
  });
}

/** Why differences have no mean; null where they do, which may be infinite. */
export function withoutMean(differences: readonly number[]): string | null {
  if (differences.some(Number.isNaN)) return 'Both have an infinite score on one question.';
  return differences.includes(Number.POSITIVE_INFINITY) && differences.includes(Number.NEGATIVE_INFINITY)
    ? 'Each has an infinite score on a question, so the difference is undefined.'
    : null;
}

export function listOf(questions: readonly DuelQuestion[]): Pick<DuelColumn, 'list' | 'listOmitted'> {
  let total: number | null = 0;
  const list = questions.map(({ question, first, second, difference: own }) => {
    const difference = Number.isNaN(own) ? null : own;
    const sum: number = total === null || difference === null ? Number.NaN : total + difference;
    total = Number.isNaN(sum) ? null : sum;
    return {
      questionId: question.id,
      title: question.facts.title,
      knownAt: question.knownAt as string,
      first: toReportNumber(first),
      second: toReportNumber(second),
      difference: difference === null ? null : toReportNumber(difference),
      cumulative: total === null ? null : toReportNumber(total),
    };
  });
  return { list: list.slice(-LISTED), listOmitted: Math.max(0, list.length - LISTED) };
}
