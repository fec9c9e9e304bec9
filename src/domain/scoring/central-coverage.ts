/**
 * Which central intervals of a forecast hold what came, ends included; to be compared with the
 * probability that each was stated with. A diagnostic: the widest interval always holds it.
 */
import type { ContinuousForm } from '../questions/distribution.ts';
import { probabilityUpTo } from './cumulative-probability.ts';
import { placeInForecast } from './probability-integral-transform.ts';

export interface CentralInterval {
  /** Probability that it claims, 0..1. */
  readonly level: number;
  readonly holds: boolean;
}

/** Of forecasts that have an interval at every level. */
const LEVELS = [0.5, 0.8, 0.9, 0.95];

/**
 * Of a line that ends, those that end before: of others it is not known for every outcome whether they hold
 * it, and those that are known would be no fair share. Else those of the whole line.
 */
export function centralCoverage(
  form: ContinuousForm,
  y: number,
  end: number | null = null,
): CentralInterval[] {
  const all = onWholeLine(form, y);
  if (end === null) return all;
  const before = all.filter(({ level }) => endsBefore(form, (1 + level) / 2, end));
  return y < end ? before : before.map(({ level }) => ({ level, holds: false }));
}

/** Whether the upper end of a central interval, at this level, lies before a place. */
function endsBefore(form: ContinuousForm, level: number, end: number): boolean {
  if (form.kind === 'interval') return form.upper < end;
  if (form.kind !== 'quantiles') return (probabilityUpTo(form, end) ?? 0) >= level;
  return form.levels.some((own, at) => Math.abs(own - level) < 1e-9 && (form.values[at] as number) < end);
}

/** Those at the levels that were stated; at 50, 80, 90 and 95 % where the whole distribution was; none of a point. */
function onWholeLine(form: ContinuousForm, y: number): CentralInterval[] {
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
