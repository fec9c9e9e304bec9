/** Questions about numbers, each answered by one forecast and resolved: as a record, and as rows of an evaluation. */
import type { EvaluationInput } from '../../../src/domain/evaluate.ts';
import type { Prediction } from '../../../src/domain/questions/prediction-fields.ts';
import { forecast, question } from './small-record.ts';

export interface AnsweredNumber {
  readonly prediction: Prediction;
  readonly value: number;
  readonly range: { readonly min: number; readonly max: number } | null;
}

const idOf = (at: number) => `q${String(at).padStart(2, '0')}`;

export function partsOf(given: readonly AnsweredNumber[]) {
  return {
    questions: given.map(({ range }, at) => question(idOf(at), { type: 'numeric', range })),
    forecasts: given.map(({ prediction }, at) => forecast(`f${at}`, idOf(at), 'ann', 0, { prediction })),
    resolutions: given.map(({ value }, at) => ({
      questionId: idOf(at),
      outcome: { value },
      state: 'value' as const,
      knownAtInstant: '2026-01-01T00:00:00.000Z',
    })),
  };
}

export const rowsOf = (given: readonly AnsweredNumber[]) =>
  given.map(
    ({ prediction, value, range }, at): EvaluationInput => ({
      forecaster: 'ann',
      question: idOf(at),
      type: 'numeric',
      prediction,
      outcome: value,
      ...(range === null ? {} : { range }),
    }),
  );
