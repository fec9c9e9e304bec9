/** What a forecast is compared with, and when: baselines, crowds and other forecasters over the common time only. */
import { describe, expect, test } from 'vitest';
import { closed, day, made, opened } from './open-question.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome } from './small-record.ts';

describe('daily beside a baseline', () => {
  /** Ann's first forecast stood when two days ended, until noon of the third; her second from then on. */
  const opponentFrom = (time: string) => ({
    questions: [opened('q', { closesAt: '2025-02-04T12:00:00.000Z' })],
    forecasts: [
      made('a', 'ann', 0.5, '2025-02-01'),
      forecast('b', 'q', 'ann', 0.5, { madeAt: '2025-02-03T12:00:00.000Z' }),
      made('c', 'bob', 0.4, '2025-01-30'),
      forecast('d', 'q', 'bob', 0.8, { madeAt: `2025-02-${time}.000Z` }),
    ],
    resolutions: [outcome('q', true, day('2025-02-05'))],
  });

  test.each(['bob', 'crowd'])(
    '%s is taken when days end, not when the forecast beside it was updated',
    (baseline) => {
      const asked = { forecastPolicy: 'daily' as const, baseline, groupBy: ['forecaster' as const] };
      const of = (time: string) =>
        groupOf(reportOf(opponentFrom(time), asked), 'ann').rows[0]?.strict.baselineMean.value;
      // Ends of the first at 0.4, of the second, the third and of half the fourth at 0.8.
      expect(of('02T12:00:00')).toBeCloseTo((0.36 + 3 * 0.04) / 4, 11);
      // Between the end of the second and noon of the third no day ends.
      expect(of('03T06:00:00')).toBeCloseTo((2 * 0.36 + 2 * 0.04) / 4, 11);
      // The fourth is cut by the close, and counts.
      expect(of('04T11:00:00')).toBeCloseTo((3 * 0.36 + 0.04) / 4, 11);
    },
  );
});

describe('spot', () => {
  const parts = {
    questions: [opened('q')],
    forecasts: [
      made('early', 'ann', 0.2, '2025-01-21'),
      made('month', 'ann', 0.6, '2025-04-01'),
      made('week', 'ann', 0.8, '2025-04-24'),
      made('day', 'ann', 0.9, '2025-04-30'),
    ],
    resolutions: [closed],
  };

  test.each([
    ['openPlus1Day', 0.64],
    ['closeMinus30Days', 0.16],
    ['closeMinus7Days', 0.04],
    ['closeMinus1Day', 0.01],
  ] as const)(
    'at %s the forecast in effect counts: from its instant on (start <= t < end)',
    (spotAt, brier) => {
      const report = reportOf(parts, { forecastPolicy: 'spot', spotAt });
      expect(rowOf(report).strict.mean.value).toBeCloseTo(brier, 11);
      expect(report.totals.leftOut).toMatchObject({ notInEffectAtSpot: 3, updated: 0 });
    },
  );

  test('the opening itself is inside the window', () => {
    const monthBefore = { ...parts, questions: [opened('q', { opensAt: day('2025-04-01') })] };
    const report = reportOf(monthBefore, { forecastPolicy: 'spot', spotAt: 'closeMinus30Days' });
    expect(rowOf(report).strict.mean.value).toBeCloseTo(0.16, 11);
  });

  test('the crowd at the spot is taken by the same inequality', () => {
    const crowd = {
      ...parts,
      forecasts: [
        made('own', 'ann', 0.8, '2025-04-24'),
        made('old', 'bob', 0.1, '2025-04-23'),
        // Of the very instant of the spot: the older one is gone, this one is in effect.
        made('new', 'bob', 0.6, '2025-04-24'),
      ],
    };
    const asked = { forecastPolicy: 'spot', spotAt: 'closeMinus7Days', baseline: 'crowd' } as const;
    const report = reportOf(crowd, { ...asked, groupBy: ['forecaster'] });
    const own = report.groups.find(({ values }) => values[0]?.label === 'ann');
    expect(own?.rows[0]?.strict.baselineMean.value).toBeCloseTo(0.16, 11);
  });

  test('a question that had ended, or was not open, at the spot is left out and counted', () => {
    const early = { ...parts, resolutions: [outcome('q', true, day('2025-04-24'))] };
    for (const [spotAt, asked] of [
      ['closeMinus7Days', early],
      ['closeMinus30Days', { ...parts, questions: [opened('q', { opensAt: day('2025-04-10') })] }],
      ['closeMinus1Day', { ...parts, questions: [opened('q', { closesAt: null })] }],
      ['openPlus1Day', { ...parts, questions: [opened('q', { opensAt: null })] }],
    ] as const) {
      const { totals } = reportOf(asked, { forecastPolicy: 'spot', spotAt });
      expect(totals.forecasts.scored).toBe(0);
      expect(totals.leftOut.spotOutsideWindow).toBeGreaterThan(0);
    }
    // A minute earlier it was still open.
    const open = { ...early, resolutions: [outcome('q', true, '2025-04-24T00:01:00.000Z')] };
    expect(
      reportOf(open, { forecastPolicy: 'spot', spotAt: 'closeMinus7Days' }).totals.forecasts.scored,
    ).toBe(1);
  });
});

describe('the reference of a single instant', () => {
  test('is what stood when the first forecast came, and what stands at the end beside the last', () => {
    const parts = {
      questions: [opened('q')],
      forecasts: [
        made('a', 'ann', 0.5, '2025-02-01'),
        made('b', 'bob', 0.4, '2025-01-25'),
        made('c', 'bob', 0.9, '2025-03-01'),
      ],
      resolutions: [closed],
    };
    for (const baseline of ['bob', 'crowd']) {
      const of = (forecastPolicy: 'first' | 'last' | 'all') =>
        groupOf(reportOf(parts, { forecastPolicy, baseline, groupBy: ['forecaster'] }), 'ann').rows[0]?.strict
          .baselineMean.value;
      expect([of('first'), of('all')]).toEqual([0.36, 0.36]);
      expect(of('last')).toBeCloseTo(0.01, 11);
    }
  });
});

