import { describe, expect, test } from 'vitest';
import { accuracyReportModel } from '../../../src/domain/accuracy/report/models/accuracy-model.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome, question, statement, verdict } from './small-record.ts';

const day = (date: string) => `${date}T00:00:00.000Z`;

describe('what is left out', () => {
  const report = reportOf({
    questions: [question('q1'), question('void'), question('open')],
    forecasts: [
      forecast('first', 'q1', 'ann', 0.2),
      forecast('last', 'q1', 'ann', 0.9, { madeAt: day('2025-06-01') }),
      forecast('retracted', 'q1', 'bob', 0.9, { retracted: true }),
      forecast('superseded', 'q1', 'bob', 0.9, { superseded: true }),
      forecast('late', 'q1', 'bob', 0.9, { madeAt: day('2026-01-01') }),
      forecast('withdrawn', 'q1', 'bob', 0.9, { withdrawnAt: day('2025-03-01') }),
      forecast('void', 'void', 'ann', 0.9),
      forecast('open', 'open', 'ann', 0.9),
    ],
    resolutions: [
      outcome('q1', true),
      { questionId: 'void', outcome: { void: 'annulled' }, state: 'void', knownAtInstant: null },
      { questionId: 'open', outcome: { reopened: true }, state: 'reopened', knownAtInstant: null },
    ],
  });

  test('each forecast is scored or counted under one reason', () => {
    const { scored, selected } = report.totals.forecasts;
    expect(report.totals.leftOut).toMatchObject({
      retracted: 1,
      superseded: 1,
      void: 1,
      open: 1,
      madeAtOrAfterClose: 1,
      withdrawn: 1,
      updated: 1,
    });
    expect([scored, selected]).toEqual([1, 8]);
    expect(rowOf(report).strict.mean.value).toBe(0.01);
  });

  test('the report has the form that it is documented with', () => {
    expect(accuracyReportModel.parse(report)).toEqual(report);
  });

  test('first, and all, score other forecasts of the same question', () => {
    const parts = {
      questions: [question('q1')],
      forecasts: [
        forecast('a', 'q1', 'ann', 0.2),
        forecast('b', 'q1', 'ann', 0.9, { madeAt: day('2025-06-01') }),
      ],
      resolutions: [outcome('q1', true)],
    };
    expect(rowOf(reportOf(parts, { forecastPolicy: 'first' })).strict.mean.value).toBe(0.64);
    expect(rowOf(reportOf(parts, { forecastPolicy: 'all' })).strict.mean.value).toBe(0.325);
    // 151 of 365 days at 0.64, 214 at 0.01.
    expect(rowOf(reportOf(parts, { forecastPolicy: 'timeWeighted' })).strict.mean.value).toBeCloseTo(
      (151 * 0.64 + 214 * 0.01) / 365,
      11,
    );
  });

  test('capture=before leaves out and counts what was entered after the outcome was known', () => {
    const parts = {
      questions: [question('q1'), question('q2')],
      forecasts: [
        forecast('a', 'q1', 'ann', 0.9),
        forecast('b', 'q2', 'ann', 0.9, { recordedAt: day('2026-02-01') }),
      ],
      resolutions: [outcome('q1', true), outcome('q2', true)],
    };
    expect(reportOf(parts).totals.forecasts.scored).toBe(2);
    const before = reportOf(parts, {}, { capture: 'before' });
    expect([before.totals.forecasts.scored, before.totals.leftOut.capturedAfterOutcome]).toEqual([1, 1]);
    expect(reportOf(parts, {}, { capture: 'after' }).totals.forecasts).toEqual({ selected: 1, scored: 1 });
  });

  test('a retracted statement, speaker or question takes its forecasts along', () => {
    const parts = {
      forecasters: [forecaster('ann'), forecaster('bob', {}, true)],
      statements: [statement('s1', 'ann', {}, true)],
      questions: [question('q1'), question('q2', {}, true), question('q3', { statementId: 's1' })],
      forecasts: [
        forecast('a', 'q1', 'bob', 0.9),
        forecast('b', 'q2', 'ann', 0.9),
        forecast('c', 'q3', 'ann', 0.9),
      ],
      resolutions: ['q1', 'q2', 'q3'].map((id) => outcome(id, true)),
    };
    expect(reportOf(parts).totals).toMatchObject({ leftOut: { retracted: 3 }, forecasts: { scored: 0 } });
  });
});

