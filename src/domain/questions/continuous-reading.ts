/** A prediction over a line as the distribution that scoring rules read, and in one line for tables. */
import type { PlacedForm } from './continuous-form.ts';
import type { ContinuousForm } from './distribution.ts';

export function readForm(form: PlacedForm): ContinuousForm {
  if ('quantiles' in form) {
    const { quantiles } = form;
    return {
      kind: 'quantiles',
      levels: quantiles.map(({ level }) => level),
      values: quantiles.map(({ value }) => value),
    };
  }
  if ('cdf' in form) {
    const { cdf } = form;
    return {
      kind: 'cdf',
      values: cdf.map(({ value }) => value),
      probabilities: cdf.map(({ probability }) => probability),
    };
  }
  if ('samples' in form) return { kind: 'samples', values: form.samples };
  if ('distribution' in form) return { kind: 'family', parameters: form.distribution };
  if ('interval' in form) return { kind: 'interval', ...form.interval };
  return { kind: 'point', value: form.point };
}

const SHOWN_QUANTILES = 9;

/** One line for tables. `place` shows a place, `scale` a distance. */
export function summariseForm(
  form: PlacedForm,
  place: (value: number) => string,
  scale: (value: number) => string = String,
): string {
  if ('quantiles' in form) {
    const shown = form.quantiles
      .slice(0, SHOWN_QUANTILES)
      .map(({ level, value }) => `${level}: ${place(value)}`)
      .join(', ');
    const more = form.quantiles.length - SHOWN_QUANTILES;
    return more > 0 ? `${shown} and ${more} more` : shown;
  }
  if ('cdf' in form) {
    const ends = [form.cdf[0], form.cdf.at(-1)].map((knot) =>
      knot === undefined ? '' : `${knot.probability} by ${place(knot.value)}`,
    );
    return `cdf of ${form.cdf.length} points, ${ends.join(' to ')}`;
  }
  if ('samples' in form) return form.samples.length === 1 ? '1 sample' : `${form.samples.length} samples`;
  if ('distribution' in form) return summariseFamily(form.distribution, place, scale);
  if ('interval' in form) {
    const { lower, upper, probability } = form.interval;
    return `${place(lower)} to ${place(upper)} with ${probability}`;
  }
  return place(form.point);
}

/** Parameters that are places; the others are scales, shapes and weights. */
const PLACES: ReadonlySet<string> = new Set(['mean', 'means', 'location', 'min', 'max']);
const SCALES: ReadonlySet<string> = new Set(['sd', 'sds', 'scale', 'scale1', 'scale2']);

function summariseFamily(
  { family, ...parameters }: Extract<PlacedForm, { distribution: unknown }>['distribution'],
  place: (value: number) => string,
  scale: (value: number) => string,
): string {
  const parts = Object.entries(parameters).map(([name, given]: [string, number | readonly number[]]) => {
    const show = PLACES.has(name) ? place : SCALES.has(name) ? scale : String;
    const values = typeof given === 'number' ? [given] : given;
    return `${name} ${values.map((value) => show(value)).join(' ')}`;
  });
  return `${family}(${parts.join(', ')})`;
}
