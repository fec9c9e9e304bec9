import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { type Bin, type Bins, binned } from './bins.ts';

export interface ThreeTerms {
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
}

export interface BiasCorrectedDecomposition {
  /** Ferro & Fricker 2012; reliability may be negative. Null for one forecast, where n - 1 is 0. */
  readonly raw: Measure<ThreeTerms>;
  /** The same corrections shrunk by one factor, so that every term stays in its range. */
  readonly limited: Measure<ThreeTerms>;
}

/**
 * Murphy's three terms with the bias of small bins taken out. Bins of one forecast cannot be corrected
 * and contribute 0 to the correction. Raw: Ferro & Fricker 2012, Bröcker 2012; limited: the common
 * shrinkage of the R package SpecsVerification. Counts only: with weights it is not defined.
 */
export function biasCorrectedDecomposition(table: ProbabilityTable, bins: Bins): BiasCorrectedDecomposition {
  const refusal = refused(table);
  if (refusal) return { raw: refusal, limited: refusal };
  const { n, events } = table;
  const groups = binned(table, bins);
  const uncorrected = uncorrectedTerms(groups, n, events);
  const withinBins =
    groups.reduce((sum, { n: size, observed }) => {
      return size > 1 ? sum + (size * observed * (1 - observed)) / (size - 1) : sum;
    }, 0) / n;
  const overall = uncorrected.uncertainty / (n - 1);
  const shrunk = (alpha: number): ThreeTerms => ({
    reliability: uncorrected.reliability - alpha * withinBins,
    resolution: uncorrected.resolution - alpha * (withinBins - overall),
    uncertainty: uncorrected.uncertainty + alpha * overall,
  });
  return {
    raw: measured(shrunk(1)),
    limited: measured(shrunk(commonShrinkage(uncorrected, withinBins, overall))),
  };
}

function refused(table: ProbabilityTable) {
  if (table.n === 0) return NO_FORECASTS;
  if (table.weighted)
    return withheld('The bias correction is defined for counts; the forecasts carry weights.');
  if (table.n === 1) return withheld('The bias correction needs 2 forecasts; there is 1.');
  return null;
}

function uncorrectedTerms(groups: readonly Bin[], n: number, events: number): ThreeTerms {
  const rate = events / n;
  let reliability = 0;
  let resolution = 0;
  for (const bin of groups) {
    reliability += bin.n * (bin.meanForecast - bin.observed) ** 2;
    resolution += bin.n * (bin.observed - rate) ** 2;
  }
  return { reliability: reliability / n, resolution: resolution / n, uncertainty: rate * (1 - rate) };
}

/** The largest factor up to 1 that keeps REL >= 0, 0 <= RES <= 1 and UNC <= 1/4. */
function commonShrinkage(terms: ThreeTerms, withinBins: number, overall: number): number {
  const resolutionStep = withinBins - overall;
  const bounds = [
    terms.reliability / withinBins,
    Math.max(terms.resolution / resolutionStep, (terms.resolution - 1) / resolutionStep),
    (1 - 4 * terms.uncertainty) / (4 * overall),
    1,
  ];
  // 0 / 0: the term is not corrected and sets no bound.
  return Math.min(...bounds.filter((bound) => !Number.isNaN(bound)));
}
