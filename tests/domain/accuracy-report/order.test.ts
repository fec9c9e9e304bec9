import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { forecast, outcome, question, record, statement } from './small-record.ts';

const shuffled = <Item>(items: readonly Item[]) =>
  fc.shuffledSubarray([...items], { minLength: items.length });

const probabilities = fc.constantFrom(0.1, 1 / 3, 0.5, 0.7, 0.9);
const records = fc
  .array(
    fc.record({
      who: fc.constantFrom('ann', 'bob'),
      on: fc.nat(7),
      p: probabilities,
      day: fc.integer({ min: 10, max: 28 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((rows) => {
    const ids = Array.from({ length: 8 }, (_, i) => i);
    return record({
      statements: ids.map((i) =>
        statement(
          `s${i}`,
          'ann',
          i > 5 ? { relations: [{ type: 'partOf', statementId: 's1' }] } : { topics: ['a', 'b'] },
        ),
      ),
      questions: ids.map((i) =>
        question(`q${i}`, {
          statementId: `s${i >> 1}`,
          reading: i % 3 === 0 ? 'strict' : 'plain',
          topics: ['b', 'c'],
        }),
      ),
      forecasts: rows.map(({ who, on, p, day }, i) =>
        forecast(`f${i}`, `q${on}`, who, p, { madeAt: `2025-02-${day}T00:00:00.000Z` }),
      ),
      resolutions: ids.slice(0, 6).map((i) => outcome(`q${i}`, i % 2 === 0)),
    });
  });

test('the order in which rows come does not change a byte', () => {
  const both = records.chain((one) =>
    fc.tuple(
      fc.constant(one),
      shuffled(one.statements),
      shuffled(one.questions),
      shuffled(one.forecasts),
      shuffled(one.resolutions),
      shuffled(one.forecasters),
    ),
  );
  fc.assert(
    fc.property(
      both,
      fc.constantFrom('last', 'all', 'timeWeighted'),
      ([one, statements, questions, forecasts, resolutions, forecasters], forecastPolicy) => {
        const parameters = {
          ...defaultParameters,
          groupBy: ['topic', 'forecaster'] as ('topic' | 'forecaster')[],
          baseline: 'crowd',
          forecastPolicy,
        };
        const other = { ...one, statements, questions, forecasts, resolutions, forecasters };
        expect(JSON.stringify(buildAccuracyReport(other, parameters, {}))).toBe(
          JSON.stringify(buildAccuracyReport(one, parameters, {})),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('forecasts selected are those scored and those left out', () => {
  fc.assert(
    fc.property(records, (one) => {
      const { forecasts, leftOut } = buildAccuracyReport(one, defaultParameters, {}).totals;
      const { withheldForSmallSample: _numbers, ...reasons } = leftOut;
      expect(forecasts.scored + Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(
        forecasts.selected,
      );
    }),
  );
});
