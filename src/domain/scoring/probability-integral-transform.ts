/**
 * Probability integral transform: where what came lies in the forecast, from 0 to 1. Of a calibrated
 * forecaster these are spread evenly. A diagnostic of no orientation. Where the forecast has mass at
 * the outcome (counts, samples) or states its cdf at some places only (quantiles), the place is an
 * interval: from the probability below to that up to it. Dawid 1984; Czado, Gneiting & Held 2009.
 */
import type { ContinuousForm } from '../questions/distribution.ts';
import { interpolateCdf } from './crps-cdf-points.ts';
import { named } from './families/registry.ts';

export interface Place {
  /** P(X < y), or the most that is known to be below it. */
  readonly lower: number;
  /** P(X <= y), or the least that is known to be up to it. */
  readonly upper: number;
}

/**
 * Null of intervals and points, which say too little.
 * @param end of the line, where all that is known of y is that it does not lie before: the place is then what
 *   was left for there and beyond
 */
export function placeInForecast(form: ContinuousForm, y: number, end: number | null = null): Place | null {
  const place = placeOnWholeLine(form, y);
  return place !== null && end !== null && y >= end ? { lower: place.lower, upper: 1 } : place;
}

function placeOnWholeLine(form: ContinuousForm, y: number): Place | null {
  switch (form.kind) {
    case 'family': {
      const { counts, cdf } = named(form.parameters);
      return { lower: counts ? cdf(Math.ceil(y) - 1) : cdf(y), upper: cdf(y) };
    }
    case 'cdf':
      return placeAmongKnots(form, y);
    case 'samples': {
      const share = (part: (value: number) => boolean) =>
        form.values.filter(part).length / form.values.length;
      return { lower: share((value) => value < y), upper: share((value) => value <= y) };
    }
    case 'quantiles':
      return {
        lower: form.levels.filter((_, at) => (form.values[at] as number) < y).at(-1) ?? 0,
        upper: form.levels.find((_, at) => (form.values[at] as number) > y) ?? 1,
      };
    case 'interval':
    case 'point':
      return null;
  }
}

function placeAmongKnots(form: Extract<ContinuousForm, { kind: 'cdf' }>, y: number): Place {
  const [first, last] = [form.values[0] as number, form.values.at(-1) as number];
  // Nothing is said of the line before the first knot and after the last but how much is there: as the score
  // does, it is put at the ends.
  if (y < first) return { lower: 0, upper: form.probabilities[0] as number };
  if (y > last) return { lower: form.probabilities.at(-1) as number, upper: 1 };
  const at = interpolateCdf(form, y);
  return { lower: y === first ? 0 : at, upper: y === last ? 1 : at };
}