describe('references on record', () => {
  const parts = {
    questions: [opened('q')],
    forecasts: [
      made('a', 'ann', 0.5, '2025-02-01'),
      made('b', 'bob', 0.6, '2025-01-25', {
        basis: 'verbal',
        prediction: { probability: 0.6, lower: 0.3, upper: 0.8 },
      }),
    ],
    resolutions: [closed],
  };
  const beside = (more: Parameters<typeof reportOf>[0], asked: Parameters<typeof reportOf>[1]) =>
    groupOf(reportOf({ ...parts, ...more }, { ...asked, groupBy: ['forecaster'] }), 'ann').rows[0]?.strict
      .baselineMean.value;

  test.each(['bob', 'crowd'])('are read at the same end of their hedges (%s)', (baseline) => {
    expect(beside({}, { baseline })).toBeCloseTo(0.16, 11);
    expect(beside({}, { baseline, hedge: 'low' })).toBeCloseTo(0.49, 11);
    expect(beside({}, { baseline, hedge: 'high' })).toBeCloseTo(0.04, 11);
  });

  test.each(['bob', 'crowd'])('are what corrections left (%s)', (baseline) => {
    const wrong = made('w', 'bob', 0.1, '2025-03-01', { superseded: true });
    expect(beside({ forecasts: [...parts.forecasts, wrong] }, { baseline })).toBeCloseTo(0.16, 11);
  });

  test('of a duplicate are those of whom it became', () => {
    const forecasters = ['ann', 'bob', 'robert'].map((id) => forecaster(id));
    const mergedForecasters = new Map([['robert', 'bob']]);
    expect(beside({ forecasters, mergedForecasters }, { baseline: 'robert' })).toBeCloseTo(0.16, 11);
  });

  test('of dates in the logarithm of days are measured from the day of the forecast beside them', () => {
    const samples = { samples: ['2025-05-11'] };
    const dates = {
      questions: [opened('q', { type: 'date' })],
      forecasts: [
        made('a', 'ann', 0, '2025-04-02', { prediction: { samples: ['2025-05-02'] } }),
        made('b', 'bob', 0, '2025-01-22', { prediction: samples }),
      ],
      resolutions: [
        {
          questionId: 'q',
          outcome: { date: '2025-05-22' },
          state: 'value' as const,
          knownAtInstant: day('2025-05-22'),
        },
      ],
    };
    // From the second of April on, to the eleventh and the twenty-second of May: 39 and 50 days.
    expect(beside(dates, { baseline: 'bob', rule: ['crps_log_days'] })).toBeCloseTo(Math.log(51 / 40), 11);
  });
});

describe('late arrivals and missing forecasts', () => {
  /** Bob comes when half of the time is over. */
  const parts = {
    questions: [opened('q'), opened('r')],
    forecasts: [
      made('a', 'ann', 0.8, '2025-01-21'),
      made('b', 'bob', 0.6, '2025-03-12'),
      { ...made('c', 'ann', 0.7, '2025-01-21'), questionId: 'r' },
    ],
    resolutions: [closed, outcome('r', true, day('2025-05-01'))],
  };

  test('are never imputed: a score is over the time and the questions that somebody answered', () => {
    const report = reportOf(parts, { forecastPolicy: 'timeWeighted' });
    const [ann, bob] = ['ann', 'bob'].map((who) => groupOf(report, who).rows[0]?.strict);
    expect([bob?.questions, bob?.mean.value, bob?.coverage?.ofWindow.value]).toEqual([1, 0.16, 0.5]);
    expect([ann?.questions, ann?.mean.value]).toEqual([2, 0.065]);
  });

  test('comparisons are over the common questions and the common time only', () => {
    const moved = { ...parts, forecasts: [...parts.forecasts, made('d', 'ann', 0.9, '2025-03-12')] };
    const report = reportOf(moved, { forecastPolicy: 'timeWeighted', baseline: 'bob' });
    const ann = groupOf(report, 'ann').rows[0]?.strict;
    // With bob only from the twelfth of March, at 0.9 against 0.6, and on q only.
    expect(ann).toMatchObject({ skillQuestions: 1, baselineMean: { value: 0.16 } });
    expect(ann?.baselineDifference.value).toBeCloseTo(0.01 - 0.16, 11);
  });
});

describe('comparisons', () => {
  test('weigh a question by the time that both cover', () => {
    const parts = {
      questions: [opened('q'), opened('r')],
      forecasts: [
        made('a', 'ann', 0.8, '2025-01-21'),
        made('b', 'bob', 0.5, '2025-03-12'),
        { ...made('c', 'ann', 0.6, '2025-01-21'), questionId: 'r' },
        { ...made('d', 'bob', 0.4, '2025-01-21'), questionId: 'r' },
      ],
      resolutions: [closed, outcome('r', true, day('2025-05-01'))],
    };
    const report = reportOf(parts, {
      forecastPolicy: 'timeWeighted',
      baseline: 'bob',
      groupBy: ['forecaster'],
    });
    const ann = groupOf(report, 'ann').rows[0]?.strict;
    // Half of q, all of r.
    expect(ann?.baselineMean.value).toBeCloseTo((0.5 * 0.25 + 0.36) / 1.5, 11);
    expect(ann?.baselineDifference.value).toBeCloseTo((0.5 * (0.04 - 0.25) + (0.16 - 0.36)) / 1.5, 11);
  });
});
