/** Numbers inside sentences and plots: rounded for reading; the tables have every digit. */

import type { ReportShare } from '../../domain/accuracy/report/groups/statement-counts.ts';
import type { ReportEstimate, ReportNumber } from '../../domain/accuracy/report/models/report-number.ts';

/** To three significant digits. */
export function shown(value: ReportNumber): string {
  if (value === null) return 'undefined';
  if (typeof value !== 'number') return value === 'Infinity' ? 'infinite' : 'minus infinite';
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** `1 forecast`, `2 forecasts`. */
export function counted(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`}`;
}

/** `0.21 (95 % interval 0.15 to 0.27)`, or why there is no interval. */
export function estimated(estimate: ReportEstimate, level: number): string {
  const { value, lower, upper, reason, intervalReason } = estimate;
  if (value === null) return `undefined (${withoutStop(reason ?? 'no score')})`;
  if (lower === null || upper === null)
    return `${shown(value)} (no interval: ${withoutStop(intervalReason ?? 'unknown')})`;
  return `${shown(value)} (${percent(level)} interval ${shown(lower)} to ${shown(upper)})`;
}

/** What a baseline has, and on how many of the questions where it does not cover all. */
export function baselineInWords(cell: {
  readonly questions: number;
  readonly skillQuestions: number;
  readonly baselineMean: { readonly value: ReportNumber };
}): string {
  const { questions, skillQuestions, baselineMean } = cell;
  return skillQuestions < questions
    ? `covers only ${skillQuestions} of these ${questions} questions and has ${shown(baselineMean.value)} there`
    : `has ${shown(baselineMean.value)} on the same questions`;
}

/** The skill against a baseline, or why none is shown. */
export function skillInWords(skill: ReportEstimate, level: number): string {
  return skill.value === null
    ? `no skill against it is shown (${withoutStop(skill.reason ?? 'no score')}).`
    : `the skill against it is ${estimated(skill, level)}, where 0 is no better and 1 is perfect.`;
}

/** Each reason for which an interval is held back, as sentences after a description; empty where none is. */
export function withheldInWords(estimates: readonly ReportEstimate[]): string {
  const reasons = estimates.flatMap(({ value, lower, intervalReason }) =>
    value === null || lower !== null || intervalReason === null ? [] : [intervalReason],
  );
  return reasons.length === 0 ? '' : ` Intervals held back: ${[...new Set(reasons)].join(' ')}`;
}

/** `12 of 40 (30 %, 95 % interval 18 % to 45 %)`. */
export function shareInWords({ count, of, value, lower, upper }: ReportShare, level: number): string {
  if (value === null) return `${count} of ${of}`;
  const interval =
    lower === null || upper === null
      ? ''
      : `, ${percent(level)} interval ${percent(Number(lower))} to ${percent(Number(upper))}`;
  return `${count} of ${of} (${percent(Number(value))}${interval})`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/** What stands in the tables beside the first row, which the sentences are about; empty where nothing does. */
export function othersInWords(
  rows: readonly { readonly ruleTitle: string; readonly questionType: string }[],
): string {
  const others = rows
    .slice(1)
    .map(({ ruleTitle, questionType }) => `the ${ruleTitle} of ${questionType} questions`);
  return others.length === 0 ? '' : ` The tables also hold ${listed(others)}.`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
