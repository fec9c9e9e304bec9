/** What scores are compared with: a reference prediction for the same question at the same instant. */
import type { Distribution } from '../../../questions/distribution.ts';
import type { JoinedRecord } from '../../record/joined-record.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { type Crowd, crowdOn, crowdPieces } from './crowd-reference.ts';
import { always, piecesOf, type ReferencePieces } from './reference-pieces.ts';
import { type SaidBy, saidOnRecord } from './said-on-record.ts';

/** Reference of each scored forecast: its own, or the base rate among the other questions of its cell. */
export type Reference = ((scored: ScoredForecast) => ReferencePieces) | 'baseRate';

const EVENS = [0.5, 0.5];

/**
 * `uniform`: equal probabilities, over the range for numbers, stated as the forecast beside it is. `baseRate`: the share of yes among the
 * other questions of the cell. `crowd`: everybody else's probabilities on record, whatever the filters,
 * pooled as `crowd` says. Else the forecaster of that id.
 */
export function referenceFor(parameters: AccuracyParameters, record: JoinedRecord): Reference {
  const { baseline } = parameters;
  if (baseline === 'uniform') return ({ distribution }) => uniformPieces(distribution);
  if (baseline === 'baseRate') return 'baseRate';
  const others = saidOnRecord(record, parameters);
  if (baseline === 'crowd') {
    const pieces = new Map<ScoredForecast, ReferencePieces>();
    const crowds = new Map<SaidBy, Crowd>();
    return (scored) => {
      const known = pieces.get(scored);
      if (known !== undefined) return known;
      const said = others(scored.forecast);
      const crowd = crowds.get(said) ?? crowdOn(said, record);
      crowds.set(said, crowd);
      const found = crowdPieces(scored, crowd, parameters);
      pieces.set(scored, found);
      return found;
    };
  }
  const id = record.standingForecaster(baseline);
  return (scored) => {
    if (scored.forecast.forecaster.id === id) return [];
    const set = others(scored.forecast).get(id);
    return set === undefined
      ? []
      : piecesOf(scored, set.segments, parameters.forecastPolicy, ({ distribution }) => distribution);
  };
}

/** The uniform of every binary question. */
export const EVEN_ODDS: ReferencePieces = [
  {
    share: 1,
    distribution: {
      kind: 'discrete',
      binary: true,
      categories: ['false', 'true'],
      probabilities: EVENS,
      ordered: false,
      edges: null,
    },
  },
];

function uniformPieces(distribution: Distribution): ReferencePieces {
  return distribution.kind === 'discrete' && distribution.binary && distribution.edges === null
    ? EVEN_ODDS
    : always(uniformBeside(distribution));
}

/** Equal probabilities over the same options, or over the range; null where there is no range. */
export function uniformLike(distribution: Distribution): Distribution | null {
  if (distribution.kind === 'discrete') {
    const size = distribution.categories.length;
    if (distribution.binary) return { ...distribution, probabilities: EVENS };
    return { ...distribution, probabilities: distribution.categories.map(() => 1 / size) };
  }
  const { range } = distribution;
  return range === null
    ? null
    : { ...distribution, form: { kind: 'family', parameters: { family: 'uniform', ...range } } };
}

/**
 * The same at the levels of the forecast beside it: few quantiles estimate the CRPS otherwise than the
 * whole distribution does, so that uniform quantiles would be better, or worse, than the uniform.
 */
export function uniformBeside(distribution: Distribution): Distribution | null {
  if (distribution.kind !== 'continuous' || distribution.range === null) return uniformLike(distribution);
  const { form, range } = distribution;
  const at = (level: number) => range.min + level * (range.max - range.min);
  if (form.kind === 'quantiles') return { ...distribution, form: { ...form, values: form.levels.map(at) } };
  if (form.kind !== 'interval') return uniformLike(distribution);
  const [lower, upper] = [at((1 - form.probability) / 2), at((1 + form.probability) / 2)];
  return { ...distribution, form: { ...form, lower, upper } };
}
