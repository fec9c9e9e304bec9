/** What rules over a line share: the form they need, and the place that was observed. */
import type {
  ContinuousDistribution,
  ContinuousForm,
  Distribution,
  Observation,
} from '../questions/distribution.ts';

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
  /** The outcome; of one that is only known not to lie before a place, that place. */
  readonly y: number;
  readonly censored: boolean;
}

export function continuousParts(distribution: Distribution, observation: Observation): ContinuousParts {
  if (distribution.kind !== 'continuous' || observation.kind === 'category')
    throw new TypeError('this rule scores numbers and dates only');
  const { value: y } = observation;
  if (observation.kind === 'value') return { distribution, form: distribution.form, y, censored: false };
  return { distribution, form: censorForm(distribution.form, y), y, censored: true };
}

/** The parts of a form that the rule has not refused. */
export function partsOf<K extends Kind>(
  distribution: Distribution,
  observation: Observation,
  kind: K,
): { readonly form: FormOf<K>; readonly y: number; readonly censored: boolean } {
  const { form, y, censored } = continuousParts(distribution, observation);
  if (form.kind !== kind) throw new TypeError(`this rule scores ${NAMES[kind]} only`);
  return { form: form as FormOf<K>, y, censored };
}

/** Why an outcome "not before" has no score under a rule that needs the place itself. */
export const CENSORED = 'the outcome is only known not to lie before a date';

/**
 * Right-censoring at c: whatever was said beyond c counts as c, as the outcome does. A proper score of
 * min(X, c) is proper (Gneiting & Ranjan 2011). Points and named distributions are left as they are.
 */
function censorForm(form: ContinuousForm, c: number): ContinuousForm {
  switch (form.kind) {
    case 'quantiles':
    case 'samples':
      return { ...form, values: form.values.map((value) => Math.min(value, c)) };
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
