/** COVID-19 cases and deaths of four models: quantiles, binary, categories, samples (scoringutils). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { meanLoss } from '../../src/domain/accuracy/calibration/mean-loss.ts';
import { tabulate } from '../../src/domain/accuracy/state/tabulate.ts';
import { compensatedMean } from '../../src/domain/scoring/compensated-sum.ts';
import {
  type BinaryColumns,
  type BinaryReference,
  binaryColumns,
  binaryQuantities,
  binRemark,
} from './binary-quantities.ts';
import type { DataSet } from './data-set.ts';
import {
  coverage,
  medianErrors,
  parts,
  type QuantileForecast,
  quantileForecast,
  weightedIntervalScores,
} from './quantile-forecasts.ts';
import { type Quantity, quantity, rounded } from './quantity.ts';
import { grouped, number, type Row, readJson, readRows, text } from './read-data.ts';
import { meanScore, numericQuestion, scaleQuestion } from './scored.ts';

type ByName<Value> = Readonly<Record<string, Value>>;

interface Reference {
  readonly quantile: {
    readonly computed: ByName<ByName<number>>;
    readonly published?: ByName<readonly number[]>;
    readonly published_cols?: readonly string[];
  };
  readonly binary: BinaryReference;
  readonly binary_by_model: ByName<ByName<number | 'Infinity'>>;
  readonly nominal: ByName<ByName<number | 'Infinity'>>;
  readonly crps: ByName<ByName<number>>;
}

const category = scaleQuestion(['low', 'medium', 'high']);
const KEY = ['location', 'forecast_date', 'target_end_date', 'target_type', 'model', 'horizon'];
const keyOf = (row: Row): string => KEY.map((column) => text(row, column)).join('|');
const modelOf = (row: Row): string => text(row, 'model');
const targetOf = (row: Row): string => `${modelOf(row)}|${text(row, 'target_type')}`;

export const covid: DataSet = {
  title: 'scoringutils, COVID-19 forecast hub',
  folder: 'scoringutils_covid',
  compare: (folder) => {
    const reference = readJson<Reference>(folder, 'reference.json');
    const quantities = [
      ...quantileQuantities(folder, reference),
      ...binarySlices(folder, reference),
      ...nominalQuantities(folder, reference),
      ...sampleQuantities(folder, reference),
    ];
    return { quantities, remarks: [binRemark('binary', columnsOf(readRows(folder, 'binary')))] };
  },
};

const NAMES: ByName<string> = {
  n: 'forecasts',
  wis: 'WIS',
  over: 'overprediction',
  under: 'underprediction',
  disp: 'dispersion',
  c50: 'coverage of 50 % intervals',
  c90: 'coverage of 90 % intervals',
  ae: 'absolute error of the median',
};

/** Digits to which the publication rounds. */
const PUBLISHED_DIGITS = 3;

function quantileQuantities(folder: string, { quantile }: Reference): Quantity[] {
  const forecasts = [...grouped(readRows(folder, 'quantile'), keyOf)].map(([key, members]) => {
    const pairs = members.map((row) => ({
      level: number(row, 'quantile_level'),
      value: number(row, 'predicted'),
    }));
    const first = members[0] as Row;
    return { key, target: targetOf(first), forecast: quantileForecast(pairs, number(first, 'observed')) };
  });
  const byTarget = grouped(forecasts, ({ target }) => target);
  const means = Object.entries(quantile.computed).flatMap(([target, expected]) => {
    const ours = quantileMeans((byTarget.get(target) ?? []).map(({ forecast }) => forecast));
    const published = quantile.published?.[target];
    return [
      ...Object.entries(ours).map(([what, value]) =>
        quantity(`${target}: ${NAMES[what]}`, value, expected[what]),
      ),
      ...(quantile.published_cols ?? []).map((what, at) =>
        rounded(
          `${target}: ${NAMES[what]}, published`,
          ours[what] as number,
          published?.[at],
          PUBLISHED_DIGITS,
        ),
      ),
    ];
  });
  return [...means, ...rowByRow(folder, new Map(forecasts.map(({ key, forecast }) => [key, forecast])))];
}

function quantileMeans(forecasts: readonly QuantileForecast[]): Record<string, number> {
  const split = forecasts.map(parts);
  return {
    n: forecasts.length,
    wis: compensatedMean(weightedIntervalScores(forecasts)),
    over: compensatedMean(split.map(({ overprediction }) => overprediction)),
    under: compensatedMean(split.map(({ underprediction }) => underprediction)),
    disp: compensatedMean(split.map(({ dispersion }) => dispersion)),
    c50: coverage(forecasts, 0.5),
    c90: coverage(forecasts, 0.9),
    ae: compensatedMean(medianErrors(forecasts)),
  };
}

