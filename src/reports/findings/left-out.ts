/** What is not in the scores, in words. */
import type { LeftOutCounts } from '../../domain/accuracy/report/models/accuracy-model.ts';
import type { EvaluatedFigures } from '../../domain/evaluation/evaluation-model.ts';
import { listed } from './wording.ts';

type Counts = LeftOutCounts | EvaluatedFigures['leftOut'];
type Reason = keyof LeftOutCounts | keyof EvaluatedFigures['leftOut'];

/** Words for each count of what was left out, of the record and of rows that are on none. */
const leftOutWords: Readonly<Record<Reason, string>> = {
  outcomeNotKnown: 'without an outcome yet',
  annulled: 'on annulled questions',
  ambiguous: 'on questions that could not be decided',
  conditionFalse: 'on questions whose condition did not hold',
  notAvailable: 'on questions whose outcome cannot be had',
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

/** `12 still open`, one for each reason that left something out. */
export function leftOutParts({ withheldForSmallSample: _numbers, ...counts }: Counts): string[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${leftOutWords[reason as Reason]}`);
}

/** ` Left out: 12 still open and 3 on void questions.`; empty where nothing was. */
export function leftOutInWords(counts: Counts): string {
  const parts = leftOutParts(counts);
  const left = parts.length === 0 ? '' : ` Left out: ${listed(parts)}.`;
  return counts.withheldForSmallSample === 0
    ? left
    : `${left} ${counts.withheldForSmallSample} ${leftOutWords.withheldForSmallSample}.`;
}
