/**
 * A day. Every place is sent as `YYYY-MM-DD` and read as a whole number of days since 1970-01-01, so
 * that differences are days and the right date has error 0 (prediction and outcome stand for the same
 * moment of their day). "By" a date includes it. Scales of a named distribution are days.
 */
import { z } from 'zod';
import { dateField, dateIn, isDateOnly, type Moment } from '../time.ts';
import { checkForm } from './continuous-check.ts';
import { dateForm, type PlacedForm } from './continuous-form.ts';
import { readForm, summariseForm } from './continuous-reading.ts';
import type { DistributionFamily } from './distribution-family.ts';
import type { QuestionType } from './question-type.ts';

export const datePrediction = dateForm(dateField);
export type DatePrediction = z.infer<typeof datePrediction>;

export const dateOutcome = z
  .union([
    z.strictObject({ date: dateField }),
    z.strictObject({
      notBefore: dateField.describe('It had not happened before this day: then, later or never.'),
    }),
  ])
  .meta({ id: 'DateOutcome' });
export type DateOutcome = z.infer<typeof dateOutcome>;

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a date, or of an instant with its share of the day. */
export function dayNumber(date: string): number {
  return Date.parse(date.includes('T') ? date : `${date}T00:00:00Z`) / DAY_MS;
}

/** The day in which a horizon falls; of a date, the day after it, whose beginning it is. */
function horizonDay(resolvesBy: Moment, timezone: string): number {
  return isDateOnly(resolvesBy) ? dayNumber(resolvesBy) + 1 : dayNumber(dateIn(resolvesBy, timezone));
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function placed(prediction: DatePrediction): PlacedForm {
  if ('quantiles' in prediction) {
    return {
      quantiles: prediction.quantiles.map(({ level, value }) => ({ level, value: dayNumber(value) })),
    };
  }
  if ('cdf' in prediction) {
    return {
      cdf: prediction.cdf.map(({ value, probability }) => ({ value: dayNumber(value), probability })),
    };
  }
  if ('samples' in prediction) return { samples: prediction.samples.map(dayNumber) };
  if ('distribution' in prediction) return { distribution: placedFamily(prediction.distribution) };
  if ('point' in prediction) return { point: dayNumber(prediction.point) };
  const { lower, upper, probability } = prediction.interval;
  return { interval: { lower: dayNumber(lower), upper: dayNumber(upper), probability } };
}

function placedFamily(
  parameters: Extract<DatePrediction, { distribution: unknown }>['distribution'],
): DistributionFamily {
  switch (parameters.family) {
    case 'normal':
      return { ...parameters, mean: dayNumber(parameters.mean) };
    case 'uniform':
      return { ...parameters, min: dayNumber(parameters.min), max: dayNumber(parameters.max) };
    case 'normalMixture':
      return { ...parameters, means: parameters.means.map(dayNumber) };
    default:
      return { ...parameters, location: dayNumber(parameters.location) };
  }
}

export const date: QuestionType<DatePrediction, DateOutcome> = {
  key: 'date',
  predictionSchema: datePrediction,
  outcomeSchema: dateOutcome,
  checkPrediction: (_definition, prediction) => checkForm(placed(prediction)),
  checkOutcome: () => [],
  readPrediction: ({ milestones, timezone, resolvesBy }, prediction, madeAt) => ({
    kind: 'continuous',
    unit: 'day',
    range: null,
    mayNeverHappen: true,
    transform: null,
    milestones: milestones?.map(dayNumber) ?? null,
    madeOn: madeAt === null ? null : dayNumber(dateIn(madeAt, timezone)),
    horizon: resolvesBy === null ? null : horizonDay(resolvesBy, timezone),
    form: readForm(placed(prediction)),
  }),
  readOutcome: (_definition, outcome) =>
    'date' in outcome
      ? { kind: 'value', value: dayNumber(outcome.date) }
      : { kind: 'notBefore', value: dayNumber(outcome.notBefore) },
  summary: (_definition, prediction) =>
    summariseForm(placed(prediction), dayText, (days) => `${days} ${days === 1 ? 'day' : 'days'}`),
};
