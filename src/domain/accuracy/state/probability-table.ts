/**
 * The binary record of a slice, grouped by the exact probability: column i says how often `p[i]` was
 * given and the answer was no or yes. Every binary aggregate is a function of it in time that grows
 * with the distinct probabilities, not with the forecasts.
 */
export interface ProbabilityTable {
  /** Distinct probabilities, ascending. */
  readonly p: Float64Array;
  /** Forecasts whose answer was no. */
  readonly no: Float64Array;
  /** Forecasts whose answer was yes. */
  readonly yes: Float64Array;
  /** Summed weight of the forecasts whose answer was no; the same array as `no` when unweighted. */
  readonly noWeight: Float64Array;
  /** Summed weight of the forecasts whose answer was yes. */
  readonly yesWeight: Float64Array;
  /** Forecasts in all. */
  readonly n: number;
  /** Forecasts whose answer was yes. */
  readonly events: number;
  /** Summed weight of all forecasts. */
  readonly weight: number;
  /** Summed weight of the forecasts whose answer was yes. */
  readonly eventWeight: number;
  /** Kish's effective number of forecasts, (Σw)²/Σw² : `n` when unweighted. */
  readonly effectiveN: number;
  readonly weighted: boolean;
}

export interface TableColumns {
  readonly p: Float64Array;
  readonly no: Float64Array;
  readonly yes: Float64Array;
  readonly noWeight?: Float64Array;
  readonly yesWeight?: Float64Array;
  /** Σw² over all forecasts; needed with weights. */
  readonly squaredWeight?: number;
}

/** Completes the columns with their totals. Columns are taken over, not copied. */
export function probabilityTable(columns: TableColumns): ProbabilityTable {
  const noWeight = columns.noWeight ?? columns.no;
  const yesWeight = columns.yesWeight ?? columns.yes;
  const weighted = noWeight !== columns.no;
  const events = total(columns.yes);
  const n = events + total(columns.no);
  const eventWeight = weighted ? total(yesWeight) : events;
  const weight = weighted ? eventWeight + total(noWeight) : n;
  const squared = columns.squaredWeight ?? weight;
  const effectiveN = !weighted ? n : squared > 0 ? (weight * weight) / squared : 0;
  return { ...columns, noWeight, yesWeight, n, events, weight, eventWeight, effectiveN, weighted };
}

/** Weighted share of yes, 0..1; the caller makes sure that the table is not empty. */
export function baseRate(table: ProbabilityTable): number {
  return table.eventWeight / table.weight;
}

/** Read access that names the cell; columns of one table have one length. */
export function cell(table: ProbabilityTable, i: number): { p: number; no: number; yes: number } {
  return {
    p: table.p[i] as number,
    no: table.noWeight[i] as number,
    yes: table.yesWeight[i] as number,
  };
}

function total(column: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < column.length; i += 1) {
    const term = (column[i] as number) - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}
