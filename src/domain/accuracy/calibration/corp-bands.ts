import { type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { percentileInterval } from '../intervals/quantile.ts';
import { randomSource } from '../intervals/random-source.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { type ProbabilityTable, probabilityTable } from '../state/probability-table.ts';
import { corpDecomposition, miscalibrationOf } from './corp-decomposition.ts';
import { IsotonicFitter, recalibrated } from './isotonic-regression.ts';
import { meanElementaryScores, percents } from './murphy-diagram.ts';
import type { ResampledColumns, Resampler } from './resampled-tables.ts';

export interface CorpPoint {
  readonly p: number;
  readonly n: number;
  /** Recalibrated probability (isotonic regression). */
  readonly recalibrated: number;
  /** Where the curve of calibrated forecasts would lie: around the diagonal. */
  readonly consistency: { readonly lower: number; readonly upper: number };
  /** Where the curve of another sample of questions would lie: around the estimate. */
  readonly confidence: { readonly lower: number; readonly upper: number };
}

/** Bounds of the mean elementary score at one threshold, of another sample of questions. */
export interface MurphyBounds {
  readonly theta: number;
  readonly lower: number;
  readonly upper: number;
}

export interface CorpBands {
  readonly points: readonly CorpPoint[];
  /** Chance that calibrated forecasts show at least this miscalibration: (1 + #{MCB* >= MCB})/(B + 1). */
  readonly mcbP: number;
  /** At 101 thresholds, from the resamples of the confidence band. */
  readonly murphy: readonly MurphyBounds[];
  readonly replicates: number;
  readonly seed: number;
}

export interface BandOptions {
  readonly level: number;
  readonly seed: number;
  /** Resamples of each kind; 1000 unless told. */
  readonly replicates?: number;
  /** At most this many points of the curve get a band; 200 unless told. */
  readonly points?: number;
  readonly score?: BinaryScore;
}

/**
 * The CORP curve with both bands and the resampling test of MCB = 0, after Dimitriadis, Gneiting &
 * Jordan 2021, but of questions or clusters, weighted and seeded. O(replicates · (K + rows drawn)).
 */
export function corpBands(
  table: ProbabilityTable,
  resample: Resampler,
  options: BandOptions,
): Measure<CorpBands> {
  if (table.n === 0) return NO_FORECASTS;
  const { level, seed, replicates = 1000, points = 200, score = 'brier' } = options;
  const shown = spread(table.p.length, points);
  const random = randomSource(seed);
  const columns = { no: new Float64Array(table.p.length), yes: new Float64Array(table.p.length) };
  const fitter = new IsotonicFitter(table.p.length);
  const loss = binaryLoss(score);
  const observed = corpDecomposition(table, score).value?.miscalibration ?? 0;
  const thetas = percents();
  const consistency = new Replicates(shown.length, replicates);
  const confidence = new Replicates(shown.length, replicates);
  const elementary = new Replicates(thetas.length, replicates);
  let atLeast = 0;
  for (let b = 0; b < replicates; b += 1) {
    resample(columns, random, true);
    const calibrated = fitter.fit(columns.no, columns.yes);
    if (miscalibrationOf(tableOf(table.p, columns), loss, calibrated) >= observed - 1e-15) atLeast += 1;
    for (const [at, column] of shown.entries()) consistency.set(b, at, calibrated[column] as number);
    resample(columns, random, false);
    const drawn = fitter.fit(columns.no, columns.yes);
    fillGaps(table.p, drawn);
    for (const [at, column] of shown.entries()) confidence.set(b, at, drawn[column] as number);
    meanElementaryScores({ p: table.p, ...columns }, thetas).forEach((mean, at) => {
      elementary.set(b, at, mean);
    });
  }
  const fit = recalibrated(table);
  const curve = shown.map(
    (column, at): CorpPoint => ({
      p: table.p[column] as number,
      n: (table.no[column] as number) + (table.yes[column] as number),
      recalibrated: fit[column] as number,
      consistency: consistency.interval(at, level),
      confidence: confidence.interval(at, level),
    }),
  );
  const murphy = thetas.map((theta, at) => ({
    theta,
    ...elementary.interval(at, level),
  }));
  return measured({ points: curve, mcbP: (1 + atLeast) / (replicates + 1), murphy, replicates, seed });
}

/** Some quantities of each replicate, those of one replicate side by side. */
class Replicates {
  readonly #quantities: number;
  readonly #values: Float64Array;
  readonly #ofOne: Float64Array;

  constructor(quantities: number, replicates: number) {
    this.#quantities = quantities;
    this.#values = new Float64Array(quantities * replicates);
    this.#ofOne = new Float64Array(replicates);
  }

  set(replicate: number, quantity: number, value: number): void {
    this.#values[replicate * this.#quantities + quantity] = value;
  }

  interval(quantity: number, level: number): { lower: number; upper: number } {
    for (let b = 0; b < this.#ofOne.length; b += 1)
      this.#ofOne[b] = this.#values[b * this.#quantities + quantity] as number;
    return percentileInterval(this.#ofOne, level);
  }
}

/** Probabilities that a resample did not draw lie on the line between their drawn neighbours. */
function fillGaps(p: Float64Array, fit: Float64Array): void {
  let last = -1;
  for (let i = 0; i <= fit.length; i += 1) {
    if (i < fit.length && Number.isNaN(fit[i])) continue;
    if (i > last + 1) {
      const [before, after] = [fit[last] ?? fit[i], fit[i] ?? fit[last]] as [number, number];
      for (let gap = last + 1; gap < i; gap += 1) {
        const width = last >= 0 && i < fit.length ? (p[i] as number) - (p[last] as number) : 0;
        const share = width > 0 ? ((p[gap] as number) - (p[last] as number)) / width : 0;
        fit[gap] = before + share * (after - before);
      }
    }
    last = i;
  }
}

/** The weights are counted as forecasts are: a resample has no others. */
function tableOf(p: Float64Array, { no, yes }: ResampledColumns) {
  const { noWeight, yesWeight, weight } = probabilityTable({ p, no, yes });
  return { p, noWeight, yesWeight, weight };
}

/** At most `limit` indices of 0..size - 1, evenly spread, ends included. */
function spread(size: number, limit: number): number[] {
  if (size <= limit) return Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (size - 1)) / (limit - 1)));
}
