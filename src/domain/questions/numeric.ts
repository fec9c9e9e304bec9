/** A number. Predictions and outcomes may lie outside the question's range: it is the span of an axis, not a bound. */
import { z } from 'zod';
import type { InputIssue } from '../errors.ts';
import { checkForm } from './continuous-check.ts';
import { type NumericForm, numericForm } from './continuous-form.ts';
import { readForm, summariseForm } from './continuous-reading.ts';
import type { QuestionType } from './question-type.ts';

export const numericOutcome = z.strictObject({ value: z.number() }).meta({ id: 'NumericOutcome' });
export type NumericOutcome = z.infer<typeof numericOutcome>;

/** A number has a value somewhere: a cdf of zeros says nothing of it (for a date it says never). */
function checkMass(form: NumericForm): InputIssue[] {
  if (!('cdf' in form) || form.cdf.at(-1)?.probability !== 0) return [];
  return [{ pointer: '/cdf', code: 'noMass', message: 'holds no probability at all' }];
}

export const numeric: QuestionType<NumericForm, NumericOutcome> = {
  key: 'numeric',
  predictionSchema: numericForm,
  outcomeSchema: numericOutcome,
  checkPrediction: (_definition, form) => [...checkForm(form), ...checkMass(form)],
  checkOutcome: () => [],
  readPrediction: ({ unit, range, transform }, form) => ({
    kind: 'continuous',
    unit,
    range,
    mayNeverHappen: false,
    transform,
    milestones: null,
    madeOn: null,
    horizon: null,
    form: readForm(form),
  }),
  readOutcome: (_definition, { value }) => ({ kind: 'value', value }),
  summary: ({ unit }, form) =>
    summariseForm(form, (value) => (unit === null ? String(value) : `${value} ${unit}`)),
};
