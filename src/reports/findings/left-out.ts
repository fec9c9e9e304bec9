/** What is not in the scores, in words. */
import type { LeftOutCounts } from '../../domain/accuracy/report/accuracy-model.ts';
import { listed } from './wording.ts';

/** Words for each count of what was left out. */
const leftOutWords: Readonly<Record<keyof LeftOutCounts, string>> = {
  retracted: 'retracted',
  superseded: 'superseded by a correction',
  void: 'on void questions',
  open: 'still open',
  madeAtOrAfterClose: 'made at or after the close',
  madeAfterOutcomeKnown: 'made after the outcome was known',
  capturedAfterOutcome: 'captured after the outcome',
  withdrawn: 'withdrawn',
  updated: 'updated by a later one',
  spotOutsideWindow: 'on questions that were not open at the time asked for',
  notInEffectAtSpot: 'not in effect at the time asked for',
  notApplicable: 'of a form that the rules do not score',
  withheldForSmallSample: 'numbers held back because n is small',
};

/** ` Left out: 12 still open and 3 on void questions.`; empty where nothing was. */
export function leftOutInWords({ withheldForSmallSample, ...counts }: LeftOutCounts): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([key, count]) => `${count} ${leftOutWords[key as keyof LeftOutCounts]}`);
  const left = parts.length === 0 ? '' : ` Left out: ${listed(parts)}.`;
  return withheldForSmallSample === 0
    ? left
    : `${left} ${withheldForSmallSample} ${leftOutWords.withheldForSmallSample}.`;
}
