/**
 * Times of the record. An **instant** is kept as its one canonical text, UTC with milliseconds
 * (`2026-06-30T12:00:00.000Z`): it compares, hashes and answers as itself. A **moment** is an
 * instant or a date, and a date means the end of that day in a time zone; its precision is kept.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** Canonical UTC text with milliseconds; order of texts is order of times. */
export type Instant = string;
/** `YYYY-MM-DD`. */
export type DateOnly = string;
/** An instant or a date. */
export type Moment = string;

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,3})?(Z|[+-](\d{2}):(\d{2}))$/;
const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

function isRealDate(year: number, month: number, day: number): boolean {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * Reads RFC 3339 with an offset into canonical UTC text. Null where it is not one: no offset, a
 * blank for the T, second 60, hour 24, impossible dates, more than milliseconds, years outside 1900-2200.
 */
export function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isRealDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  if (match[8] !== 'Z' && (Number(match[9]) > 23 || Number(match[10]) > 59)) return null;
  const instant = new Date(text).toISOString();
  const utcYear = Number(instant.slice(0, 4));
  return instant.length === 24 && utcYear >= 1900 && utcYear <= 2200 ? instant : null;
}

/** Whether the text is a real date of the years 1900-2200 in the form `YYYY-MM-DD`. */
export function isDateOnly(text: string): text is DateOnly {
  const match = DATE.exec(text);
  return match !== null && isRealDate(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** First instant after the day in the zone: a moment given as a date ends there, exclusively. */
export function endOfDay(date: DateOnly, timezone: string): Instant {
  // Every day of UTC has 24 hours: a hundredth of what the calendar costs, for nearly every question.
  if (timezone === 'UTC') return new Date(Date.parse(date) + DAY_MS).toISOString();
  const next = Temporal.PlainDate.from(date).add({ days: 1 });
  return new Date(next.toZonedDateTime({ timeZone: timezone }).epochMilliseconds).toISOString();
}

/** First instant of the day in the zone. */
export function startOfDay(date: DateOnly, timezone: string): Instant {
  const day = Temporal.PlainDate.from(date);
  return new Date(day.toZonedDateTime({ timeZone: timezone }).epochMilliseconds).toISOString();
}

/** The day that it is in the zone at an instant. */
export function dateIn(instant: Instant, timezone: string): DateOnly {
  if (timezone === 'UTC') return instant.slice(0, 10); // a calendar costs a thousand times as much
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

/** The instant a moment stands for: itself, or the end of its day in the zone. */
export function momentToInstant(moment: Moment, timezone: string): Instant {
  return isDateOnly(moment) ? endOfDay(moment, timezone) : moment;
}

/** Whether the moment has begun at `now`: a date counts from the start of its day. */
export function hasBegun(moment: Moment, timezone: string, now: Instant): boolean {
  return (isDateOnly(moment) ? startOfDay(moment, timezone) : moment) <= now;
}

/** Whether the name is an IANA time zone that this build knows. */
export function isTimezone(name: string): boolean {
  if (name === 'UTC') return true; // the default, and a formatter costs a millisecond
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Input field: RFC 3339 with an offset, answered in UTC. */
export const instantField = z
  .string()
  .meta({ format: 'date-time', examples: ['2024-12-25T00:00:00Z'] })
  .transform((text, context): Instant => {
    const instant = parseInstant(text);
    if (instant !== null) return instant;
    context.issues.push({
      code: 'custom',
      message:
        'must be RFC 3339 with an offset, at most milliseconds, of the years 1900-2200, such as 2026-06-30T12:00:00Z',
      input: text,
    });
    return z.NEVER;
  });

/** Input field: a real date `YYYY-MM-DD`. */
export const dateField = z
  .string()
  .meta({ format: 'date', examples: ['2026-06-30'] })
  .refine(isDateOnly, { error: 'must be a real date YYYY-MM-DD of the years 1900-2200' });

/** Input field: an instant, or a date that means the end of that day in the question's time zone. */
export const momentField = z
  .string()
  .meta({ examples: ['2026-06-30', '2026-06-30T12:00:00Z'] })
  .transform((text, context): Moment => {
    if (isDateOnly(text)) return text;
    const instant = parseInstant(text);
    if (instant !== null) return instant;
    context.issues.push({
      code: 'custom',
      message: 'must be a date YYYY-MM-DD or RFC 3339 with an offset, of the years 1900-2200',
      input: text,
    });
    return z.NEVER;
  });

/** Answered instant: UTC with `Z`. */
export const instantOutput = z.string().meta({ format: 'date-time', examples: ['2024-12-25T00:00:00.000Z'] });
/** Answered moment: as precise as it was sent. */
export const momentOutput = z.string().meta({ examples: ['2026-06-30', '2026-06-30T12:00:00.000Z'] });
