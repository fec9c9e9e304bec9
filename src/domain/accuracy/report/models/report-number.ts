/** Numbers of a report as JSON holds them: infinite is a string, undefined is null with a reason. */
import { z } from 'zod';
import type { Standing } from '../../floors.ts';
import type { IntervalEstimate } from '../../intervals/interval.ts';
import type { Measure } from '../../measure.ts';

export const reportNumber = z.union([z.number(), z.enum(['Infinity', '-Infinity'])]).nullable();
export type ReportNumber = z.infer<typeof reportNumber>;

export const reportMeasure = z
  .strictObject({
    value: reportNumber,
    reason: z.string().nullable().describe('Why there is no value; null where there is one.'),
  })
  .meta({ id: 'ReportMeasure', description: 'A number that may be undefined.' });
export type ReportMeasure = z.infer<typeof reportMeasure>;

const interval = {
  lower: reportNumber,
  upper: reportNumber,
  standardError: reportNumber,
  method: z.string().nullable().describe('How the interval was made; null where there is none.'),
  intervalReason: z.string().nullable().describe('Why there is no interval, or why it is indicative only.'),
  indicativeOnly: z.boolean().describe('The sample is too small to rely on the interval.'),
};

export const reportEstimate = z
  .strictObject({
    value: reportNumber,
    reason: z.string().nullable().describe('Why there is no value.'),
    ...interval,
  })
  .meta({ id: 'ReportEstimate', description: 'A number with its interval at the level of the report.' });
export type ReportEstimate = z.infer<typeof reportEstimate>;

export const reportInterval = z
  .strictObject(interval)
  .meta({ id: 'ReportInterval', description: 'Another interval of the same number.' });
export type ReportInterval = z.infer<typeof reportInterval>;

// Twelve digits are more than any sample supports, and spare readers 0.30000000000000004.
const DIGITS = 12;

/** The number to twelve significant digits; every format shows exactly this one. */
export function toReportNumber(value: number): ReportNumber {
  if (Number.isNaN(value)) throw new RangeError('a report number is NaN');
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  if (value === Number.NEGATIVE_INFINITY) return '-Infinity';
  return Number(value.toPrecision(DIGITS)) + 0;
}

export function toNullableNumber(value: number | null): ReportNumber {
  return value === null ? null : toReportNumber(value);
}

export function toReportMeasure(measure: Measure<number>): ReportMeasure {
  return measure.reason === null
    ? { value: toReportNumber(measure.value), reason: null }
    : { value: null, reason: measure.reason };
}

/** An estimate with its interval, which is held back where its sample is too small. */
export function toReportEstimate(measure: Measure<IntervalEstimate>, standing: Standing): ReportEstimate {
  if (measure.reason !== null) return noEstimate(measure.reason);
  const { estimate, lower, upper, se, method, reason } = measure.value;
  const value = toReportNumber(estimate);
  if (reason !== null || !standing.shown) {
    return { ...noEstimate(null), value, intervalReason: reason ?? standing.reason };
  }
  return {
    value,
    lower: toNullableNumber(lower),
    upper: toNullableNumber(upper),
    standardError: toNullableNumber(se),
    method,
    reason: null,
    intervalReason: standing.reason,
    indicativeOnly: standing.indicativeOnly,
  };
}

/** The interval alone; an undefined number has none, for the same reason. */
export function toReportInterval(measure: Measure<IntervalEstimate>, standing: Standing): ReportInterval {
  const { value: _value, reason, intervalReason, ...interval } = toReportEstimate(measure, standing);
  return { ...interval, intervalReason: reason ?? intervalReason };
}

export function noEstimate(reason: string | null): ReportEstimate {
  const none = { value: null, lower: null, upper: null, standardError: null, method: null };
  return { ...none, reason, intervalReason: null, indicativeOnly: false };
}
