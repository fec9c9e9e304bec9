/** An evaluation gives the very numbers that the reports give for the same forecasts on record. */
import { describe, expect, it } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../../src/domain/accuracy/calibration-report.ts';
import {
  type AccuracyParameters,
  defaultParameters,
} from '../../../src/domain/accuracy/report/models/parameters.ts';
import { type EvaluationInput, type EvaluationRequest, evaluate } from '../../../src/domain/evaluate.ts';
import { forecast, forecaster, outcome, question, record } from '../accuracy-report/small-record.ts';
import { numbers } from './made-up.ts';

const FORECASTERS = ['Ann', 'Ben', 'Cleo'];

/** The same made-up forecasts as a record and as rows: several updates, some far from certain, some certain. */
function both(questions: number) {
  const random = numbers(7);
  const ids = Array.from({ length: questions }, (_, at) => `question-${String(at).padStart(3, '0')}`);
  const outcomes = new Map(ids.map((id) => [id, random() < 0.4]));
  const rows: EvaluationInput[] = [];
  const entries = ids.flatMap((id) =>
    FORECASTERS.flatMap((name, who) =>
      [1, 2].slice(0, random() < 0.5 ? 1 : 2).map((day) => {
        const p = who === 0 ? Math.round(random() * 100) / 100 : Math.round(random() * 8 + 1) / 10;
        const madeAt = `2025-01-0${day}T00:00:00.000Z`;
        rows.push({
          forecaster: name,
          question: id,
          probability: p,
          outcome: outcomes.get(id) as boolean,
          madeAt,
        });
        return forecast(`${id} ${name} ${day}`, id, name, p, { madeAt });
      }),
    ),
  );
  const onRecord = record({
    forecasters: FORECASTERS.map((name) => forecaster(name)),
    questions: ids.map((id) => question(id)),
    forecasts: entries,
    resolutions: ids.map((id) => outcome(id, outcomes.get(id) as boolean)),
  });
  return { onRecord, rows };
}

const cases: [string, Partial<AccuracyParameters>, EvaluationRequest][] = [
  ['every forecast, clustered by question', { forecastPolicy: 'all' }, {}],
  ['the last forecast of each', { forecastPolicy: 'last' }, { options: { forecastPolicy: 'last' } }],
  ['the first forecast of each', { forecastPolicy: 'first' }, { options: { forecastPolicy: 'first' } }],
  [
    'skill against the base rate of the others, at another level',
    { forecastPolicy: 'all', baseline: 'baseRate', level: 0.8 },
    { options: { baseline: 'baseRate', level: 0.8 } },
  ],
  [
    'rules asked for, a gain among them',
    { forecastPolicy: 'all', rule: ['brier', 'spherical', 'metaculus_baseline', 'brier_multiclass_half'] },
    { rules: ['brier', 'spherical', 'metaculus_baseline', 'brier_multiclass_half'] },
  ],
];

