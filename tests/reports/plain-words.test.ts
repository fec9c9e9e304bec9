/** What somebody reads who has met neither the words nor the numbers of a report before. */
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import { intervalStanding, skillStanding } from '../../src/domain/accuracy/floors.ts';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import type { CalibrationReport } from '../../src/domain/accuracy/report/models/calibration-model.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import { accuracyFindings } from '../../src/reports/findings/accuracy.ts';
import { curveFindings } from '../../src/reports/findings/calibration.ts';
import { inWords } from '../../src/reports/layouts/head.ts';
import { layoutOf } from '../../src/reports/layouts/layout-of.ts';
import { plotsOf } from '../../src/reports/plots/plots-of.ts';
import { galleryRecord } from './gallery-record.ts';
import { calibrationDrawnWith, reportsOver } from './report-samples.ts';

const [accuracy, calibration] = reportsOver(galleryRecord) as readonly [AccuracyReport, CalibrationReport];

describe('the findings', () => {
  test('name the scores that only the tables hold', () => {
    const [lead] = accuracyFindings(accuracy);
    expect(lead).toContain('The tables also hold the Logarithmic score of binary questions');
    expect(lead).not.toMatch(/more rows?/);
  });

  test('say on how many of the questions a baseline rests that does not cover all', () => {
    expect(accuracyFindings(accuracy).join(' ')).toContain(
      'The baseline (uniform) has 0.25 on the same questions;',
    );
    const [first] = accuracy.totals.rows;
    const strict = { ...first?.strict, skillQuestions: 1 };
    const rows = [{ ...first, strict }] as typeof accuracy.totals.rows;
    const [, ...found] = accuracyFindings({ ...accuracy, totals: { ...accuracy.totals, rows } });
    expect(found.join(' ')).toContain(
      'The baseline (uniform) covers only 1 of these 27 questions and has 0.25 there;',
    );
    expect(found.join(' ')).not.toContain('on the same questions');
  });

  test('say over what: a filter makes no "over all"', () => {
    const [all] = accuracyFindings(accuracy);
    expect(all).toMatch(/^Over all, /);
    const [some] = accuracyFindings(
      buildAccuracyReport(galleryRecord, defaultParameters, { type: ['binary'] }),
    );
    expect(some).toMatch(/^Over what the filter selects, /);
  });

  test.each([
    [0.2, 'the forecasts were surer than they were right'],
    [-0.2, 'the forecasts were less sure than they were right'],
    [0, 'the forecasts were as sure as they were right'],
  ])('say which way an overconfidence of %d points', (value, words) => {
    const { strict } = calibration.totals;
    const diagnostics = { ...strict.diagnostics, overconfidence: { value, reason: null } };
    const [first] = curveFindings({ ...strict, diagnostics } as typeof strict, 'Read strictly', 'On average');
    expect(first).toContain(words);
    expect(first).not.toContain('above 0');
  });
});

describe('the tables', () => {
  test('say why a number of calibration or discrimination is held back', () => {
    const { tables } = layoutOf(accuracy);
    const table = tables.find(({ key }) => key === 'calibration');
    const at = (key: string) => table?.columns.findIndex((column) => column.key === key) ?? -1;
    const silent = (table?.rows ?? []).filter(
      (row) =>
        row[at('meanForecast')] !== null &&
        ['auc', 'calibrationErrorIfCalibrated', 'recalibrationSlope', 'spiegelhalterP'].some(
          (key) => row[at(key)] === null,
        ) &&
        row[at('calibrationNote')] === null,
    );
    expect(at('calibrationNote')).toBeGreaterThan(0);
    expect(silent).toEqual([]);
    const notes = (table?.rows ?? []).map((row) => String(row[at('calibrationNote')] ?? ''));
    expect(notes.join(' ')).toMatch(/the calibration report of the same forecasts/);
  });

  test('write names and abbreviations as they are written', () => {
    expect(['auc', 'intervalBrierNote', 'dieboldMarianoP', 'pitForecasts'].map(inWords)).toEqual([
      'AUC',
      'Interval Brier note',
      'Diebold Mariano p',
      'PIT forecasts',
    ]);
  });
});

test('reasons count in the singular and in the plural', () => {
  expect(intervalStanding(1, 1).reason).toBe('An interval needs 10 questions; there is 1.');
  expect(skillStanding(3).reason).toBe('A skill score needs 30 questions; there are 3.');
});

test('the method of an accuracy report defines what its tables and plots show', () => {
  const method = layoutOf(accuracy).method.join(' ');
  for (const word of [
    'a cluster',
    'Overconfidence',
    'Sharpness',
    'AUC',
    'miscalibration',
    'calibration error',
    'isotonic',
  ])
    expect(method).toContain(word);
});

test('a plot with two counts beside a name says which is which', () => {
  const [scores] = plotsOf(accuracy);
  expect(scores?.description).toContain('n counts questions, strict/lenient where they differ');
});

test('a diagram says what a grey mark is', () => {
  const plots = plotsOf(accuracy, calibrationDrawnWith(galleryRecord, accuracy));
  const diagram = plots.find(({ key }) => key.startsWith('reliability'));
  expect(diagram?.description).toMatch(/grey where a bin has fewer than \d+ forecasts/);
});
