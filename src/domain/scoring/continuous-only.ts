/** What rules over a line share: the form they need, and the place that was observed. */
import type {
  ContinuousDistribution,
  ContinuousForm,
  Distribution,
  Observation,
} from '../questions/distribution.ts';
import { type ScoringRule, undefinedScore } from './scoring-rule.ts';

type Kind = ContinuousForm['kind'];
export type FormOf<K extends Kind> = Extract<ContinuousForm, { kind: K }>;

const NAMES: Readonly<Record<Kind, string>> = {
  quantiles: 'quantiles',
  cdf: 'a cdf',
  samples: 'samples',
  family: 'a named distribution',
  interval: 'an interval',
  point: 'a point',
};

/** Why a distribution was not stated in one of these forms; null where it was. */
export function needsForm(...kinds: readonly Kind[]): (distribution: Distribution) => string | null {
  return (distribution) => {
    if (distribution.kind === 'continuous' && kinds.includes(distribution.form.kind)) return null;
    const needed = kinds.map((kind) => NAMES[kind]).join(' or ');
    const given = distribution.kind === 'continuous' ? `, not ${NAMES[distribution.form.kind]}` : ' only';
    return `scores ${needed}${given}`;
  };
}

export interface ContinuousParts {
  readonly distribution: ContinuousDistribution;
  readonly form: ContinuousForm;
  /** The outcome, moved to the end of the line where it lies beyond. */
  readonly y: number;
  /** Nothing is known of the outcome but that it does not lie before the end. */
  readonly censored: boolean;
  /** Where the line ends for the score: what lies beyond counts as there. Null: nowhere. */
  readonly end: number | null;
}

/**
 * Forecast and outcome cut off at the horizon, whether the outcome lies before it or not: a proper score
 * of min(X, end) is proper (the threshold-weighted CRPS of Gneiting & Ranjan 2011). Were only an outcome
 * that has not come cut off, whoever says that it comes soon would gain. Without a horizon an outcome
 * "not before" is cut off where it lies, which `lineRule` keeps from being anybody's score.
 */
export function continuousParts(distribution: Distribution, observation: Observation): ContinuousParts {
  if (distribution.kind !== 'continuous' || observation.kind === 'category' || observation.kind === 'share')
    throw new TypeError('this rule scores numbers and dates only');
  const { kind, value } = observation;
  const end = distribution.horizon ?? (kind === 'notBefore' ? value : null);
  if (end === null) return { distribution, form: distribution.form, y: value, censored: false, end };
  const form = censorForm(distribution.form, end);
  return { distribution, form, y: Math.min(value, end), censored: kind === 'notBefore' || value >= end, end };
}

/** Beyond it squares of weighted scores, of which intervals are made, come near the largest number there is. */
export const LARGEST_SCORE = 1e100;
export const TOO_LARGE = 'the numbers are too large: a score beyond 1e100 cannot be compared';

/**
 * What every rule over a line holds to. Where the outcome is not known as far as the horizon of the question
 * there is no score: one up to where it is known would reward whoever expects the date sooner than they say.
 * And a score that is no logarithm is infinite only because numbers end at 1.8e308: there is none then.
 */
export function lineRule(rule: ScoringRule): ScoringRule {
  return {
    ...rule,
    score: (distribution, observation) => {
      const reason = openWithin(distribution, observation);
      if (reason !== null) return undefinedScore(reason);
      const score = rule.score(distribution, observation);
      const tooLarge = !rule.local && Math.abs(score.value ?? 0) > LARGEST_SCORE;
      return tooLarge ? undefinedScore(TOO_LARGE) : score;
    },
  };
}

function openWithin(distribution: Distribution, observation: Observation): string | null {
  if (distribution.kind !== 'continuous' || observation.kind !== 'notBefore') return null;
  const { horizon } = distribution;
  if (horizon !== null && observation.value >= horizon) return null;
  return horizon === null
    ? 'the outcome is only known not to lie before a date, and the question has no horizon (resolvesBy)'
    : 'the outcome is only known not to lie before a date within the horizon of the question (resolvesBy)';
}

/** Where an outcome lies for diagnostics of a line; null where it is not a place, or not known as far as the horizon. */
export function placeOnLine(
  distribution: Distribution,
  observation: Observation,
): { readonly form: ContinuousForm; readonly y: number; readonly end: number | null } | null {
  if (distribution.kind !== 'continuous') return null;
  if (observation.kind !== 'value' && observation.kind !== 'notBefore') return null;
  if (openWithin(distribution, observation) !== null) return null;
  const { form, horizon: end } = distribution;
  return { form, y: end === null ? observation.value : Math.min(observation.value, end), end };
}

/** The parts of a form that the rule has not refused. */
export function partsOf<K extends Kind>(
  distribution: Distribution,
  observation: Observation,
  kind: K,
): Omit<ContinuousParts, 'distribution' | 'form'> & { readonly form: FormOf<K> } {
  const { form, ...place } = continuousParts(distribution, observation);
  if (form.kind !== kind) throw new TypeError(`this rule scores ${NAMES[kind]} only`);
  return { ...place, form: form as FormOf<K> };
}

/** Right-censoring at c: whatever was said beyond counts as c. Named distributions are left as they are. */
function censorForm(form: ContinuousForm, c: number): ContinuousForm {
  switch (form.kind) {
    case 'quantiles':
    case 'samples':
      return { ...form, values: form.values.map((value) => Math.min(value, c)) };
    case 'point':
      return { ...form, value: Math.min(form.value, c) };
    case 'interval':
      return { ...form, lower: Math.min(form.lower, c), upper: Math.min(form.upper, c) };
    case 'cdf':
      return censorCdf(form, c);
    default:
      return form;
  }
}

function censorCdf(form: FormOf<'cdf'>, c: number): FormOf<'cdf'> {
  const { values, probabilities } = form;
  const kept = values.filter((value) => value < c).length;
  const [x0, x1] = [values[kept - 1], values[kept]];
  const [f0, f1] = [probabilities[kept - 1], probabilities[kept]];
  const known = { values: values.slice(0, kept), probabilities: probabilities.slice(0, kept) };
  if (x0 === undefined || f0 === undefined || x1 === undefined || f1 === undefined)
    return { ...form, ...known };
  const atC = f0 + ((f1 - f0) * (c - x0)) / (x1 - x0);
  return { ...form, values: [...known.values, c], probabilities: [...known.probabilities, atC] };
}
