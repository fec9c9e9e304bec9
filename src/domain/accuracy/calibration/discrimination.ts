import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { clusterSquares } from './cluster-squares.ts';
import type { ClusterCells } from './resampled-tables.ts';

export interface Discrimination {
  /** Chance that an event got a higher probability than a non-event, ties one half; 0..1, 0.5 is none. */
  readonly auc: number;
  /** DeLong, DeLong & Clarke-Pearson 1988, of clusters Obuchowski 1997; null where a class has one. */
  readonly se: number | null;
}

/**
 * Area under the ROC curve from cumulative counts, O(K). One class only: null. With weights the
 * standard error uses the effective numbers of each class. Diagnostic: blind to calibration.
 * @param cells the same forecasts by cluster, where some depend on each other
 */
export function discrimination(
  table: ProbabilityTable,
  cells: ClusterCells | null = null,
): Measure<Discrimination> {
  if (table.n === 0) return NO_FORECASTS;
  if (table.events === 0 || table.events === table.n) {
    return withheld('The AUC needs events and non-events; every outcome was the same.');
  }
  const { eventWeight } = table;
  const otherWeight = table.weight - eventWeight;
  const auc = wins(table) / eventWeight / otherWeight;
  if (cells !== null) return measured({ auc, se: clusteredError(table, cells, auc) });
  const [ofEvents, ofOthers] = placementSpread(table, auc);
  const effective = table.effectiveN / table.weight;
  const freedom = [eventWeight * effective - 1, otherWeight * effective - 1] as const;
  if (freedom[0] <= 0 || freedom[1] <= 0) return measured({ auc, se: null });
  const variance = ofEvents / eventWeight / freedom[0] + ofOthers / otherWeight / freedom[1];
  return measured({ auc, se: Math.sqrt(variance) });
}

/** Pairs of an event above a non-event, ties one half. Loops without calls: this runs over a million columns. */
function wins({ noWeight, yesWeight }: ProbabilityTable): number {
  const sum = new ExactSum();
  let noBelow = 0;
  for (let i = 0; i < noWeight.length; i += 1) {
    const [no, yes] = [noWeight[i] as number, yesWeight[i] as number];
    sum.add(yes * (noBelow + no / 2));
    noBelow += no;
  }
  return sum.value;
}

/** Σ of the squared deviations of the placements, of events and of non-events. */
function placementSpread(table: ProbabilityTable, auc: number): readonly [number, number] {
  const { noWeight, yesWeight, eventWeight } = table;
  const otherWeight = table.weight - eventWeight;
  const [ofEvents, ofOthers] = [new ExactSum(), new ExactSum()];
  let [noBelow, yesBelow] = [0, 0];
  for (let i = 0; i < noWeight.length; i += 1) {
    const [no, yes] = [noWeight[i] as number, yesWeight[i] as number];
    if (yes > 0) ofEvents.add(yes * ((noBelow + no / 2) / otherWeight - auc) ** 2);
    if (no > 0) ofOthers.add(no * ((eventWeight - yesBelow - yes / 2) / eventWeight - auc) ** 2);
    noBelow += no;
    yesBelow += yes;
  }
  return [ofEvents.value, ofOthers.value];
}

/** Of the placements summed by cluster; null where all events, or all non-events, are of one: they sum to 0 there. */
function clusteredError(table: ProbabilityTable, cells: ClusterCells, auc: number): number | null {
  if (clustersWith(cells, cells.no) < 2 || clustersWith(cells, cells.yes) < 2) return null;
  const { noWeight, yesWeight, eventWeight } = table;
  const otherWeight = table.weight - eventWeight;
  let [noBelow, yesBelow] = [0, 0];
  const placements = Array.from(noWeight, (no, i): readonly [number, number] => {
    const yes = yesWeight[i] as number;
    const ofNo = (eventWeight - yesBelow - yes / 2) / eventWeight;
    const ofYes = (noBelow + no / 2) / otherWeight;
    noBelow += no;
    yesBelow += yes;
    return [(ofNo - auc) / otherWeight, (ofYes - auc) / eventWeight];
  });
  const squares = clusterSquares(cells, (column) => placements[column] as readonly [number, number]);
  return squares === null ? null : Math.sqrt(squares);
}

function clustersWith({ starts }: ClusterCells, weights: Float64Array): number {
  let clusters = 0;
  for (let cluster = 0; cluster + 1 < starts.length; cluster += 1)
    if (weights.subarray(starts[cluster], starts[cluster + 1]).some((weight) => weight > 0)) clusters += 1;
  return clusters;
}
