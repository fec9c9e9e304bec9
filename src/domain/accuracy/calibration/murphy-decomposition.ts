import { brierLoss } from '../binary-loss.ts';
import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { baseRate, cell, type ProbabilityTable } from '../state/probability-table.ts';
import { type Bins, binned } from './bins.ts';
import { totalLoss } from './mean-loss.ts';

export interface MurphyDecomposition {
  readonly reliability: number;
  readonly resolution: number;
  readonly uncertainty: number;
  readonly withinBinVariance: number;
  readonly withinBinCovariance: number;
  readonly brier: number;
}

/**
 * The five terms of the mean Brier score over bins: brier = reliability - resolution + uncertainty +
 * withinBinVariance - withinBinCovariance, without which a binned decomposition does not add up
 * (Murphy 1973; Stephenson, Coelho & Jolliffe 2008). With bins `unique` the last two are 0.
 */
export function murphyDecomposition(table: ProbabilityTable, bins: Bins): Measure<MurphyDecomposition> {
  if (table.n === 0) return NO_FORECASTS;
  const rate = baseRate(table);
  const terms = { reliability: new ExactSum(), resolution: new ExactSum() };
  const within = { variance: new ExactSum(), covariance: new ExactSum() };
  for (const bin of binned(table, bins)) {
    terms.reliability.add(bin.weight * (bin.meanForecast - bin.observed) ** 2);
    terms.resolution.add(bin.weight * (bin.observed - rate) ** 2);
    for (let i = bin.from; i < bin.to; i += 1) {
      const { p, no, yes } = cell(table, i);
      const deviation = p - bin.meanForecast;
      within.variance.add((no + yes) * deviation * deviation);
      within.covariance.add(2 * deviation * (yes * (1 - bin.observed) - no * bin.observed));
    }
  }
  return measured({
    reliability: terms.reliability.value / table.weight,
    resolution: terms.resolution.value / table.weight,
    uncertainty: rate * (1 - rate),
    withinBinVariance: within.variance.value / table.weight,
    withinBinCovariance: within.covariance.value / table.weight,
    brier: totalLoss(table, brierLoss) / table.weight,
  });
}
