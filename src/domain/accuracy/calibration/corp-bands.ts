import { normalQuantile } from '../../scoring/special-functions/normal.ts';
import { type BinaryLoss, type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { percentileInterval, sortedQuantile } from '../intervals/quantile.ts';
import { randomSource } from '../intervals/random-source.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { type ProbabilityTable, probabilityTable } from '../state/probability-table.ts';
import { corpDecomposition, miscalibrationOf } from './corp-decomposition.ts';
import { IsotonicLikelihood } from './isotonic-likelihood.ts';
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
  /** Shares of yes that a test at this probability alone does not reject, of all that rise with it. */
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
  /** At 101 thresholds, from resamples of questions or clusters. */
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
 *
 * The confidence band is no percentile of resampled curves: the bootstrap fails for isotonic regression
 * (Sen, Banerjee & Woodroofe 2010; what it held is told in docs/methods.md). It inverts the likelihood-ratio
 * test at each probability (Banerjee & Wellner 2001), whose limit depends on no property of the record, so that
 * its critical value can be had from calibrated forecasts: as few, as clustered and as unevenly spread.
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
  const ratios = new Replicates(shown.length, replicates);
  const likelihood = new IsotonicLikelihood(table.p.length);
  const given = shown.map((column) => table.p[column] as number);
  const elementary = new Replicates(thetas.length, replicates);
  const reaches = miscalibrationTest(table.p, loss, observed - 1e-15);
  let atLeast = 0;
  for (let b = 0; b < replicates; b += 1) {
    resample(columns, random, true);
    const calibrated = fitter.fit(columns.no, columns.yes);
    if (reaches(columns, calibrated)) atLeast += 1;
    for (let at = 0; at < shown.length; at += 1)
      consistency.set(b, at, calibrated[shown[at] as number] as number);
    ratios.setAll(b, likelihood.ratios(columns.no, columns.yes, shown, given));
    resample(columns, random, false);
    elementary.setAll(b, meanElementaryScores({ p: table.p, ...columns }, thetas));
  }
  const fit = recalibrated(table);
  const critical = criticalValues(
    shown.map((_, at) => ratios.quantile(at, level)),
    level,
  );
  const curve = shown.map(
    (column, at): CorpPoint => ({
      p: table.p[column] as number,
      n: (table.no[column] as number) + (table.yes[column] as number),
      recalibrated: fit[column] as number,
      consistency: consistency.interval(at, level),
      confidence: likelihood.interval(
        table.noWeight,
        table.yesWeight,
        column,
        fit[column] as number,
        critical[at] as number,
      ),
    }),
  );
  const murphy = thetas.map((theta, at) => ({
    theta,
    ...elementary.interval(at, level),
  }));
  return measured({ points: curve, mcbP: (1 + atLeast) / (replicates + 1), murphy, replicates, seed });
}

/** Between which and the bound plain sums decide: their rounding is a thousandth of it. */
const MARGIN = 1e-9;

/**
 * Whether the miscalibration of a resample, recalibrated to that fit, is at least the bound: by plain sums,
 * and by the exact ones of the report, at ten times the cost, where those are too near to tell.
 */
function miscalibrationTest(p: Float64Array, loss: BinaryLoss, bound: number) {
  const ofNo = p.map((at) => loss(at, 0));
  const ofYes = p.map((at) => loss(at, 1));
  return (columns: ResampledColumns, fit: Float64Array): boolean => {
    let won = 0;
    let weight = 0;
    let size = 0;
    for (let i = 0; i < p.length; i += 1) {
      const no = columns.no[i] as number;
      const yes = columns.yes[i] as number;
      const at = fit[i] as number;
      if (no > 0) {
        const before = no * (ofNo[i] as number);
        const after = no * loss(at, 0);
        won += before - after;
        size += before + after;
      }
      if (yes > 0) {
        const before = yes * (ofYes[i] as number);
        const after = yes * loss(at, 1);
        won += before - after;
        size += before + after;
      }
      weight += no + yes;
    }
    const distance = won / weight - bound;
    if (Math.abs(distance) > MARGIN * (1 + size / weight)) return distance > 0;
    return miscalibrationOf(tableOf(p, columns), loss, fit) >= bound;
  };
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

  setAll(replicate: number, values: Float64Array): void {
    this.#values.set(values, replicate * this.#quantities);
  }

  interval(quantity: number, level: number): { lower: number; upper: number } {
    return percentileInterval(this.#of(quantity), level);
  }

  quantile(quantity: number, level: number): number {
    return sortedQuantile(this.#of(quantity).sort(), level);
  }

  #of(quantity: number): Float64Array {
    for (let b = 0; b < this.#ofOne.length; b += 1)
      this.#ofOne[b] = this.#values[b * this.#quantities + quantity] as number;
    return this.#ofOne;
  }
}

/** Of the limit of the likelihood ratio to the chi-squared of one degree, at levels from 0.5 to 0.99: drawn, 0.59 to 0.62. */
const LIMIT_SHARE = 0.6;

/**
 * Near 0 and 1 calibrated forecasts hardly ever vary, and whatever does would be rejected: no critical value
 * is below that of the middle of the curve, nor below the limit of many forecasts.
 */
function criticalValues(quantiles: readonly number[], level: number): number[] {
  const middle = sortedQuantile(Float64Array.from(quantiles).sort(), 0.5);
  const limit = LIMIT_SHARE * normalQuantile((1 + level) / 2) ** 2;
  return quantiles.map((quantile) => Math.max(quantile, middle, limit));
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
