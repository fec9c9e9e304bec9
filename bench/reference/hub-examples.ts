/** Influenza admissions of three models: quantiles, samples and categories (hubverse hubExamples). */
import { pairwiseRelativeSkill } from '../../src/domain/accuracy/comparison/pairwise-relative-skill.ts';
import { compensatedMean } from '../../src/domain/scoring/compensated-sum.ts';
import type { DataSet } from './data-set.ts';
import { coverage, medianErrors, quantileForecast, weightedIntervalScores } from './quantile-forecasts.ts';
import { type Quantity, quantity, toPlaces } from './quantity.ts';
import { grouped, number, type Row, readJson, readRows, text } from './read-data.ts';
import { type Answered, meanScore, numericQuestion, scaleQuestion } from './scored.ts';

interface Reference {
  readonly computed: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly published?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly pmf: Readonly<Record<string, Readonly<Record<string, number | 'Infinity'>>>>;
  readonly pmf_published_flusight_baseline?: Readonly<Record<string, readonly [number | 'Infinity', number]>>;
}

const CATEGORIES = ['low', 'moderate', 'high', 'very high'];
const category = scaleQuestion(CATEGORIES);

export const hubExamples: DataSet = {
  title: 'hubExamples, influenza hospital admissions',
  folder: 'hub_examples_flu',
  compare: (folder) => {
    const outputs = readRows(folder, 'forecast_outputs');
    const oracle = readOracle(folder);
    const reference = readJson<Reference>(folder, 'reference.json');
    const quantities = [...byModel(outputs, oracle, reference), ...byCategory(outputs, oracle, reference)];
    return { quantities, remarks: [] };
  },
};

/** What happened, by place, date, target and kind; an id only where one stands in the file. */
type Oracle = (row: Row, kind: string, id?: string) => number;

function readOracle(folder: string): Oracle {
  const columns = ['location', 'target_end_date', 'target', 'output_type'];
  const values = new Map<string, number>();
  for (const row of readRows(folder, 'oracle_output')) {
    const id = text(row, 'output_type_id');
    const key = [...columns.map((column) => text(row, column)), id === 'NA' ? '' : id].join('|');
    values.set(key, number(row, 'oracle_value'));
  }
  return (row, kind, id = '') => {
    const place = columns.slice(0, 3).map((column) => text(row, column));
    const value = values.get([...place, kind, id].join('|'));
    if (value === undefined) throw new Error(`the oracle knows no ${kind} of ${place.join(', ')}`);
    return value;
  };
}

const placeOf = (row: Row): string =>
  ['reference_date', 'location', 'horizon', 'target'].map((column) => text(row, column)).join('|');

const modelOf = (row: Row): string => text(row, 'model_id');

const ofKind = (rows: readonly Row[], kind: string): Row[] =>
  rows.filter((row) => text(row, 'output_type') === kind);

/** Scores of quantiles and samples, each a model, and the models against each other. */
function byModel(outputs: readonly Row[], oracle: Oracle, reference: Reference): Quantity[] {
  const quantiles = new Map(
    [...grouped(ofKind(outputs, 'quantile'), modelOf)].map(([model, rows]) => {
      const forecasts = [...grouped(rows, placeOf)].map(([place, members]) => {
        const pairs = members.map((row) => ({
          level: number(row, 'output_type_id'),
          value: number(row, 'value'),
        }));
        return { place, forecast: quantileForecast(pairs, oracle(members[0] as Row, 'quantile')) };
      });
      return [model, forecasts] as const;
    }),
  );
  const board = new Map(
    [...quantiles].map(([model, forecasts]) => {
      const scores = weightedIntervalScores(forecasts.map(({ forecast }) => forecast));
      return [model, new Map(forecasts.map(({ place }, at) => [place, scores[at] as number]))] as const;
    }),
  );
  const relative = pairwiseRelativeSkill(board).forecasters;
  const samples = grouped(ofKind(outputs, 'sample'), modelOf);
  return Object.entries(reference.computed).flatMap(([model, expected]) => {
    const forecasts = (quantiles.get(model) ?? []).map(({ forecast }) => forecast);
    const sampled = [...grouped(samples.get(model) ?? [], placeOf).values()].map((members) => ({
      prediction: { samples: members.map((row) => number(row, 'value')) },
      outcome: { value: oracle(members[0] as Row, 'sample') },
    }));
    const ours = {
      n: forecasts.length,
      nsamp: sampled.length,
      wis: compensatedMean([...(board.get(model)?.values() ?? [])]),
      cov80: coverage(forecasts, 0.8),
      cov90: coverage(forecasts, 0.9),
      rel_wis: relative.get(model)?.relativeSkill.value ?? Number.NaN,
      ae_median: compensatedMean(medianErrors(forecasts)),
      crps_sample: meanScore(numericQuestion, sampled, 'crps_sample'),
    };
    const published = reference.published?.[model] ?? {};
    return Object.entries(ours).flatMap(([what, value]) => [
      quantity(`${model}: ${NAMES[what]}`, value, expected[what]),
      ...(what in published
        ? [
            toPlaces(
              `${model}: ${NAMES[what]}, published`,
              value,
              published[what],
              what === 'rel_wis' ? 7 : 4,
            ),
          ]
        : []),
    ]);
  });
}

const NAMES: Readonly<Record<string, string>> = {
  n: 'forecasts',
  nsamp: 'forecasts by samples',
  wis: 'WIS',
  cov80: 'coverage of 80 % intervals',
  cov90: 'coverage of 90 % intervals',
  rel_wis: 'relative skill of WIS',
  ae_median: 'absolute error of the median',
  crps_sample: 'CRPS of samples',
};

/** Scores of the four categories by model, place and horizon. */
function byCategory(outputs: readonly Row[], oracle: Oracle, reference: Reference): Quantity[] {
  const slices = grouped(ofKind(outputs, 'pmf'), (row) =>
    ['model_id', 'location', 'horizon'].map((column) => text(row, column)).join('|'),
  );
  return Object.entries(reference.pmf).flatMap(([slice, expected]) => {
    const forecasts = [...grouped(slices.get(slice) ?? [], placeOf).values()].map((members): Answered => {
      const probabilities = Object.fromEntries(
        members.map((row) => [text(row, 'output_type_id'), number(row, 'value')]),
      );
      const happened = CATEGORIES.find((id) => oracle(members[0] as Row, 'pmf', id) === 1);
      return { prediction: { probabilities }, outcome: { optionId: happened } };
    });
    const [log, rps] = [
      meanScore(category, forecasts, 'log_score_multiclass'),
      meanScore(category, forecasts, 'rps'),
    ];
    const [model, ...place] = slice.split('|');
    const published =
      model === 'Flusight-baseline'
        ? reference.pmf_published_flusight_baseline?.[place.join('|')]
        : undefined;
    return [
      quantity(`${slice}: forecasts`, forecasts.length, expected['n']),
      quantity(`${slice}: log score`, log, expected['log']),
      quantity(`${slice}: RPS`, rps, expected['rps']),
      quantity(
        `${slice}: Brier over options`,
        meanScore(category, forecasts, 'brier_multiclass'),
        expected['brier_sum'],
      ),
      ...(published
        ? [
            toPlaces(`${slice}: log score, published`, log, published[0], 8),
            toPlaces(`${slice}: RPS, published`, rps, published[1], 10),
          ]
        : []),
    ];
  });
}
