/**
 * Over which time a report scores, case by case. That a question cannot be edited materially once there is a
 * forecast on it, so that no forecast answers another question than it was made for, stands in
 * tests/record/question-edits.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { closed, day, made, opened, scoreOf } from './open-question.ts';
import { reportOf, rowOf } from './report-of.ts';
import { forecast, outcome, type question } from './small-record.ts';

describe('several updates', () => {
  const parts = {
    questions: [opened('q')],
    forecasts: [made('a', 'ann', 0.5, '2025-01-21'), made('b', 'ann', 0.8, '2025-03-02')],
    resolutions: [closed],
  };

  test('are carried forward and weighted by the time they stood', () => {
    // 40 days at 0.25, 60 at 0.04.
    expect(scoreOf(parts, { forecastPolicy: 'timeWeighted' }).mean.value).toBeCloseTo(0.124, 11);
  });

  test('of the same instant: the one received last counts, the other is counted as updated', () => {
    const forecasts = [
      made('second', 'ann', 0.9, '2025-02-01', { recordedAt: day('2025-02-03') }),
      made('first', 'ann', 0.1, '2025-02-01', { recordedAt: day('2025-02-02') }),
    ];
    for (const forecastPolicy of ['last', 'first', 'timeWeighted', 'daily', 'all'] as const) {
      const report = reportOf({ ...parts, forecasts }, { forecastPolicy });
      expect(rowOf(report).strict.mean.value).toBe(0.01);
      expect(report.totals.leftOut.updated).toBe(1);
    }
  });
});

describe('coverage', () => {
  /** Forty of a hundred days until the close, which the outcome cut to fifty. */
  const parts = {
    questions: [opened('q')],
    forecasts: [made('a', 'ann', 0.8, '2025-01-31')],
    resolutions: [outcome('q', true, day('2025-03-12'))],
  };

  test.each(['timeWeighted', 'daily'] as const)(
    'stands beside the score by both denominators (%s)',
    (forecastPolicy) => {
      const { mean, coverage } = scoreOf(parts, { forecastPolicy });
      expect(coverage).toMatchObject({
        pairs: 1,
        ofWindow: { value: 0.8 },
        ofWindowPairs: 1,
        ofSchedule: { value: 0.4 },
        ofSchedulePairs: 1,
      });
      // Never multiplied into it.
      expect(mean.value).toBeCloseTo(0.04, 11);
    },
  );

  test('is a mean over forecasters and questions, weighted as the score is', () => {
    const both = { ...parts, forecasts: [...parts.forecasts, made('b', 'bob', 0.8, '2025-01-01')] };
    expect(scoreOf(both, { forecastPolicy: 'timeWeighted' }).coverage).toMatchObject({
      pairs: 2,
      ofWindow: { value: 0.9 },
      ofSchedule: { value: 0.45 },
    });
  });

  test('counts a forecaster on a question once, however often the forecast was updated', () => {
    const updated = { ...parts, forecasts: [...parts.forecasts, made('b', 'ann', 0.9, '2025-02-10')] };
    for (const forecastPolicy of ['timeWeighted', 'daily'] as const)
      expect(scoreOf(updated, { forecastPolicy })).toMatchObject({
        forecasts: 2,
        coverage: { pairs: 1, ofWindowPairs: 1, ofSchedulePairs: 1, ofWindow: { value: 0.8 } },
      });
  });

  test('needs an opening, and a scheduled close for its second denominator', () => {
    const coverageOf = (more: Parameters<typeof question>[1]) =>
      scoreOf({ ...parts, questions: [opened('q', more)] }, { forecastPolicy: 'timeWeighted' }).coverage;
    expect(coverageOf({ closesAt: null })).toMatchObject({ ofWindow: { value: 0.8 }, ofSchedulePairs: 0 });
    expect(coverageOf({ opensAt: null })).toMatchObject({
      pairs: 1,
      ofWindow: { value: null, reason: expect.stringContaining('no time to cover') },
      ofWindowPairs: 0,
    });
  });

  test('is not given where single instants are scored', () => {
    for (const forecastPolicy of ['last', 'first', 'all'] as const)
      expect(scoreOf(parts, { forecastPolicy }).coverage).toBeNull();
  });
});

describe('before the opening, and when it is too late', () => {
  test('a forecast made before the opening counts from the opening', () => {
    const parts = {
      questions: [opened('q')],
      forecasts: [made('a', 'ann', 0.5, '2024-11-01'), made('b', 'ann', 0.8, '2025-03-12')],
      resolutions: [closed],
    };
    const { mean, coverage } = scoreOf(parts, { forecastPolicy: 'timeWeighted' });
    expect(mean.value).toBeCloseTo((0.25 + 0.04) / 2, 11);
    expect(coverage?.ofWindow.value).toBe(1);
  });

  test.each([
    ['at the close', '2025-05-01', 'madeAtOrAfterClose'],
    ['after the close', '2025-06-01', 'madeAtOrAfterClose'],
    ['at the moment the outcome was known', '2025-04-01', 'madeAfterOutcomeKnown'],
    ['after the outcome was known', '2025-04-11', 'madeAfterOutcomeKnown'],
  ] as const)('one made %s is ignored and counted under its reason', (_when, date, reason) => {
    const report = reportOf(
      {
        questions: [opened('q')],
        forecasts: [made('a', 'ann', 0.8, '2025-02-01'), made('late', 'ann', 1, date)],
        resolutions: [outcome('q', true, day('2025-04-01'))],
      },
      { forecastPolicy: 'all' },
    );
    expect(report.totals.leftOut[reason]).toBe(1);
    expect(rowOf(report).strict).toMatchObject({ forecasts: 1, mean: { value: 0.04 } });
  });
});

