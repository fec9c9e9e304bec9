/** What a kept record answers without computing anew is what is computed anew, to the byte. */
import { describe, expect, it } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { movementsBetween } from '../../../src/domain/accuracy/movements.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { KeptRecord } from '../../../src/services/reports/kept-record.ts';
import { reportOn } from '../../../src/services/reports/report-on.ts';
import type { ReportOrder } from '../../../src/services/reports/report-order.ts';
import { checkRequest, type ReportRequest } from '../../../src/services/reports/request.ts';
import { forecast, outcome, question, record } from '../../domain/accuracy-report/small-record.ts';

const QUESTIONS = 12;
const numbers = Array.from({ length: QUESTIONS }, (_, at) => at);
const whole = record({
  questions: numbers.map((at) => question(`q${at}`, { topics: [at % 2 === 0 ? 'even' : 'odd'] })),
  forecasts: numbers.flatMap((at) => [
    forecast(`a${at}`, `q${at}`, 'ann', 0.3 + at / 20),
    forecast(`b${at}`, `q${at}`, 'bob', 0.6),
  ]),
  resolutions: numbers.slice(1).map((at) => outcome(`q${at}`, at % 3 === 0)),
});

function kept(): KeptRecord {
  const keeping = new KeptRecord();
  keeping.take({ whole, reading: 1 });
  return keeping;
}

function orderOf(kind: ReportOrder['kind'], request: ReportRequest): ReportOrder {
  const { parameters, filter } = checkRequest(kind, request);
  return { kind, parameters, filter };
}

/** The first three select everything, the next two half of it, in other ways; the last ones nothing. */
const FILTERS: readonly ReportRequest[] = [
  {},
  { type: ['binary'] },
  { probabilityAbove: 0.2 },
  { topic: ['even'] },
  { questionId: numbers.filter((at) => at % 2 === 0).map((at) => `q${at}`) },
  { capture: 'before' },
  { topic: ['nothing'] },
  { q: 'nothing' },
];

describe.each(['accuracy', 'calibration', 'leaderboard'] as const)('%s reports', (kind) => {
  it('of filters that select the same differ by the filter and what is said of it', () => {
    const keeping = kept();
    for (const request of [...FILTERS, ...FILTERS.toReversed()]) {
      const order = orderOf(kind, request);
      expect(JSON.stringify(keeping.report(order))).toBe(JSON.stringify(reportOn(whole, order)));
    }
  });

  it('of another level or number of groups are those that were asked for', () => {
    const keeping = kept();
    for (const request of [{}, { level: 0.5 }, { groupLimit: 1 }, {}, { groupLimit: 1, topic: ['odd'] }]) {
      const order = orderOf(kind, request);
      expect(JSON.stringify(keeping.report(order))).toBe(JSON.stringify(reportOn(whole, order)));
    }
  });
});

it('what an outcome would move does not depend on how few groups were shown before', () => {
  const keeping = kept();
  keeping.report(orderOf('accuracy', { groupLimit: 1, level: 0.5 }));
  const supposed = outcome('q0', true);
  const parameters = defaultParameters;
  const after = { ...whole, resolutions: [...whole.resolutions, supposed] };
  const expected = movementsBetween(
    buildAccuracyReport(whole, parameters, {}),
    buildAccuracyReport(after, parameters, {}),
  );
  expect(expected.map(({ forecaster }) => forecaster).length).toBeGreaterThan(1);
  expect(keeping.movements([supposed])).toEqual(expected);
});
