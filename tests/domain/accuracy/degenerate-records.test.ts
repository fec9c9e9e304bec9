/** Whatever a record lacks (rows, a class, variance, outcomes), an aggregate is a number or null with a reason. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { evaluate } from '../../../src/domain/evaluate.ts';
import { accuracyKeys } from '../../golden/accuracy-keys.ts';
import { forecast, forecaster, question, record } from '../accuracy-report/small-record.ts';
import { rows } from './verification-sample.ts';

/** Where a value holds what JSON cannot say. Infinity is a value, written as text by who needs it. */
function undefinedNumbers(value: unknown, at = '$'): string[] {
  if (typeof value === 'number') return Number.isNaN(value) ? [at] : [];
  if (value === 'NaN') return [at];
  if (typeof value !== 'object' || value === null) return [];
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return entries.flatMap(([name, part]) => undefinedNumbers(part, `${at}.${name}`));
}

const of = (p: readonly number[], outcome: readonly number[], q: readonly number[] = p) => ({
  p,
  q,
  outcome,
  weights: p.map((_, at) => at + 1),
  cluster: p.map(() => 'one'),
  clusterOrder: p.length > 0 ? ['one'] : [],
  draws: p.length > 0 ? [[0], [0]] : [],
  values: p,
  pOutcome: p,
  bins: 10,
  level: 0.95,
  lambda: 0.5,
  lag: 1,
  k: 0,
  n: 0,
  adjustedBrier: -1,
  extremise: 2.5,
  trimEach: 1,
  scores: [] as unknown,
  reference: [] as readonly number[],
  forecasts: [] as unknown,
  open: 0,
  close: 0,
  days: 0,
});

const records: readonly [string, ReturnType<typeof of>][] = [
  ['nothing', of([], [])],
  ['one row', of([0.3], [1])],
  ['yes only', of([0.2, 0.4, 0.4, 0.9], [1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5])],
  ['no only', of([0.2, 0.4, 0.4, 0.9], [0, 0, 0, 0], [0.5, 0.5, 0.5, 0.5])],
  ['one probability', of([0.5, 0.5, 0.5], [0, 1, 1])],
  ['certain and right', of([0, 1, 1], [0, 1, 1])],
  ['certain and wrong', of([0, 1, 1], [1, 0, 0])],
  ['certain and wrong on both sides', of([0, 1, 1], [1, 0, 1], [1, 0, 0])],
];

const boards: readonly (readonly [string, object])[] = [
  ['nobody', {}],
  ['one forecaster', { A: { q: 0.2 } }],
  ['a forecaster without scores', { A: { q: 0.2 }, B: {} }],
  ['scores of 0', { A: { q: 0, r: 0 }, B: { q: 0, r: 0 } }],
  ['equal scores', { A: { q: 0.1, r: 0.1 }, B: { q: 0.1, r: 0.1 } }],
];

const ofBoards = ['difficulty_adjusted', 'pairwise_relative_skill'];
const ofRows = Object.keys(accuracyKeys).filter((key) => !ofBoards.includes(key));

describe.each(records)('a record of %s', (_title, inputs) => {
  it.each(ofRows)('%s', (key) => {
    const forecasts = key === 'metaculus_peer_time_averaged' ? {} : inputs.forecasts;
    for (const score of ['brier', 'log']) {
      const result = accuracyKeys[key]?.({ ...inputs, forecasts, score });
      expect(undefinedNumbers(result)).toEqual([]);
      if (inputs.p.length === 0 && typeof result === 'number') throw new Error(`${result} of nothing`);
    }
  });
});

describe.each(boards)('a board of %s', (_title, scores) => {
  it.each(ofBoards)('%s', (key) => {
    expect(undefinedNumbers(accuracyKeys[key]?.({ scores, baseline: 'A' }))).toEqual([]);
  });
});

it('no aggregate of any record is without a number and a reason', () => {
  fc.assert(
    fc.property(rows, rows, (first, second) => {
      const length = Math.min(first.length, second.length);
      const inputs = of(
        first.slice(0, length).map(({ p }) => p),
        first.slice(0, length).map(({ y }) => y),
        second.slice(0, length).map(({ p }) => p),
      );
      for (const key of ofRows) {
        const forecasts = key === 'metaculus_peer_time_averaged' ? {} : [];
        expect([key, undefinedNumbers(accuracyKeys[key]?.({ ...inputs, forecasts }))]).toEqual([key, []]);
      }
    }),
    { numRuns: 30 },
  );
});

describe('reports in which nothing is scored', () => {
  const given = record({
    forecasters: [forecaster('Ann'), forecaster('Ben')],
    questions: [question('rain'), question('snow')],
    forecasts: [
      forecast('one', 'rain', 'Ann', 0.5),
      forecast('two', 'rain', 'Ben', 0.5),
      forecast('three', 'snow', 'Ann', 0.5),
    ],
    resolutions: ['rain', 'snow'].map((questionId) => ({
      questionId,
      outcome: { void: 'annulled' as const },
      state: 'void' as const,
      knownAtInstant: null,
    })),
  });
  const empty = record({});

  it.each([
    ['void', given],
    ['nothing at all', empty],
  ])('%s', (_title, of) => {
    const reports = [
      buildAccuracyReport(of, { ...defaultParameters, groupBy: ['forecaster'] }, {}),
      buildCalibrationReport(of, { ...defaultParameters, groupLimit: 20 }, {}),
      buildLeaderboard(of, defaultParameters, {}),
    ];
    for (const report of reports) expect(undefinedNumbers(report)).toEqual([]);
  });

  it('void, one against another', () => {
    const report = buildHeadToHead(given, defaultParameters, { forecasterId: ['Ann', 'Ben'] });
    expect(undefinedNumbers(report)).toEqual([]);
  });

  it('an evaluation of nothing, of open questions, and of one class', () => {
    const open = { forecaster: 'Ann', question: 'rain', probability: 0.5, outcome: null };
    const never = [0.1, 0.5, 0].map((probability, at) => {
      return { forecaster: 'Ann', question: `question ${at}`, probability, outcome: false };
    });
    for (const rows of [[], [open, open], never, [never[0] ?? open]]) {
      const report = evaluate(rows, { options: { curves: 'groups', baseline: 'baseRate', scores: true } });
      expect(undefinedNumbers(report)).toEqual([]);
      expect(report.totals.forecasts.read).toBe(rows.length);
    }
  });
});