describe('known before the opening', () => {
  test('leaves no window: forecasts made before it was known count from when they were made', () => {
    const parts = {
      questions: [opened('q')],
      forecasts: [made('a', 'ann', 0.5, '2025-01-01'), made('b', 'ann', 0.8, '2025-01-06')],
      resolutions: [outcome('q', true, day('2025-01-11'))],
    };
    expect(scoreOf(parts).mean.value).toBe(0.04);
    const { mean, coverage } = scoreOf(parts, { forecastPolicy: 'timeWeighted' });
    expect(mean.value).toBeCloseTo((0.25 + 0.04) / 2, 11);
    expect(coverage).toMatchObject({ pairs: 1, ofWindow: { value: null }, ofSchedule: { value: null } });
  });
});

describe('what was known by a time', () => {
  test('is what was known then or before, to the instant', () => {
    const parts = {
      questions: [opened('q')],
      forecasts: [made('a', 'ann', 0.8, '2025-01-21')],
      resolutions: [outcome('q', true, day('2025-03-12'))],
    };
    const scoredBy = (knownBy: string) => reportOf(parts, { knownBy }).totals;
    expect(scoredBy(day('2025-03-12')).forecasts.scored).toBe(1);
    expect(scoredBy('2025-03-11T23:59:59.999Z')).toMatchObject({
      forecasts: { scored: 0 },
      leftOut: { open: 1 },
    });
  });
});

describe('captured after the outcome', () => {
  test('is what entered the record later than the outcome was known, not at that instant', () => {
    const recorded = (recordedAt: string) =>
      reportOf(
        {
          questions: [opened('q')],
          forecasts: [made('a', 'ann', 0.8, '2025-02-01', { recordedAt })],
          resolutions: [closed],
        },
        {},
        { capture: 'before' },
      ).totals;
    expect(recorded(day('2025-05-01')).forecasts.scored).toBe(1);
    expect(recorded('2025-05-01T00:00:00.001Z')).toMatchObject({
      forecasts: { scored: 0 },
      leftOut: { capturedAfterOutcome: 1 },
    });
  });
});

describe('withdrawn', () => {
  const parts = {
    questions: [opened('q')],
    forecasts: [made('a', 'ann', 0.8, '2025-01-21', { withdrawnAt: day('2025-02-10') })],
    resolutions: [closed],
  };

  test('time after a withdrawal is not covered, and not scored', () => {
    const { mean, coverage } = scoreOf(parts, { forecastPolicy: 'timeWeighted' });
    expect([mean.value, coverage?.ofWindow.value]).toEqual([0.04, 0.2]);
  });

  test('nothing is left for the policy last', () => {
    const report = reportOf(parts, { forecastPolicy: 'last' });
    expect([report.totals.forecasts.scored, report.totals.leftOut.withdrawn]).toEqual([0, 1]);
  });
});

describe('early resolution', () => {
  test('the window ends at the event, whenever it was entered', () => {
    const parts = {
      questions: [opened('q')],
      forecasts: [made('a', 'ann', 0.5, '2025-01-21'), made('b', 'ann', 0.8, '2025-03-02')],
      resolutions: [outcome('q', true, day('2025-03-12'))],
    };
    // 40 days at 0.25, 10 at 0.04.
    expect(scoreOf(parts, { forecastPolicy: 'timeWeighted' }).mean.value).toBeCloseTo(0.208, 11);
  });
});

describe('daily', () => {
  test('the forecast in effect when a UTC day ends counts for it, from the first forecast on', () => {
    const at = (time: string) => ({ madeAt: `2025-02-${time}.000Z`, recordedAt: `2025-02-${time}.000Z` });
    const parts = {
      questions: [opened('q', { closesAt: '2025-02-04T12:00:00.000Z' })],
      forecasts: [
        forecast('a', 'q', 'ann', 0.5, at('01T10:00:00')),
        forecast('b', 'q', 'ann', 0.6, at('01T23:00:00')),
        forecast('c', 'q', 'ann', 0.8, at('03T01:00:00')),
      ],
      resolutions: [outcome('q', true, day('2025-02-05'))],
    };
    const report = reportOf(parts, { forecastPolicy: 'daily', rule: ['brier_two_sided'] });
    // The first and second of February at 0.6, the third and the half fourth at 0.8; a was gone by evening.
    expect(rowOf(report, 'brier_two_sided').strict.mean.value).toBeCloseTo((2 * 0.32 + 2 * 0.08) / 4, 11);
    expect(report.totals.leftOut.updated).toBe(1);
  });
});
