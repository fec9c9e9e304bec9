/**
 * Which central intervals of a forecast hold what came, ends included; to be compared with the
 * probability that each was stated with. A diagnostic: the widest interval always holds it.
 */
import type { ContinuousForm } from '../questions/distribution.ts';
import { placeInForecast } from './probability-integral-transform.ts';

export interface CentralInterval {
  /** Probability that it claims, 0..1. */
  readonly level: number;
  readonly holds: boolean;
}

/** Of forecasts that have an interval at every level. */
const LEVELS = [0.5, 0.8, 0.9, 0.95];

/** Those at the levels that were stated; at 50, 80, 90 and 95 % where the whole distribution was; none of a point. */
export function centralCoverage(form: ContinuousForm, y: number): CentralInterval[] {
  switch (form.kind) {
    case 'interval':
      return [{ level: form.probability, holds: form.lower <= y && y <= form.upper }];
    case 'quantiles':
      return form.levels.flatMap((low, at) => {
        const opposite = form.levels.findIndex((level) => Math.abs(level - (1 - low)) < 1e-9);
        if (low >= 0.5 || opposite < 0) return [];
        const [lower, upper] = [form.values[at] as number, form.values[opposite] as number];
        return [{ level: Number((1 - 2 * low).toFixed(9)), holds: lower <= y && y <= upper }];
      });
    case 'point':
      return [];
    default: {
      const place = placeInForecast(form, y);
      if (place === null) return [];
      return LEVELS.map((level) => ({
        level,
        holds: place.upper >= (1 - level) / 2 && place.lower <= (1 + level) / 2,
      }));
    }
  }
}