/** Digits of the file of scores by forecast. */
const FILE_DIGITS = 10;

/** Every forecast's score and parts against the file that holds them: the worst row stands for all. */
function rowByRow(folder: string, forecasts: ReadonlyMap<string, QuantileForecast>): Quantity[] {
  if (!existsSync(join(folder, 'quantile_scores.csv'))) return [];
  const rows = readRows(folder, 'quantile_scores');
  const ours: ByName<(forecast: QuantileForecast) => number> = {
    wis: (forecast) => weightedIntervalScores([forecast])[0] as number,
    dispersion: (forecast) => parts(forecast).dispersion,
    overprediction: (forecast) => parts(forecast).overprediction,
    underprediction: (forecast) => parts(forecast).underprediction,
    ae_median: (forecast) => medianErrors([forecast])[0] as number,
    cov50: (forecast) => coverage([forecast], 0.5),
    cov90: (forecast) => coverage([forecast], 0.9),
  };
  return Object.entries(ours).map(([column, compute]) => {
    const compared = rows.map((row) =>
      rounded(
        `${rows.length} forecasts one by one, the furthest: ${column}`,
        compute(forecasts.get(keyOf(row)) as QuantileForecast),
        number(row, column),
        FILE_DIGITS,
      ),
    );
    const excess = ({ ours: value, reference, tolerance }: Quantity): number =>
      Math.abs((value as number) - (reference as number)) / tolerance;
    return compared.reduce((worst, one) => (excess(one) > excess(worst) ? one : worst));
  });
}

function binarySlices(folder: string, reference: Reference): Quantity[] {
  const rows = readRows(folder, 'binary');
  const byModel = grouped(rows, modelOf);
  return [
    ...binaryQuantities('binary', columnsOf(rows), reference.binary),
    ...Object.entries(reference.binary_by_model).flatMap(([model, expected]) => {
      const { p, outcome } = columnsOf(byModel.get(model) ?? []);
      const table = tabulate(p, outcome);
      return [
        quantity(`binary, ${model}: forecasts`, table.n, expected['n']),
        quantity(`binary, ${model}: mean Brier`, meanLoss(table, 'brier').value, expected['brier']),
        quantity(`binary, ${model}: mean log score`, meanLoss(table, 'log').value, expected['log']),
      ];
    }),
  ];
}

function columnsOf(rows: readonly Row[]): BinaryColumns {
  return binaryColumns(
    rows.map((row) => number(row, 'predicted')),
    rows.map((row) => number(row, 'observed')),
  );
}

function nominalQuantities(folder: string, reference: Reference): Quantity[] {
  const byModel = grouped(readRows(folder, 'nominal'), modelOf);
  return Object.entries(reference.nominal).flatMap(([model, expected]) => {
    const forecasts = [...grouped(byModel.get(model) ?? [], keyOf).values()].map((members) => ({
      prediction: {
        probabilities: Object.fromEntries(
          members.map((row) => [text(row, 'predicted_label'), number(row, 'predicted')]),
        ),
      },
      outcome: { optionId: text(members[0] as Row, 'observed') },
    }));
    const name = `categories, ${model}`;
    const mean = (rule: string) => meanScore(category, forecasts, rule);
    return [
      quantity(`${name}: forecasts`, forecasts.length, expected['n']),
      quantity(`${name}: log score`, mean('log_score_multiclass'), expected['log']),
      quantity(`${name}: RPS`, mean('rps'), expected['rps']),
      quantity(`${name}: Brier over options`, mean('brier_multiclass'), expected['brier_sum']),
    ];
  });
}

function sampleQuantities(folder: string, reference: Reference): Quantity[] {
  const byTarget = grouped(readRows(folder, 'sample_continuous'), targetOf);
  return Object.entries(reference.crps).flatMap(([target, expected]) => {
    const forecasts = [...grouped(byTarget.get(target) ?? [], keyOf).values()].map((members) => ({
      prediction: { samples: members.map((row) => number(row, 'predicted')) },
      outcome: { value: number(members[0] as Row, 'observed') },
    }));
    return [
      quantity(`samples, ${target}: forecasts`, forecasts.length, expected['n']),
      quantity(
        `samples, ${target}: CRPS`,
        meanScore(numericQuestion, forecasts, 'crps_sample'),
        expected['crps'],
      ),
    ];
  });
}
