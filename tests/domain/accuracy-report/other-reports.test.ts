import { describe, expect, test } from 'vitest';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import { calibrationReportModel } from '../../../src/domain/accuracy/report/models/calibration-model.ts';
import { headToHeadModel } from '../../../src/domain/accuracy/report/models/head-to-head-model.ts';
import { leaderboardReportModel } from '../../../src/domain/accuracy/report/models/leaderboard-model.ts';
import {
  type AccuracyParameters,
  defaultParameters,
} from '../../../src/domain/accuracy/report/models/parameters.ts';
import { forecast, forecaster, outcome, question, record } from './small-record.ts';

const ids = Array.from({ length: 30 }, (_, i) => `q${String(i).padStart(2, '0')}`);
/** Thirty questions, the first 24 came true; ann says 0.8, bob 0.6, cat 0.4 by a hedge, dan 0.5 on three. */
const many = record({
  forecasters: ['ann', 'bob', 'cat', 'dan'].map((id) => forecaster(id)),
  questions: ids.map((id) => question(id)),
  forecasts: ids.flatMap((id, i) => [
    forecast(`a-${id}`, id, 'ann', 0.8),
    forecast(`b-${id}`, id, 'bob', 0.6),
    forecast(`c-${id}`, id, 'cat', 0.4, {
      basis: 'verbal',
      prediction: { probability: 0.4, lower: 0.3, upper: 0.85 },
    }),
    ...(i < 3 ? [forecast(`d-${id}`, id, 'dan', 0.5)] : []),
  ]),
  resolutions: ids.map((id, i) =>
    outcome(id, i < 24, `2026-01-${String(1 + (i % 28)).padStart(2, '0')}T00:00:00.000Z`),
  ),
});
const parameters = (changes: Partial<AccuracyParameters> = {}): AccuracyParameters => ({
  ...defaultParameters,
  ...changes,
});

describe('calibration', () => {
  const report = buildCalibrationReport(many, parameters(), {});
  const ann = report.groups.find(({ values }) => values[0]?.label === 'ann')?.strict;

  test('0.8 that came 24 times of 30 lies on the diagonal, inside both bands', () => {
    expect(ann?.curve).toHaveLength(1);
    const [point] = ann?.curve ?? [];
    expect(point).toMatchObject({ probability: 0.8, forecasts: 30, recalibrated: 0.8 });
    expect(point?.consistencyLower).toBeLessThan(0.8);
    expect(point?.consistencyUpper).toBeGreaterThan(0.8);
    expect(ann?.diagnostics?.corp.miscalibration.value).toBe(0);
    expect(ann?.miscalibrationP.value).toBe(1);
  });

  test('bins are closed on the right, with Wilson intervals; the histogram has twenty', () => {
    expect(ann?.bins).toMatchObject([
      { lower: 0.7, upper: 0.8, forecasts: 30, meanForecast: 0.8, observed: 0.8 },
    ]);
    expect(ann?.bins[0]?.observedLower).toBeCloseTo(0.6269, 4);
    expect(ann?.histogram).toEqual([{ lower: 0.75, upper: 0.8, forecasts: 30 }]);
  });

  test('the same seed gives the same bands, another one others', () => {
    expect(buildCalibrationReport(many, parameters(), {})).toEqual(report);
    const other = buildCalibrationReport(many, parameters({ seed: 2 }), {});
    expect(other.totals.strict.curve).not.toEqual(report.totals.strict.curve);
  });

  test('has the form that it is documented with', () => {
    expect(calibrationReportModel.parse(report)).toEqual(report);
  });
});

describe('leaderboard', () => {
  const report = buildLeaderboard(many, parameters(), {});
  const { entries } = report.strict;

  test('ranks by the mean, lower Brier scores first; too few questions have no rank', () => {
    expect(entries.map(({ forecaster: name, rank, mean }) => [name, rank, mean.value])).toEqual([
      ['ann', 1, 0.16],
      ['bob', 2, 0.2],
      ['cat', 3, 0.32],
      ['dan', null, 0.25],
    ]);
    expect(entries[3]?.reason).toBe('A rank needs 10 questions; there are 3.');
  });

  test('declares a lead only where rank intervals and hedges are clear of each other', () => {
    const [ann, bob, cat] = entries;
    expect(bob?.rankUpper).toBeLessThan(cat?.rankLower ?? 0);
    // cat's words allow 0.85, which would have scored better than bob's 0.6.
    expect(bob?.aheadOf).toEqual([]);
    expect(ann?.shareRankedFirst).toBeGreaterThan(0.5);
  });

  test('with everybody on every question the adjusted mean is the mean', () => {
    const all = record({
      ...many,
      forecasts: many.forecasts.filter(({ forecasterId }) => forecasterId !== 'dan'),
    });
    const { strict } = buildLeaderboard(all, parameters(), {});
    for (const entry of strict.entries)
      expect(entry.adjustedMean.value).toBeCloseTo(Number(entry.mean.value), 10);
    expect(strict.components).toBe(1);
  });

  test('has the form that it is documented with', () => {
    expect(leaderboardReportModel.parse(report)).toEqual(report);
  });
});

describe('head to head', () => {
  const duel = (first: string, second: string, changes: Partial<AccuracyParameters> = {}) =>
    buildHeadToHead(many, parameters(changes), { forecasterId: [first, second] });
  const brier = (report: ReturnType<typeof duel>) => {
    const row = report.rows.find(({ rule }) => rule === 'brier');
    if (!row) throw new Error('no row of brier');
    return row.strict;
  };

  test('differences are on the questions that both answered', () => {
    const column = brier(duel('ann', 'dan'));
    // dan answered three, all yes: 0.04 against 0.25.
    expect(column).toMatchObject({
      questions: 3,
      firstMean: { value: 0.04 },
      secondMean: { value: 0.25 },
      difference: { value: -0.21, lower: null },
    });
    expect(column.list.map(({ cumulative }) => cumulative)).toEqual([-0.21, -0.42, -0.63]);
  });

  test('the paired difference has a t interval, and exchanging the sides turns its sign', () => {
    const [one, other] = [brier(duel('ann', 'bob')), brier(duel('bob', 'ann'))];
    expect(one.difference.value).toBe(-0.04);
    expect(Number(one.difference.lower)).toBe(-Number(other.difference.upper));
    expect(one.evidence.firstIsBetter).toEqual(other.evidence.secondIsBetter);
  });

  test('a winner is declared where the interval is clear of 0, unless hedges could turn it round', () => {
    const clear = brier(duel('ann', 'cat'));
    expect(Number(clear.difference.upper)).toBeLessThan(0);
    expect(clear.declared).toBe(null);
    const stated = record({
      ...many,
      forecasts: many.forecasts.map((entry) => ({ ...entry, basis: 'stated' })),
    });
    expect(brier(buildHeadToHead(stated, parameters(), { forecasterId: ['ann', 'cat'] })).declared).toBe(
      'first',
    );
  });

  test('over time both sides are compared on the time that both cover', () => {
    expect(brier(duel('ann', 'bob', { forecastPolicy: 'timeWeighted' })).difference.value).toBe(-0.04);
  });

  test('one forecaster, or one unknown, is refused', () => {
    expect(() => duel('ann', 'ann')).toThrow('two forecasters');
    expect(() => duel('ann', 'nobody')).toThrow('two forecasters');
  });

  test('has the form that it is documented with', () => {
    const report = duel('ann', 'bob');
    expect(headToHeadModel.parse(report)).toEqual(report);
  });
});
