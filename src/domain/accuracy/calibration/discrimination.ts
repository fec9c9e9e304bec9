import { ExactSum } from '../exact-sum.ts';
import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';

export interface Discrimination {
  /** Chance that an event got a higher probability than a non-event, ties one half; 0..1, 0.5 is none. */
  readonly auc: number;
  /** DeLong, DeLong & Clarke-Pearson 1988; null where a class has one forecast. */
  readonly se: number | null;
}

/**
 * Area under the ROC curve from cumulative counts, O(K). One class only: null. With weights the
 * standard error uses the effective numbers of each class. Diagnostic: blind to calibration.
 */
export function discrimination(table: ProbabilityTable): Measure<Discrimination> {
  if (table.n === 0) return NO_FORECASTS;
  if (table.events === 0 || table.events === table.n) {
    return withheld('The AUC needs events and non-events; every outcome was the same.');
  }
  const { eventWeight } = table;
  const otherWeight = table.weight - eventWeight;
  const wins = new ExactSum();
  eachPlacement(table, (no, yes, noBelow) => wins.add(yes * (noBelow + no / 2)));
  const auc = wins.value / eventWeight / otherWeight;
  const [ofEvents, ofOthers] = [new ExactSum(), new ExactSum()];
  eachPlacement(table, (no, yes, noBelow, yesBelow) => {
    ofEvents.add(yes * ((noBelow + no / 2) / otherWeight - auc) ** 2);
    ofOthers.add(no * ((eventWeight - yesBelow - yes / 2) / eventWeight - auc) ** 2);
  });
  const effective = table.effectiveN / table.weight;
  const freedom = [eventWeight * effective - 1, otherWeight * effective - 1] as const;
  if (freedom[0] <= 0 || freedom[1] <= 0) return measured({ auc, se: null });
  const variance = ofEvents.value / eventWeight / freedom[0] + ofOthers.value / otherWeight / freedom[1];
  return measured({ auc, se: Math.sqrt(variance) });
}

function eachPlacement(
  table: ProbabilityTable,
  visit: (no: number, yes: number, noBelow: number, yesBelow: number) => void,
): void {
  let noBelow = 0;
  let yesBelow = 0;
  for (let i = 0; i < table.p.length; i += 1) {
    const { no, yes } = cell(table, i);
    visit(no, yes, noBelow, yesBelow);
    noBelow += no;
    yesBelow += yes;
  }
}