describe('groups', () => {
  const parts = {
    statements: [statement('s1', 'ann', { topics: ['chips'] })],
    questions: [question('q1', { topics: ['AI', 'chips'], statementId: 's1' }), question('q2')],
    forecasts: [forecast('a', 'q1', 'ann', 0.9), forecast('b', 'q2', 'bob', 0.5)],
    resolutions: [outcome('q1', true), outcome('q2', false, day('2025-01-20'))],
  };

  test('a question with several topics stands in each, and once in the totals', () => {
    const report = reportOf(parts, { groupBy: ['topic'] });
    expect(report.groups.map(({ values }) => values[0]?.label)).toEqual(['(no topic)', 'AI', 'chips']);
    expect(groupOf(report, 'AI').forecasts.scored).toBe(1);
    expect(report.totals.forecasts.scored).toBe(2);
  });

  test('month is that of knownAt, horizons run from short to long', () => {
    const months = reportOf(parts, { groupBy: ['month'] }).groups.map(({ values }) => values[0]?.label);
    expect(months).toEqual(['2025-01', '2026-01']);
    const horizons = reportOf(parts, { groupBy: ['horizon'] }).groups.map(({ values }) => values[0]?.label);
    expect(horizons).toEqual(['<30 days', '>=365 days']);
  });

  test('groups beyond the limit are the smallest, and counted', () => {
    const report = reportOf(parts, { groupBy: ['topic'], groupLimit: 1 });
    expect(report.groups).toHaveLength(1);
    expect(report.groupsOmitted).toEqual({ groups: 2, forecasts: 2 });
  });

  test('merged forecasters and topics count as what they became', () => {
    const merged = {
      ...parts,
      mergedForecasters: new Map([['bob', 'ann']]),
      mergedTopics: new Map([['AI', 'artificial intelligence']]),
    };
    const report = reportOf(merged);
    expect(report.groups.map(({ values }) => values[0]?.label)).toEqual(['ann']);
    expect(groupOf(report, 'ann').forecasts.scored).toBe(2);
    expect(reportOf(merged, {}, { topic: ['ai'] }).totals.forecasts.selected).toBe(1);
  });

  test('two keys give their combinations', () => {
    const report = reportOf(parts, { groupBy: ['forecaster', 'topic'] });
    expect(report.groups.map(({ values }) => values.map(({ label }) => label))).toEqual([
      ['ann', 'AI'],
      ['ann', 'chips'],
      ['bob', '(no topic)'],
    ]);
  });
});

describe('knowledge, filters and statements', () => {
  const parts = {
    statements: [
      statement('s1', 'ann', { text: 'TPU purchases will slow, 微软也许不变', topics: ['chips'] }),
      statement('s2', 'ann', { scorability: 'noThreshold' }),
      statement('c1', 'ann', { kind: 'claim' }),
      statement('c2', 'ann', { kind: 'claim' }),
      statement('c3', 'bob', { kind: 'claim' }),
    ],
    questions: [question('q1', { statementId: 's1' }), question('q2')],
    forecasts: [forecast('a', 'q1', 'ann', 0.9), forecast('b', 'q2', 'bob', 0.5)],
    resolutions: [outcome('q1', true, day('2025-03-01')), outcome('q2', false, day('2026-01-01'))],
    verdicts: [verdict('c1', 'accurate'), verdict('c2', 'inaccurate', day('2026-02-01'))],
  };

  test('knownBy drops outcomes and verdicts known later', () => {
    const report = reportOf(parts, { knownBy: day('2025-06-01') });
    expect(report.totals).toMatchObject({
      forecasts: { scored: 1 },
      leftOut: { open: 1 },
      verdicts: { claims: 3, withoutVerdict: 2 },
    });
  });

  test('verdicts and unscorable statements are counted by speaker, with Wilson intervals', () => {
    const { verdicts, statements } = groupOf(reportOf(parts), 'ann');
    expect(verdicts).toMatchObject({
      claims: 2,
      withoutVerdict: 0,
      accurateOrMostly: { count: 1, of: 2, value: 0.5 },
    });
    expect(verdicts?.accurateOrMostly.lower).toBeCloseTo(0.0945, 4);
    expect(statements).toMatchObject({
      total: 4,
      unscorable: { count: 1, of: 4, value: 0.25 },
      unscorableByReason: [{ reason: 'noThreshold', count: 1 }],
    });
  });

  test('search needs every term: Latin words by their beginning, Han wherever it stands', () => {
    const found = (q: string) => reportOf(parts, {}, { q }).totals.forecasts.selected;
    expect([
      found('tpu'),
      found('tpus slow'),
      found('purchase'),
      found('也许'),
      found('微软 TPU'),
      found('TPU tomorrow'),
      found('low'),
    ]).toEqual([1, 1, 1, 1, 1, 0, 0]);
  });

  test('an impossible filter gives an empty report that says what matched nothing', () => {
    const report = reportOf(parts, {}, { topic: ['steel'], basis: ['stated'] });
    expect(report.totals.forecasts.selected).toBe(0);
    expect(report.groups.flatMap(({ rows }) => rows)).toEqual([]);
    expect(report.notes[0]).toBe('Impossible filter: no forecast on record matches topic=steel.');
  });

  test('a name that several bear is refused with the candidates', () => {
    const twins = {
      ...parts,
      forecasters: [forecaster('ann', { name: 'Ann' }), forecaster('bob', { aliases: ['ann'] })],
    };
    expect(() => reportOf(twins, {}, { forecaster: ['ANN'] })).toThrow('2 forecasters are called ANN');
  });
});
