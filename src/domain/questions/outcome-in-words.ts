import type { Outcome } from './prediction-fields.ts';

/** `true`, an option, a number, a date, `not before …`, `void: …`; null while open. */
export function outcomeInWords(outcome: Outcome | null): string | null {
  if (outcome === null || 'reopened' in outcome) return null;
  if ('void' in outcome) return `void: ${outcome.void}`;
  if ('value' in outcome) return String(outcome.value);
  if ('optionId' in outcome) return outcome.optionId;
  return 'date' in outcome ? outcome.date : `not before ${outcome.notBefore}`;
}
