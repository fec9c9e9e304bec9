import { binomialDraw } from '../intervals/binomial-draw.ts';
import type { RandomSource } from '../intervals/random-source.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';

/** Weights of one resample over the columns of the table it was drawn from. */
export interface ResampledColumns {
  readonly no: Float64Array;
  readonly yes: Float64Array;
}

/** Fills the columns with a new resample. `calibrated` draws the outcomes from the forecasts. */
export type Resampler = (into: ResampledColumns, random: RandomSource, calibrated: boolean) => void;

/** One forecast as the resampler of clusters needs it. */
export interface ClusteredForecast {
  readonly p: number;
  readonly outcome: number;
  readonly cluster: string;
  readonly weight: number;
}

/**
 * Resamples independent forecasts from the counts alone, O(K) a resample whatever the number of
 * forecasts: multinomial counts as a chain of conditional binomials. Counts only.
 */
export function independentResampler(table: ProbabilityTable): Resampler {
  return (into, random, calibrated) => {
    let trials = table.n;
    let pool = table.n;
    for (let i = 0; i < table.p.length; i += 1) {
      const p = table.p[i] as number;
      const count = (table.no[i] as number) + (table.yes[i] as number);
      const drawn = binomialDraw(random, trials, count / pool);
      const yes = binomialDraw(random, drawn, calibrated ? p : (table.yes[i] as number) / count);
      into.yes[i] = yes;
      into.no[i] = drawn - yes;
      trials -= drawn;
      pool -= count;
    }
  };
}

/**
 * Resamples whole clusters with replacement, weights and all. Under `calibrated` the outcomes of one
 * drawn cluster share one uniform number: each forecast is calibrated, and dependence inside a cluster
 * is the strongest there is, so the band is not too narrow.
 */
export function clusterResampler(
  table: ProbabilityTable,
  forecasts: readonly ClusteredForecast[],
): Resampler {
  const column = new Map(Array.from(table.p, (p, i) => [p, i]));
  const clusters = new Map<string, ClusteredForecast[]>();
  for (const forecast of forecasts) {
    const members = clusters.get(forecast.cluster);
    if (members) members.push(forecast);
    else clusters.set(forecast.cluster, [forecast]);
  }
  const drawable = [...clusters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
  return (into, random, calibrated) => {
    into.no.fill(0);
    into.yes.fill(0);
    for (let i = 0; i < drawable.length; i += 1) {
      const uniform = calibrated ? random.uniform() : 0;
      for (const { p, outcome, weight } of drawable[random.below(drawable.length)] ?? []) {
        const target = (calibrated ? uniform < p : outcome === 1) ? into.yes : into.no;
        const index = column.get(p) as number;
        target[index] = (target[index] as number) + weight;
      }
    }
  };
}
