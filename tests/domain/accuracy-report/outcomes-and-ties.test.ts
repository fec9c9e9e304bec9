/** What voids, new outcomes and ties do to a report, and what stands where there is nothing to count. */
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { competitionRanks } from '../../../src/domain/accuracy/comparison/competition-ranks.ts';
import { RecordFamilies } from '../../../src/domain/accuracy/record/record-families.ts';
import { AccuracyState } from '../../../src/domain/accuracy/report/groups/accuracy-state.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { noChanges } from '../accuracy/record/growing-record.ts';
import { closed, day, made, opened, scoreOf } from './open-question.ts';
import { reportOf, rowOf } from './report-of.ts';
import { forecast, outcome, question, record } from './small-record.ts';

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
