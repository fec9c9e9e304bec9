/** Whoever is named first in a head-to-head, it finds the same, under every policy and weight. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import type { DuelColumn } from '../../../src/domain/accuracy/report/models/head-to-head-model.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import type { ReportNumber } from '../../../src/domain/accuracy/report/models/report-number.ts';
import { forecast, outcome, question, record, statement } from './small-record.ts';

const QUESTIONS = 12;
const ids = Array.from({ length: QUESTIONS }, (_, at) => `q${String(at).padStart(2, '0')}`);
const two = (number: number) => String(number).padStart(2, '0');

/** A forecast on a question, said in one of a few statements, or in none; withdrawn before long, or not at all. */
const saying = fc.record({
  by: fc.constantFrom('ann', 'bob'),
  on: fc.integer({ min: 0, max: QUESTIONS - 1 }),
  p: fc.constantFrom(0, 0.1, 0.3, 0.5, 0.7, 0.9, 1),
  month: fc.integer({ min: 1, max: 11 }),
  hour: fc.integer({ min: 0, max: 23 }),
  statement: fc.integer({ min: 0, max: 4 }),
  withdrawn: fc.boolean(),
});
const records = fc
  .record({
    sayings: fc.array(saying, { minLength: 20, maxLength: 80 }),
    outcomes: fc.array(fc.boolean(), { minLength: QUESTIONS, maxLength: QUESTIONS }),
  })
  .map(({ sayings, outcomes }) =>
    record({
      questions: ids.map((id) => question(id, { opensAt: '2025-02-10T00:00:00Z' })),
      statements: ['ann', 'bob'].flatMap((who) => [1, 2, 3, 4].map((at) => statement(`${who} ${at}`, who))),
      forecasts: sayings.map(({ by, on, p, month, hour, statement: said, withdrawn }, at) =>
        forecast(`f${two(at)}`, ids[on] as string, by, p, {
          madeAt: `2025-${two(month)}-05T${two(hour)}:00:00.000Z`,
          statementId: said === 0 ? null : `${by} ${said}`,
          withdrawnAt: withdrawn ? `2025-${two(month + 1)}-20T00:00:00.000Z` : null,
        }),
      ),
      resolutions: ids.map((id, at) =>
        outcome(id, outcomes[at] as boolean, `2026-01-${two(at + 1)}T00:00:00.000Z`),
      ),
    }),
  );

const swapped = { first: 'second', second: 'first' } as Record<string, string>;
const turned = (side: string | null) => (side === null ? null : (swapped[side] ?? side));
const minus = (value: ReportNumber) =>
  value === null ? null : value === 'Infinity' ? '-Infinity' : value === '-Infinity' ? 'Infinity' : -value;
const near = (one: ReportNumber, other: ReportNumber) =>
  typeof one === 'number' && typeof other === 'number'
    ? expect(one).toBeCloseTo(other, 9)
    : expect(one).toBe(other);

function expectTurned(one: DuelColumn, other: DuelColumn) {
  expect([one.questions, one.clusters]).toEqual([other.questions, other.clusters]);
  near(one.firstMean.value, other.secondMean.value);
  near(one.difference.value, minus(other.difference.value));
  near(one.difference.lower, minus(other.difference.upper));
  expect(one.difference.reason).toBe(other.difference.reason);
  near(one.questionsToDetect.value, other.questionsToDetect.value);
  near(one.dieboldMariano.statistic.value, minus(other.dieboldMariano.statistic.value));
  expect(one.overlapping.lag).toBe(other.overlapping.lag);
  near(one.overlapping.lower.value, minus(other.overlapping.upper.value));
  near(one.evidence.firstIsBetter.value, other.evidence.secondIsBetter.value);
  near(one.hedges.mid.value, minus(other.hedges.mid.value));
  expect([one.declared, one.dominance, one.hedges.verdict]).toEqual(
    [other.declared, other.dominance, other.hedges.verdict].map(turned),
  );
  expect(one.list.map(({ questionId }) => questionId)).toEqual(
    other.list.map(({ questionId }) => questionId),
  );
  one.list.forEach(({ first, cumulative }, at) => {
    near(first, other.list[at]?.second ?? null);
    near(cumulative, minus(other.list[at]?.cumulative ?? null));
  });
}

it.each(
  (['statement', 'question'] as const).flatMap((weight) =>
    (['last', 'first', 'all', 'daily', 'timeWeighted', 'spot'] as const).map(
      (policy) => [weight, policy] as const,
    ),
  ),
)('by %s under %s', (weight, forecastPolicy) => {
  const parameters = {
    ...defaultParameters,
    weight,
    forecastPolicy,
    spotAt: forecastPolicy === 'spot' ? ('closeMinus30Days' as const) : null,
    rule: ['brier', 'log_score'],
  };
  fc.assert(
    fc.property(records, (source) => {
      const of = (forecasterId: string[]) => buildHeadToHead(source, parameters, { forecasterId });
      const [one, other] = [of(['ann', 'bob']), of(['bob', 'ann'])];
      expect(one.rows.map(({ rule }) => rule)).toEqual(other.rows.map(({ rule }) => rule));
      one.rows.forEach((row, at) => {
        expectTurned(row.strict, (other.rows[at] as typeof row).strict);
      });
      expect(one.murphy.strict.questions).toBe(other.murphy.strict.questions);
    }),
    { numRuns: 25 },
  );
});
