/** Two forecasters at one instant: so long before the scheduled close, or after the opening. */
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import type { SpotTime } from '../../../src/domain/accuracy/time/lead-time.ts';
import { forecast, forecaster, outcome, question, record } from './small-record.ts';

const at = (day: string) => ({ madeAt: `${day}T00:00:00.000Z` });

/**
 * All close at the end of 2025, so that 30 days before is 2025-12-02T00:00Z. On `both` ann stands at
 * 0.5 then and at 0.9 in the end; on `moved` bob moves from 0.4 to 0.6 at that very instant, which counts;
 * `late` has no bob yet, `gone` no ann any more, and the outcome of `early` was known in November.
 */
const source = record({
  forecasters: [forecaster('ann'), forecaster('bob')],
  questions: ['both', 'moved', 'late', 'gone', 'early'].map((id) =>
    question(id, { opensAt: '2025-01-01T00:00:00Z' }),
  ),
  forecasts: [
    forecast('a1', 'both', 'ann', 0.5, at('2025-01-05')),
    forecast('a2', 'both', 'ann', 0.9, at('2025-12-10')),
    forecast('b1', 'both', 'bob', 0.7, at('2025-06-01')),
    forecast('a3', 'moved', 'ann', 0.1, at('2025-01-05')),
    forecast('b2', 'moved', 'bob', 0.4, at('2025-01-05')),
    forecast('b3', 'moved', 'bob', 0.6, at('2025-12-02')),
    forecast('a4', 'late', 'ann', 0.2, at('2025-01-05')),
    forecast('b4', 'late', 'bob', 0.2, at('2025-12-20')),
    forecast('a5', 'gone', 'ann', 0.2, {
      ...at('2025-01-05'),
      withdrawnAt: '2025-12-01T00:00:00.000Z',
    }),
    forecast('b5', 'gone', 'bob', 0.2, at('2025-01-05')),
    forecast('a6', 'early', 'ann', 0.2, at('2025-01-05')),
    forecast('b6', 'early', 'bob', 0.2, at('2025-01-05')),
  ],
  resolutions: [
    outcome('both', true),
    outcome('moved', false, '2026-01-02T00:00:00.000Z'),
    outcome('late', true),
    outcome('gone', true),
    outcome('early', true, '2025-11-15T00:00:00.000Z'),
  ],
});

const under = (spotAt: SpotTime | null) => ({
  ...defaultParameters,
  forecastPolicy: spotAt === null ? ('last' as const) : ('spot' as const),
  spotAt,
});
const duelAt = (spotAt: SpotTime | null) => {
  const report = buildHeadToHead(source, under(spotAt), { forecasterId: ['ann', 'bob'] });
  const row = report.rows.find(({ rule }) => rule === 'brier');
  if (row === undefined) throw new Error('no row');
  return { ...row.strict, murphy: report.murphy.strict };
};

describe('a duel at a spot', () => {
  test('compares what both had in effect at that instant, by hand', () => {
    const { questions, list, difference } = duelAt('closeMinus30Days');
    expect(questions).toBe(2);
    const [both, moved] = list;
    expect(both).toMatchObject({ questionId: 'both', first: 0.25 });
    expect(both?.second).toBeCloseTo(0.09, 12);
    expect(both?.difference).toBeCloseTo(0.16, 12);
    expect(moved).toMatchObject({ questionId: 'moved' });
    expect(moved?.first).toBeCloseTo(0.01, 12);
    expect(moved?.second).toBeCloseTo(0.36, 12);
    expect(difference.value).toBeCloseTo((0.16 - 0.35) / 2, 12);
  });

  test('a day before the close the updates count, and who came late or moved is there', () => {
    const { list } = duelAt('closeMinus1Day');
    expect(list.map(({ questionId }) => questionId)).toEqual(['both', 'late', 'moved']);
    expect(list[0]?.first).toBeCloseTo(0.01, 12);
    expect(duelAt(null).list.map(({ questionId }) => questionId)).toEqual(['early', 'both', 'late', 'moved']);
  });

  test('a day after the opening nobody had said anything', () => {
    const asked = { forecasterId: ['ann', 'bob'] };
    expect(buildHeadToHead(source, under('openPlus1Day'), asked).rows).toEqual([]);
  });

  test('has one probability a question on each side, so that curves and hedges are computed', () => {
    const { murphy, hedges, evidence } = duelAt('closeMinus30Days');
    expect(murphy).toMatchObject({ questions: 2, reason: null });
    // By hand at the threshold 0.65 with outcomes yes and no: ann 0.5 misses the yes by 0.35, bob 0.7 does not.
    const point = murphy.points.find(({ threshold }) => threshold === 0.65);
    expect(point?.first).toBeCloseTo(0.35 / 2, 12);
    expect(point?.second).toBe(0);
    expect(hedges).toMatchObject({ verdict: 'first', reason: null });
    expect(evidence.firstIsBetterP.reason).toBeNull();
  });

  test('takes for each side what the accuracy report scores at the same spot', () => {
    const { totals, groups } = buildAccuracyReport(source, under('closeMinus30Days'), {
      questionId: ['both', 'moved'],
    });
    expect(totals.forecasts).toEqual({ selected: 6, scored: 4 });
    const meanOf = (name: string) =>
      groups
        .find(({ values }) => values.some(({ id, label }) => id === name || label === name))
        ?.rows.find(({ rule }) => rule === 'brier')?.strict.mean.value;
    expect(meanOf('ann')).toBeCloseTo((0.25 + 0.01) / 2, 12);
    expect(meanOf('bob')).toBeCloseTo((0.09 + 0.36) / 2, 12);
    const { list } = duelAt('closeMinus30Days');
    for (const [who, side] of [
      ['ann', 'first'],
      ['bob', 'second'],
    ] as const)
      expect(list.reduce((sum, one) => sum + Number(one[side]), 0) / 2).toBeCloseTo(Number(meanOf(who)), 12);
  });
});
