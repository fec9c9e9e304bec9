/** A question open for a hundred days, forecasts on it by day, and its outcome: what tests of time are built of. */
import { reportOf, rowOf } from './report-of.ts';
import { forecast, outcome, question } from './small-record.ts';

export const day = (date: string) => `${date}T00:00:00.000Z`;
/** Open for a hundred days; its day ends in UTC, so that it closes with the first of May. */
export const opened = (id: string, more: Parameters<typeof question>[1] = {}) =>
  question(id, { opensAt: day('2025-01-21'), closesAt: day('2025-05-01'), ...more });
export const made = (
  id: string,
  who: string,
  p: number,
  date: string,
  more: Parameters<typeof forecast>[4] = {},
) => forecast(id, 'q', who, p, { madeAt: day(date), recordedAt: day(date), ...more });
export const closed = outcome('q', true, day('2025-05-01'));
export const scoreOf = (...asked: Parameters<typeof reportOf>) => rowOf(reportOf(...asked)).strict;
