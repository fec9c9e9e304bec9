/**
 * How a report treats time and what is missing, case by case: what is scored, over which time, and what
 * became of the rest. That a question cannot be edited materially once there is a forecast on it, so that
 * no forecast answers another question than it was made for, stands in tests/record/question-edits.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { competitionRanks } from '../../../src/domain/accuracy/comparison/competition-ranks.ts';
import { RecordFamilies } from '../../../src/domain/accuracy/record/record-families.ts';
import { AccuracyState } from '../../../src/domain/accuracy/report/groups/accuracy-state.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { noChanges } from '../accuracy/record/growing-record.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome, question, record } from './small-record.ts';

const day = (date: string) => `${date}T00:00:00.000Z`;
/** Open for a hundred days; its day ends in UTC, so that it closes with the first of May. */
const opened = (id: string, more: Parameters<typeof question>[1] = {}) =>
  question(id, { opensAt: day('2025-01-21'), closesAt: day('2025-05-01'), ...more });
const made = (id: string, who: string, p: number, date: string, more: Parameters<typeof forecast>[4] = {}) =>
  forecast(id, 'q', who, p, { madeAt: day(date), recordedAt: day(date), ...more });
const closed = outcome('q', true, day('2025-05-01'));
const scoreOf = (...asked: Parameters<typeof reportOf>) => rowOf(reportOf(...asked)).strict;

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

describe('annulled and ambiguous', () => {
  const answered = {
    questions: [opened('q'), opened('v')],
    forecasts: [
      made('a', 'ann', 0.8, '2025-02-10'),
      made('b', 'bob', 0.4, '2025-02-10'),
      { ...made('c', 'ann', 0.1, '2025-01-21'), questionId: 'v' },
      { ...made('d', 'bob', 0.9, '2025-01-21'), questionId: 'v' },
    ],
  };
  const without = {
    questions: answered.questions.slice(0, 1),
    forecasts: answered.forecasts.slice(0, 2),
    resolutions: [closed],
  };

  test.each(['annulled', 'ambiguous'] as const)(
    '%s leaves scores, references, peers and coverage as without it',
    (word) => {
      const resolutions = [
        closed,
        { questionId: 'v', outcome: { void: word }, state: 'void', knownAtInstant: null } as const,
      ];
      for (const baseline of ['uniform', 'baseRate', 'crowd', 'bob'])
        for (const forecastPolicy of ['last', 'timeWeighted', 'daily', 'all'] as const) {
          const asked = { baseline, forecastPolicy, groupBy: ['forecaster' as const] };
          const report = reportOf({ ...answered, resolutions }, asked);
          expect(report.totals.leftOut.void).toBe(2);
          const rows = (of: typeof report) => [...of.groups, of.totals].map((group) => group.rows);
          expect(rows(report)).toEqual(rows(reportOf(without, asked)));
        }
    },
  );
});

describe('re-resolution', () => {
  test('takes the old contribution out and puts the new one in: what stands is as if it had been first', () => {
    const asked = { ...defaultParameters, baseline: 'crowd', groupBy: ['forecaster' as const] };
    const answered = {
      questions: [opened('q'), opened('r')],
      forecasts: ['q', 'r'].flatMap((id) => [
        { ...made(`a${id}`, 'ann', 0.8, '2025-02-10'), questionId: id },
        { ...made(`b${id}`, 'bob', 0.3, '2025-02-10'), questionId: id },
      ]),
    };
    const other = outcome('r', false, day('2025-05-01'));
    for (const forecastPolicy of ['last', 'timeWeighted'] as const) {
      const parameters = { ...asked, forecastPolicy };
      const families = RecordFamilies.of(record({ ...answered, resolutions: [closed, other], seq: 1 }));
      const kept = new AccuracyState(parameters, {});
      kept.report(families, parameters);
      const corrected = { ...noChanges(1), seq: 2, resolutions: [outcome('r', true, day('2025-04-01'))] };
      kept.touch(families.advance(corrected));
      const fresh = record({ ...answered, resolutions: [closed, ...corrected.resolutions], seq: 2 });
      expect(kept.report(families, parameters).totals).toEqual(
        buildAccuracyReport(fresh, parameters, {}).totals,
      );
      expect(kept.report(families, parameters).groups).toEqual(
        buildAccuracyReport(fresh, parameters, {}).groups,
      );
    }
  });
});

describe('tie rules', () => {
  const resolvedAs = (...answers: readonly (readonly [number, boolean])[]) =>
    scoreOf({
      questions: answers.map((_, i) => question(`q${i}`)),
      forecasts: answers.map(([p], i) => forecast(`f${i}`, `q${i}`, 'ann', p)),
      resolutions: answers.map(([, value], i) => outcome(`q${i}`, value)),
    }).diagnostics;

  test('one half is right by half in the accuracy behind overconfidence', () => {
    // Confidence 0.5 and accuracy 0.5, whichever way they came out.
    expect(resolvedAs([0.5, true], [0.5, true], [0.5, true])?.overconfidence.value).toBe(0);
    expect(resolvedAs([0.5, false], [0.5, false])?.overconfidence.value).toBe(0);
  });

  test('equal probabilities count half in the AUC', () => {
    const events = Array.from({ length: 5 }, () => [0.6, true] as const);
    const others = Array.from({ length: 5 }, () => [0.6, false] as const);
    expect(resolvedAs(...events, ...others)?.auc.value).toBe(0.5);
  });

  test('equal probabilities are pooled before the isotonic regression', () => {
    // Pooled, 0.6 came out half of the time: 0.25 - 0.24, whatever the order of rows.
    for (const order of [
      [true, false],
      [false, true],
    ])
      expect(resolvedAs(...order.map((value) => [0.6, value] as const))?.corp.miscalibration.value).toBe(
        0.01,
      );
  });

  test('equal scores share a rank, and the next one is left out', () => {
    expect(competitionRanks([0.1, 0.2, 0.2, 0.3])).toEqual([1, 2, 2, 4]);
  });
});

describe('n=0', () => {
  test('every number of an empty cell is null with a reason', () => {
    const parts = {
      questions: [question('q', { reading: 'lenient' })],
      forecasts: [forecast('a', 'q', 'ann', 0.8)],
      resolutions: [outcome('q', true)],
    };
    const { strict } = rowOf(reportOf(parts, { forecastPolicy: 'timeWeighted' }), 'log_score');
    expect([strict.questions, strict.clusters, strict.weight, strict.diagnostics]).toEqual([0, 0, 0, null]);
    const {
      mean,
      baselineMean,
      baselineDifference,
      skill,
      nToDetect,
      best,
      peer,
      metaculusBaseline,
      coverage,
    } = strict;
    for (const number of [
      ...[
        mean,
        baselineMean,
        baselineDifference,
        skill,
        nToDetect,
        best,
        peer?.mean,
        metaculusBaseline?.mean,
      ],
      ...[coverage?.ofWindow, coverage?.ofSchedule],
    ])
      expect(number).toMatchObject({ value: null, reason: expect.any(String) });
    for (const interval of [strict.meanByQuestion, strict.meanBootstrap])
      expect(interval).toMatchObject({ lower: null, upper: null, intervalReason: expect.any(String) });
  });

  test('a report of nothing has no rows and no number', () => {
    const { totals, groups } = reportOf({});
    expect([totals.rows, groups, totals.forecasts]).toEqual([[], [], { selected: 0, scored: 0 }]);
  });
});
