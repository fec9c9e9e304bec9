/** What was said besides scored forecasts: how much cannot be scored, and what became of claims. */
import { z } from 'zod';
import { verdictRatings } from '../../../claims/verdict.ts';
import { wilsonInterval } from '../../intervals/proportion-interval.ts';
import { reportNumber, toReportNumber } from '../models/report-number.ts';
import type { StatementTally } from './statement-tally.ts';

const count = z.int();

export const reportShare = z
  .strictObject({
    count,
    of: count,
    value: reportNumber.describe('count / of; null where there is nothing to share.'),
    lower: reportNumber.describe('Wilson interval at the level of the report.'),
    upper: reportNumber,
    reason: z.string().nullable(),
  })
  .meta({ id: 'ReportShare', description: 'A share with its Wilson interval.' });
export type ReportShare = z.infer<typeof reportShare>;

export const statementCounts = z
  .strictObject({
    total: count,
    forecasts: count,
    claims: count,
    opinions: count,
    unscorable: reportShare.describe('Of all statements. Vagueness is counted, not forgotten.'),
    unscorableForecasts: reportShare.describe('Of the statements of kind forecast.'),
    unscorableByReason: z.array(z.strictObject({ reason: z.string(), count })),
  })
  .meta({ id: 'StatementCounts', description: 'Statements of the group, retracted ones left out.' });
export type StatementCounts = z.infer<typeof statementCounts>;

export const verdictCounts = z
  .strictObject({
    claims: count,
    withoutVerdict: count,
    ratings: z
      .array(z.strictObject({ rating: z.enum(verdictRatings), share: reportShare }))
      .describe('Of claims with a verdict.'),
    accurateOrMostly: reportShare.describe('Of the claims that could be verified.'),
  })
  .meta({ id: 'VerdictCounts', description: 'What became of claims.' });
export type VerdictCounts = z.infer<typeof verdictCounts>;

export function countStatements(tally: StatementTally, level: number): StatementCounts {
  const { kinds, unscorable, unscorableForecasts } = tally;
  const forecasts = kinds.of('forecast');
  return {
    total: kinds.total,
    forecasts,
    claims: kinds.of('claim'),
    opinions: kinds.of('opinion'),
    unscorable: share(unscorable.total, kinds.total, level, 'There is no statement.'),
    unscorableForecasts: share(
      unscorableForecasts,
      forecasts,
      level,
      'There is no statement of kind forecast.',
    ),
    unscorableByReason: unscorable
      .entries()
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, n]) => ({ reason, count: n })),
  };
}

export function countVerdicts({ kinds, verdicts }: StatementTally, level: number): VerdictCounts {
  const claims = kinds.of('claim');
  const accurate = verdicts.of('accurate') + verdicts.of('mostlyAccurate');
  return {
    claims,
    withoutVerdict: claims - verdicts.total,
    ratings: verdictRatings.map((rating) => ({
      rating,
      share: share(verdicts.of(rating), verdicts.total, level, 'No claim has a verdict.'),
    })),
    accurateOrMostly: share(
      accurate,
      verdicts.total - verdicts.of('unverifiable'),
      level,
      'No claim could be verified.',
    ),
  };
}

export function share(part: number, of: number, level: number, reason: string): ReportShare {
  if (of === 0) return { count: part, of, value: null, lower: null, upper: null, reason };
  const bounds = wilsonInterval(part, of, level).value;
  return {
    count: part,
    of,
    value: toReportNumber(part / of),
    lower: bounds === null ? null : toReportNumber(bounds.lower),
    upper: bounds === null ? null : toReportNumber(bounds.upper),
    reason: null,
  };
}
