/** The figures of the calibration report: identities, floors, and what stands for nothing. */
import { describe, expect, test } from 'vitest';
import { equalMassCalibrationError } from '../../../src/domain/accuracy/calibration/equal-mass-calibration-error.ts';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import type { ReportMeasure } from '../../../src/domain/accuracy/report/models/report-number.ts';
import { tabulateRows } from '../../../src/domain/accuracy/state/tabulate.ts';
import { SAMPLE } from '../accuracy/verification-sample.ts';
import { forecast, outcome, question, record } from './small-record.ts';

const ids = Array.from({ length: 60 }, (_, i) => `q${String(i).padStart(2, '0')}`);
const LEVELS = [0.05, 0.12, 0.33, 0.36, 0.62, 0.81, 0.97];
const reportOf = (count: number, weight: 'statement' | 'question' = 'statement') =>
  buildCalibrationReport(
    record({
      questions: ids.map((id) => question(id)),
      forecasts: ids.map((id, i) => forecast(`f-${id}`, id, 'ann', LEVELS[i % 7] as number)),
      resolutions: ids.slice(0, count).map((id, i) => outcome(id, (i * 11) % 20 < 3 + 2 * (i % 7))),
    }),
    { ...defaultParameters, weight },
    {},
  ).totals.strict;
const of = (measure: ReportMeasure | undefined): number => {
  if (typeof measure?.value !== 'number') throw new Error(measure?.reason ?? 'there is no number');
  return measure.value;
};

describe('decompositions', () => {
  const { figures, diagnostics, bins } = reportOf(60);
  if (figures === null) throw new Error('there are no figures');

  test('over bins all five terms make the Brier score', () => {
    const { murphyBinned: binned } = figures;
    expect(of(binned.withinBinVariance)).toBeGreaterThan(0);
    expect(
      of(binned.reliability) -
        of(binned.resolution) +
        of(binned.uncertainty) +
        of(binned.withinBinVariance) -
        of(binned.withinBinCovariance),
    ).toBeCloseTo(of(figures.brier), 11);
  });

  test('over distinct probabilities, and without bins, three do', () => {
    const { murphyUnique: unique } = figures;
    expect(of(unique.reliability) - of(unique.resolution) + of(unique.uncertainty)).toBeCloseTo(
      of(figures.brier),
      11,
    );
    const corp = diagnostics?.corp;
    expect(of(corp?.miscalibration) - of(corp?.discrimination) + of(corp?.uncertainty)).toBeCloseTo(
      of(figures.meanScore),
      11,
    );
  });

  test('limited terms stay in their range and raw ones are the corrected binned ones', () => {
    expect(of(figures.biasCorrectedRaw.reliability)).toBeLessThan(of(figures.murphyBinned.reliability));
    expect(of(figures.biasCorrectedLimited.reliability)).toBeGreaterThanOrEqual(-1e-12);
    expect(bins.some(({ indicativeOnly }) => indicativeOnly)).toBe(false);
  });

  test('the Murphy diagram lies between recalibration and is half the Brier score in area', () => {
    const { points } = reportOf(60).murphy;
    const sum = points.slice(1).reduce((total, { score }) => total + Number(score) / 100, 0);
    expect(Math.abs(2 * sum - of(figures.brier))).toBeLessThan(0.01);
    for (const { score, lower, upper } of points) {
      expect(Number(lower)).toBeLessThanOrEqual(Number(score) + 1e-9);
      expect(Number(upper)).toBeGreaterThanOrEqual(Number(score) - 1e-9);
    }
    const total = (key: 'score' | 'recalibrated') =>
      points.reduce((all, point) => all + Number(point[key]), 0);
    expect(total('recalibrated')).toBeLessThan(total('score'));
  });
});

describe('floors', () => {
  test('a slope is held back below ten of each kind, with its standard errors', () => {
    const { figures, murphy, bins } = reportOf(9);
    expect(figures?.recalibration.slope).toMatchObject({
      value: null,
      reason: expect.stringContaining('needs 10 questions that came true'),
    });
    expect(figures?.recalibration.interceptAtSlopeOne.value).toBeNull();
    expect(murphy.points[50]).toMatchObject({ lower: null, upper: null });
    expect(murphy.intervalReason).toBe('An interval needs 10 questions; there are 9.');
    expect(bins.every(({ indicativeOnly }) => indicativeOnly)).toBe(true);
  });

  test('where nothing counts there are no figures, and that is said', () => {
    const { figures, murphy, reason } = reportOf(0);
    expect([figures, murphy.points, reason]).toEqual([null, [], 'No binary forecast counts.']);
  });
});

test('calibrated forecasts show the equal-mass error that is expected of them, on average', () => {
  // Fixed pseudo-random numbers: a thousand records of forecasts that are right as often as they say.
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const p = Array.from({ length: 40 }, (_, i) => (i % 8) / 8 + 0.06);
  let [seen, said] = [0, 0];
  for (let run = 0; run < 1000; run += 1) {
    const table = tabulateRows(
      p,
      p.map((chance) => (uniform() < chance ? 1 : 0)),
    );
    const error = equalMassCalibrationError(table, 5).value;
    seen += (error?.ece ?? 0) / 1000;
    said = error?.eceIfCalibrated ?? 0;
  }
  expect(Math.abs(seen - said) / said).toBeLessThan(0.05);
});

test('one bin holds everything: its largest and mean errors are the bias', () => {
  const error = equalMassCalibrationError(tabulateRows(SAMPLE.p, SAMPLE.outcome), 1).value;
  expect(error?.mce).toBeCloseTo(error?.ece ?? 0, 12);
});