describe('an evaluation equals the report of the same forecasts on record', () => {
  for (const [title, parameters, request] of cases) {
    it.each([6, 60])(`${title}, %i questions`, (questions) => {
      const { onRecord, rows } = both(questions);
      const report = buildAccuracyReport(onRecord, { ...defaultParameters, ...parameters }, {});
      const evaluation = evaluate([...rows].reverse(), request);
      // But that each offers the policies that it takes.
      const offered = (text: string) => text.replace('Policy last, timeWeighted or spot.', 'Policy last.');
      const cellsOf = (of: (typeof report)['totals']) =>
        of.rows.map(({ rule, strict }) => [rule, JSON.parse(offered(JSON.stringify(strict)))]);
      const evaluated = (of: (typeof evaluation)['totals']) => of.rows.map(({ rule, cell }) => [rule, cell]);
      expect(evaluated(evaluation.totals)).toEqual(cellsOf(report.totals));
      expect(evaluation.groups.map((group) => [group.forecaster, evaluated(group)])).toEqual(
        report.groups.map((group) => [group.values[0]?.label, cellsOf(group)]),
      );
      expect(evaluation.totals.leftOut.updated).toBe(report.totals.leftOut.updated);
    });
  }

  it('the interval over questions is the same whatever the clusters, the order of rows shows in none', () => {
    const { rows } = both(30);
    const byQuestion = evaluate(rows, { options: { cluster: 'question' } });
    const kinds: EvaluationInput[][] = [
      rows.map((row, at) => (at % 3 === 0 ? row : { ...row, cluster: `c${at % 7}` })),
      rows.map(({ question: _question, ...row }, at) => (at % 2 === 0 ? { ...row, cluster: 'c' } : row)),
      rows.map(({ question: name, ...row }, at) => {
        const weighted = { ...row, weight: 1 + (at % 4) / 3 };
        return at % 5 === 0 || name === undefined ? weighted : { ...weighted, question: name };
      }),
    ];
    const cellsOf = (given: readonly EvaluationInput[], cluster: 'given' | 'forecast') =>
      evaluate(given, { options: { cluster } }).totals.rows.map(({ cell }) => cell);
    for (const kind of kinds) {
      for (const cluster of ['given', 'forecast'] as const)
        expect(cellsOf([...kind].reverse(), cluster)).toEqual(cellsOf(kind, cluster));
    }
    for (const cluster of ['given', 'forecast'] as const)
      expect(cellsOf(kinds[0] as EvaluationInput[], cluster).map((cell) => cell.meanByQuestion)).toEqual(
        byQuestion.totals.rows.map(({ cell }) => cell.meanByQuestion),
      );
    // Without questions each row is one: the interval over questions is that over rows.
    const [bare] = cellsOf(kinds[1] as EvaluationInput[], 'given');
    const [alone] = cellsOf(kinds[1] as EvaluationInput[], 'forecast');
    expect(bare?.meanByQuestion).toEqual(alone?.meanByQuestion);
    expect(bare?.mean.upper).not.toBe(alone?.mean.upper);
  });

  it('curves are the same whether weighted rows that stand alone have a name or none', () => {
    const rows = both(30).rows.map((row, at) => ({ ...row, question: `q${at}`, weight: 1.5 + (at % 4) / 3 }));
    // Those without a name come in the order of what they hold: probability, weight of a no, of a yes.
    const held = ({ probability = 0, outcome, weight }: (typeof rows)[number]) =>
      [probability, outcome ? 0 : weight, outcome ? weight : 0] as const;
    const inOrder = [...rows].sort((a, b) => {
      const [one, other] = [held(a), held(b)];
      return one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
    });
    const named = rows.map((row) => ({
      ...row,
      cluster: `c${String(inOrder.indexOf(row)).padStart(3, '0')}`,
    }));
    const [given, alone] = (['given', 'forecast'] as const).map(
      (cluster) => evaluate(named, { options: { cluster, curves: 'totals' } }).totals.calibration,
    );
    expect(alone).toEqual(given);
    // A band in which nothing varies was drawn from other columns than the forecasts stand in.
    for (const { confidenceLower, confidenceUpper } of alone?.curve.slice(20, 60) ?? [])
      expect(confidenceUpper).toBeGreaterThan(confidenceLower);
  });

  it.each(['all', 'last'] as const)('curves with their bands, policy %s', (forecastPolicy) => {
    const { onRecord, rows } = both(40);
    const parameters = { ...defaultParameters, groupLimit: 20, forecastPolicy, seed: 5 };
    const report = buildCalibrationReport(onRecord, parameters, {});
    const evaluation = evaluate(rows, { options: { forecastPolicy, seed: 5, curves: 'groups' } });
    expect(evaluation.totals.calibration).toEqual(report.totals.strict);
    expect(evaluation.groups.map(({ calibration }) => calibration)).toEqual(
      report.groups.map(({ strict }) => strict),
    );
  });
});
