/** What was said besides scored forecasts: how much cannot be scored, and what became of claims. */
import { z } from 'zod';
import { verdictRatings } from '../../claims/verdict.ts';
import { wilsonInterval } from '../intervals/proportion-interval.ts';
import type { JoinedStatement } from './joined-record.ts';
import { reportNumber, toReportNumber } from './report-number.ts';

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

export function countStatements(statements: readonly JoinedStatement[], level: number): StatementCounts {
  const ofKind = (kind: string) => statements.filter(({ facts }) => facts.kind === kind);
  const unscorable = (among: readonly JoinedStatement[]) =>
    among.filter(({ facts }) => facts.scorability !== 'scorable');
  const reasons = new Map<string, number>();
  for (const { facts } of unscorable(statements))
    reasons.set(facts.scorability, (reasons.get(facts.scorability) ?? 0) + 1);
  const forecasts = ofKind('forecast');
  return {
    total: statements.length,
    forecasts: forecasts.length,
    claims: ofKind('claim').length,
    opinions: ofKind('opinion').length,
    unscorable: share(unscorable(statements).length, statements.length, level, 'There is no statement.'),
    unscorableForecasts: share(
      unscorable(forecasts).length,
      forecasts.length,
      level,
      'There is no statement of kind forecast.',
    ),
    unscorableByReason: [...reasons]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, n]) => ({ reason, count: n })),
  };
}

export function countVerdicts(statements: readonly JoinedStatement[], level: number): VerdictCounts {
  const claims = statements.filter(({ facts }) => facts.kind === 'claim');
  const verdicts = claims.flatMap(({ verdict }) => verdict ?? []);
  const rated = (...ratings: readonly string[]) =>
    verdicts.filter((verdict) => ratings.includes(verdict)).length;
  const verifiable = verdicts.length - rated('unverifiable');
  return {
    claims: claims.length,
    withoutVerdict: claims.length - verdicts.length,
    ratings: verdictRatings.map((rating) => ({
      rating,
      share: share(rated(rating), verdicts.length, level, 'No claim has a verdict.'),
    })),
    accurateOrMostly: share(
      rated('accurate', 'mostlyAccurate'),
      verifiable,
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
