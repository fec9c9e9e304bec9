/** When two forecasters can be compared: at moments, or over times, at which both had a forecast in effect. */
import { daysEndingIn } from '../../time/forecast-policy.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { ScoredForecast } from '../selection/counting.ts';

type Policy = AccuracyParameters['forecastPolicy'];

/** A forecast of each, in effect at the same time. */
export interface Meeting {
  readonly item: ScoredForecast;
  readonly opponent: ScoredForecast;
  /** How much of its question it is, beside the other meetings there. */
  readonly amount: number;
}

const DAY = 86_400_000;

/**
 * What has to be counted for a comparison. The first forecast of whoever spoke earlier may have been replaced
 * when the other one spoke for the first time: only what stood then is compared.
 */
export function countedPolicy(policy: Policy): Policy {
  return policy === 'first' ? 'all' : policy;
}

/**
 * `first`: the first moment at which both had a forecast in effect; `all`: each moment from then on at which
 * either spoke; by time and by days those in which both had one; else the moment that the policy asks for.
 * Whoever is named first, they meet at the same times.
 * @param first and second as counted under `countedPolicy`
 */
export function meetingsOf(
  first: readonly ScoredForecast[],
  second: readonly ScoredForecast[],
  policy: Policy,
): Meeting[] {
  const theirs = byQuestion(second);
  return [...byQuestion(first)].flatMap(([question, own]) => {
    const meetings = onQuestion(own, theirs.get(question) ?? [], policy);
    return policy === 'first' ? meetings.slice(0, 1) : meetings;
  });
}

/** The forecasts on each question in the order in which they came into effect. */
function byQuestion(scored: readonly ScoredForecast[]): ReadonlyMap<string, ScoredForecast[]> {
  const questions = new Map<string, ScoredForecast[]>();
  for (const one of scored) {
    const { id } = one.forecast.question;
    const known = questions.get(id);
    if (known === undefined) questions.set(id, [one]);
    else known.push(one);
  }
  for (const own of questions.values()) own.sort((a, b) => a.segment.from - b.segment.from);
  return questions;
}

function onQuestion(
  first: readonly ScoredForecast[],
  second: readonly ScoredForecast[],
  policy: Policy,
): Meeting[] {
  const meetings: Meeting[] = [];
  let [i, j] = [0, 0];
  while (i < first.length && j < second.length) {
    const [item, opponent] = [first[i] as ScoredForecast, second[j] as ScoredForecast];
    const from = Math.max(item.segment.from, opponent.segment.from);
    const to = Math.min(item.segment.to, opponent.segment.to);
    const amount = from < to ? amountOf(from, to, item.window.end, policy) : 0;
    if (amount > 0) meetings.push({ item, opponent, amount });
    if (item.segment.to === to) i += 1;
    if (opponent.segment.to === to) j += 1;
  }
  return meetings;
}

function amountOf(from: number, to: number, end: number, policy: Policy): number {
  if (policy === 'timeWeighted') return to - from;
  if (policy === 'daily') return daysEndingIn({ from, to, prediction: null, index: 0 }, end, DAY);
  return 1;
}
