/** Floors count what is independent: questions, clusters, and what their weights leave of them. */
import { describe, expect, it } from 'vitest';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import { randomSource } from '../../../src/domain/accuracy/intervals/random-source.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { type EvaluationInput, evaluate } from '../../../src/domain/evaluate.ts';
import { reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome, question, record } from './small-record.ts';

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

describe('two questions that twelve forecasters answered', () => {
  const forecasters = names('f', 12);
  const answers = forecasters.flatMap((by, at) => [
    { question: 'came', by, p: 0.4 + at / 30, came: true },
    { question: 'not', by, p: 0.3 + at / 40, came: false },
  ]);
  const parts = {
    forecasters: forecasters.map((id) => forecaster(id)),
    questions: ['came', 'not'].map((id) => question(id)),
    forecasts: answers.map(({ question: id, by, p }, at) => forecast(`a${at}`, id, by, p)),
    resolutions: [outcome('came', true), outcome('not', false)],
  };
  const short = (what: string, floor: number) => ({
    value: null,
    reason: `${what} needs ${floor} questions that came true and ${floor} that did not; there are 1 and 1.`,
  });

  it('have no slope and no AUC, in any report', () => {
    const { diagnostics } = rowOf(reportOf(parts)).strict;
    const curves = buildCalibrationReport(record(parts), defaultParameters, {}).totals.strict;
    const rows = answers.map(({ question: id, by, p, came }): EvaluationInput => {
      return { question: id, forecaster: by, probability: p, outcome: came };
    });
    const { totals } = evaluate(rows);
    for (const found of [
      diagnostics,
      curves.diagnostics,
      totals.rows[0]?.cell.diagnostics,
      totals.calibration?.diagnostics,
    ]) {
      expect(found?.recalibrationSlope).toEqual(short('A recalibration slope', 10));
      expect(found?.auc).toEqual(short('The AUC', 5));
      expect(found?.aucStandardError).toBeNull();
    }
    for (const found of [curves.figures, totals.calibration?.figures])
      expect(found?.recalibration.slope).toEqual(short('A recalibration slope', 10));
  });
});

describe('intervals', () => {
  const rows = (
    weightOf: (at: number) => number,
    clusterOf: (at: number) => string | null,
    random = randomSource(3),
  ) =>
    Array.from({ length: 40 }, (_, at): EvaluationInput => {
      const cluster = clusterOf(at);
      const own = cluster === null ? {} : { cluster };
      const probability = 0.6 + (at % 4) / 10;
      return {
        question: `q${at}`,
        probability,
        outcome: random.uniform() < 0.7,
        weight: weightOf(at),
        ...own,
      };
    });
  const cellOf = (given: readonly EvaluationInput[]) =>
    evaluate(given, { rules: ['brier'], options: { curves: 'none' } }).totals.rows[0]?.cell;

  it('of skill are indicative where those of the mean are', () => {
    const cell = cellOf(
      rows(
        () => 1,
        (at) => `c${at % 3}`,
      ),
    );
    for (const found of [cell?.mean, cell?.skill, cell?.baselineDifference]) {
      expect(found?.lower).not.toBeNull();
      expect(found).toMatchObject({
        indicativeOnly: true,
        intervalReason: 'Indicative only: 3 independent clusters, fewer than 10.',
      });
    }
  });

  it('see how little uneven weights leave of forty clusters', () => {
    const none = () => null;
    const even = cellOf(rows(() => 0.3, none));
    expect(even?.mean).toMatchObject({ indicativeOnly: false, intervalReason: null });
    const three = cellOf(rows((at) => (at < 3 ? 100 : 1), none));
    for (const found of [three?.mean, three?.skill, three?.baselineDifference, three?.meanByQuestion])
      expect(found).toMatchObject({
        indicativeOnly: true,
        intervalReason:
          'Indicative only: by their weights 40 independent clusters count as 3.7, fewer than 10.',
      });
    const one = cellOf(rows((at) => (at < 1 ? 1000 : 1), none));
    for (const found of [one?.mean, one?.skill, one?.baselineDifference])
      expect(found).toMatchObject({
        lower: null,
        upper: null,
        intervalReason: expect.stringContaining('by their weights the 40 there are count as 1'),
      });
    const { calibration } = evaluate(rows((at) => (at < 1 ? 1000 : 1), none)).totals;
    expect(calibration?.murphy.points.every(({ lower }) => lower === null)).toBe(true);
    expect(one?.mean.value).not.toBeNull();
    expect(one?.skill.value).not.toBeNull();
  });

  it('of skill leave the number where there is one cluster', () => {
    const cell = cellOf(
      rows(
        () => 1,
        () => 'one',
      ),
    );
    expect(cell?.skill.value).not.toBeNull();
    expect(cell?.skill.lower).toBeNull();
  });
});
