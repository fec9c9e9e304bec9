import { type BinaryLoss, type BinaryScore, binaryLoss } from '../binary-loss.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import { baseRate, type ProbabilityTable } from '../state/probability-table.ts';
import { recalibrated } from './isotonic-regression.ts';
import { totalLoss } from './mean-loss.ts';

export interface CorpDecomposition {
  readonly meanScore: number;
  /** MCB: what recalibration would win, >= 0; biased up in small samples. */
  readonly miscalibration: number;
  /** DSC: what the recalibrated forecasts win over the constant base rate, >= 0. */
  readonly discrimination: number;
  /** UNC: mean score of the base rate. */
  readonly uncertainty: number;
}

/**
 * meanScore = miscalibration - discrimination + uncertainty without bins, for the Brier or log score
 * (Dimitriadis, Gneiting & Jordan 2021). With an impossible event under the log score, meanScore and
 * miscalibration are Infinity and the other terms stay finite.
 */
export function corpDecomposition(table: ProbabilityTable, score: BinaryScore): Measure<CorpDecomposition> {
  if (table.n === 0) return NO_FORECASTS;
  return measured(decompose(table, binaryLoss(score)));
}

/** What recalibration to that fit would win, >= 0. `weight` is the sum of both weights. */
export function miscalibrationOf(
  table: Pick<ProbabilityTable, 'p' | 'noWeight' | 'yesWeight' | 'weight'>,
  loss: BinaryLoss,
  fit: ArrayLike<number>,
): number {
  return withoutRounding(totalLoss(table, loss) / table.weight - totalLoss(table, loss, fit) / table.weight);
}

function decompose(table: ProbabilityTable, loss: BinaryLoss): CorpDecomposition {
  const rate = baseRate(table);
  const meanScore = totalLoss(table, loss) / table.weight;
  const afterRecalibration = totalLoss(table, loss, recalibrated(table)) / table.weight;
  const { weight, eventWeight } = table;
  const noPart = weight > eventWeight ? (weight - eventWeight) * loss(rate, 0) : 0;
  const yesPart = eventWeight > 0 ? eventWeight * loss(rate, 1) : 0;
  const uncertainty = (noPart + yesPart) / weight;
  return {
    meanScore,
    miscalibration: withoutRounding(meanScore - afterRecalibration),
    discrimination: withoutRounding(uncertainty - afterRecalibration),
    uncertainty,
  };
}

/** Both terms are >= 0 by construction; what falls below is the last bit of a difference. */
function withoutRounding(term: number): number {
  return term < 0 && term > -1e-12 ? 0 : term;
}
