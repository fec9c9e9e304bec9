/** Peer and baseline points in accuracy cells: whom one is compared with, when, and what is left out. */
import { describe, expect, test } from 'vitest';
import { lossPeerScores, peerScores } from '../../../src/domain/accuracy/skill/peer-score.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome, question, statement } from './small-record.ts';

const day = (date: string) => `${date}T00:00:00.000Z`;
const ids = Array.from({ length: 12 }, (_, i) => `q${String(i).padStart(2, '0')}`);
const saying: Readonly<Record<string, (i: number) => number>> = {
  ann: (i) => 0.6 + (i % 4) / 20,
  bob: (i) => 0.5 + (i % 3) / 10,
  cat: () => 0.3,
};
const many = {
  forecasters: Object.keys(saying).map((name) => forecaster(name)),
  questions: ids.map((id) => question(id, { opensAt: day('2025-01-01'), closesAt: day('2025-04-11') })),
  forecasts: ids.flatMap((id, i) =>
    Object.entries(saying).map(([who, p]) =>
      forecast(`${who}-${id}`, id, who, p(i), { madeAt: day('2025-01-01'), recordedAt: day('2025-01-01') }),
    ),
  ),
  resolutions: ids.map((id, i) => outcome(id, i % 4 > 0, day('2025-04-11'))),
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** What each gave to what happened, by question. */
const realised = ids.map((_, i) => Object.values(saying).map((p) => (i % 4 > 0 ? p(i) : 1 - p(i))));
const cellOf = (asked: Parameters<typeof reportOf>[1], label: string, rule: string, parts = many) => {
  const row = groupOf(reportOf(parts, asked), label).rows.find((one) => one.rule === rule);
  if (row === undefined) throw new Error(`no row of ${rule}`);
  return row.strict;
};

describe('peer scores', () => {
  test.each(Object.keys(saying).map((who, at) => [who, at] as const))(
    'of %s are the mean over the questions of the score against the two others',
    (who, at) => {
      const log = cellOf({}, who, 'log_score').peer;
      expect(log).toMatchObject({ key: 'metaculus_peer', questions: 12, alone: 0, undefinedScores: [] });
      expect(log?.mean.value).toBeCloseTo(mean(realised.map((p) => peerScores(p)[at]?.value as number)), 9);
      expect(log?.mean).toMatchObject({ method: 'clusterRobust', indicativeOnly: true });
      const brier = cellOf({}, who, 'brier').peer;
      expect(brier?.key).toBe('brier_peer');
      expect(brier?.mean.value).toBeCloseTo(
        mean(realised.map((p) => lossPeerScores(p.map((one) => (1 - one) ** 2))[at] as number)),
        11,
      );
    },
  );

  test('add up to 0 over everybody', () => {
    for (const rule of ['brier', 'log_score'])
      for (const forecastPolicy of ['last', 'timeWeighted'] as const)
        expect(rowOf(reportOf(many, { forecastPolicy }), rule).strict.peer?.mean).toMatchObject({
          value: 0,
          lower: 0,
          upper: 0,
        });
  });

  test('compare with whoever the same report scores: a filter on forecasters takes the others away', () => {
    const two = reportOf(many, {}, { forecasterId: ['ann', 'cat'] });
    const peer = groupOf(two, 'ann').rows.find(({ rule }) => rule === 'log_score')?.strict.peer;
    expect(peer?.mean.value).toBeCloseTo(
      mean(realised.map(([ann, , cat]) => 100 * Math.log((ann as number) / (cat as number)))),
      9,
    );
    for (const rule of ['brier', 'log_score']) {
      const one = rowOf(reportOf(many, {}, { forecasterId: ['ann'] }), rule).strict.peer;
      expect(one).toMatchObject({ questions: 0, alone: 12, mean: { value: null, lower: null } });
      expect(one?.mean.reason).toContain('nobody to compare with');
    }
  });

  test('leave out and count the questions that nobody else answered, and hold to the floor on n', () => {
    const parts = {
      ...many,
      forecasts: many.forecasts.filter(
        ({ forecasterId, questionId }) => forecasterId === 'ann' || questionId < 'q05',
      ),
    };
    const { peer } = cellOf({}, 'ann', 'brier', parts);
    expect(peer).toMatchObject({ questions: 5, alone: 7 });
    expect(peer?.mean).toMatchObject({ lower: null, intervalReason: expect.stringContaining('needs 10') });
    expect(peer?.mean.value).not.toBeNull();
  });

  test('are undefined between two who called impossible what happened, and infinite beside one', () => {
    const certain = (sure: readonly string[]) => ({
      ...many,
      questions: many.questions.slice(1, 2),
      forecasts: Object.keys(saying).map((who) => forecast(who, 'q01', who, sure.includes(who) ? 0 : 0.5)),
      resolutions: many.resolutions.slice(1, 2),
    });
    expect(cellOf({}, 'ann', 'log_score', certain(['bob'])).peer?.mean.value).toBe('Infinity');
    expect(cellOf({}, 'bob', 'log_score', certain(['bob'])).peer?.mean.value).toBe('-Infinity');
    expect(cellOf({}, 'bob', 'log_score', certain(['bob', 'cat'])).peer).toMatchObject({
      questions: 0,
      undefinedScores: [{ count: 1, reason: expect.stringContaining('infinities') }],
      mean: { value: null },
    });
  });

  test('have no mean where some are infinite either way', () => {
    const parts = {
      ...many,
      questions: many.questions.slice(1, 3),
      forecasts: [
        forecast('a1', 'q01', 'ann', 0),
        forecast('b1', 'q01', 'bob', 0.5),
        forecast('a2', 'q02', 'ann', 0.5),
        forecast('b2', 'q02', 'bob', 0),
      ],
      resolutions: many.resolutions.slice(1, 3),
    };
    for (const cluster of ['question', 'source'] as const)
      expect(cellOf({ cluster }, 'ann', 'log_score', parts).peer?.mean).toMatchObject({
        value: null,
        reason: expect.stringContaining('infinite'),
      });
    // In one cluster too: both questions read one statement.
    const statements = [statement('s', 'ann')];
    const questions = parts.questions.map((one) => ({
      ...one,
      content: { ...one.content, statementId: 's' },
    }));
    expect(
      cellOf({}, 'ann', 'log_score', { ...parts, questions, statements } as typeof many).peer?.mean.value,
    ).toBeNull();
  });

  test.each(['first', 'daily', 'all'] as const)(
    'are not made under %s, with the reason',
    (forecastPolicy) => {
      expect(cellOf({ forecastPolicy }, 'ann', 'brier').peer).toMatchObject({
        questions: 0,
        mean: { value: null, reason: expect.stringContaining('last, timeWeighted or spot') },
      });
    },
  );

  test('at a spot compare what was in effect there', () => {
    const late = forecast('late', 'q01', 'bob', 0.9, {
      madeAt: day('2025-04-05'),
      recordedAt: day('2025-04-05'),
    });
    const parts = { ...many, forecasts: [...many.forecasts, late] };
    const peerAt = (spotAt: 'closeMinus7Days' | 'closeMinus1Day') =>
      cellOf({ forecastPolicy: 'spot', spotAt }, 'ann', 'log_score', parts).peer?.mean.value;
    expect(peerAt('closeMinus7Days')).toBe(cellOf({}, 'ann', 'log_score').peer?.mean.value);
    expect(peerAt('closeMinus1Day')).toBe(cellOf({}, 'ann', 'log_score', parts).peer?.mean.value);
    expect(peerAt('closeMinus1Day')).not.toBe(peerAt('closeMinus7Days'));
  });
});

describe('points averaged over time', () => {
  /** A hundred days; ann covers half of them, bob all, and nobody else is there. */
  const parts = {
    questions: [question('q', { opensAt: day('2025-01-01'), closesAt: day('2025-04-11') })],
    forecasts: [
      forecast('a', 'q', 'ann', 0.8, { madeAt: day('2025-02-20') }),
      forecast('b', 'q', 'bob', 0.4, { madeAt: day('2025-01-01') }),
    ],
    resolutions: [outcome('q', true, day('2025-04-11'))],
  };
  const asked = { forecastPolicy: 'timeWeighted' } as const;

  test('count time without a forecast as 0, and the score beside them does not', () => {
    const ann = groupOf(reportOf(parts, asked), 'ann').rows.find(({ rule }) => rule === 'log_score')?.strict;
    expect(ann?.metaculusBaseline).toMatchObject({ key: 'metaculus_baseline_time_averaged', questions: 1 });
    expect(ann?.metaculusBaseline?.mean.value).toBeCloseTo(50 * (1 + Math.log2(0.8)), 9);
    expect(ann?.peer?.key).toBe('metaculus_peer_time_averaged');
    expect(ann?.peer?.mean.value).toBeCloseTo(50 * Math.log(0.8 / 0.4), 9);
    expect(ann?.mean.value).toBeCloseTo(-Math.log(0.8), 11);
    expect(ann?.coverage?.ofSchedule.value).toBe(0.5);
  });

  test('are over the time to the scheduled close, also where the outcome was known before it', () => {
    // Known after 75 of the 100 days; ann came after 50.
    const early = { ...parts, resolutions: [outcome('q', true, day('2025-03-17'))] };
    const ann = groupOf(reportOf(early, asked), 'ann').rows.find(({ rule }) => rule === 'log_score')?.strict;
    expect(ann?.metaculusBaseline?.mean.value).toBeCloseTo(25 * (1 + Math.log2(0.8)), 9);
    expect(ann?.peer?.mean.value).toBeCloseTo(25 * Math.log(0.8 / 0.4), 9);
    expect(ann?.mean.value).toBeCloseTo(-Math.log(0.8), 11);
  });

  test('weigh the Brier peer in the same way', () => {
    const cells = ['ann', 'bob'].map((who) => groupOf(reportOf(parts, asked), who).rows[0]?.strict.peer);
    expect(cells.map((peer) => peer?.key)).toEqual(['brier_peer_time_averaged', 'brier_peer_time_averaged']);
    expect(cells[0]?.mean.value).toBeCloseTo(0.5 * (0.36 - 0.04), 11);
    expect(cells[1]?.mean.value).toBeCloseTo(-0.5 * (0.36 - 0.04), 11);
  });

  test('need an opening and a scheduled close', () => {
    const endless = { ...parts, questions: [question('q', { closesAt: null })] };
    const { peer } = rowOf(reportOf(endless, asked)).strict;
    expect(peer).toMatchObject({ questions: 0, undefinedScores: [{ count: 2 }], mean: { value: null } });
  });

  test('somebody who never had company is not counted in', () => {
    const apart = [
      forecast('a', 'q', 'ann', 0.8, { madeAt: day('2025-02-20') }),
      forecast('b', 'q', 'bob', 0.4, { madeAt: day('2025-01-01'), withdrawnAt: day('2025-02-01') }),
    ];
    const { peer } = rowOf(reportOf({ ...parts, forecasts: apart }, asked)).strict;
    expect(peer).toMatchObject({ questions: 0, alone: 2 });
  });
});

describe('baseline points', () => {
  test('follow from the logarithmic score: 100 (1 + log2 p), interval and all', () => {
    const { metaculusBaseline: points, mean: log } = cellOf({}, 'ann', 'log_score');
    expect(points).toMatchObject({ key: 'metaculus_baseline', questions: 12, alone: 0 });
    expect(points?.mean.value).toBeCloseTo(
      mean(realised.map(([p]) => 100 * (1 + Math.log2(p as number)))),
      9,
    );
    const rule = cellOf({ rule: ['metaculus_baseline'] }, 'ann', 'metaculus_baseline').mean;
    expect(points?.mean.lower).toBeCloseTo(rule.lower as number, 9);
    expect(points?.mean.upper).toBeCloseTo(rule.upper as number, 9);
    expect(log.indicativeOnly).toBe(points?.mean.indicativeOnly);
  });

  test('stand under the logarithmic score only', () => {
    expect(cellOf({}, 'ann', 'brier').metaculusBaseline).toBeNull();
    expect(cellOf({ rule: ['spherical'] }, 'ann', 'spherical')).toMatchObject({
      peer: null,
      metaculusBaseline: null,
    });
  });
});
