import { invalid } from '../../errors.ts';
import { DistinctDoubles } from './distinct-doubles.ts';
import { type ProbabilityTable, probabilityTable } from './probability-table.ts';
import { tabulateBySorting } from './tabulate-by-sorting.ts';

// Measured on 10 million rows: hashing wins up to about this many distinct values, sorting beyond.
const DISTINCT_BEFORE_SORTING = 131_072;
// So few repeats in the first rows promise more distinct values than that.
const FIRST_ROWS = 16_384;
const FEW_REPEATS = FIRST_ROWS / 32;

/**
 * The table of many forecasts at once. `p` in 0..1, `outcome` 0 or 1, `weights` 0 or more (absent: 1;
 * 0: the row does not count), one entry a row; p = -0 counts as 0. Throws `invalid` naming the row and the field. O(n), and
 * O(n log n) where almost every probability is different.
 */
export function tabulate(p: Float64Array, outcome: Uint8Array, weights?: Float64Array): ProbabilityTable {
  if (p.length !== outcome.length) throw lengths('outcome', p.length, outcome.length);
  if (weights && weights.length !== p.length) throw lengths('weights', p.length, weights.length);
  return weights ? tabulateWeighted(p, outcome, weights) : tabulateCounts(p, outcome);
}

/** The same from ordinary arrays. */
export function tabulateRows(
  p: readonly number[],
  outcome: readonly number[],
  weights?: readonly number[],
): ProbabilityTable {
  outcome.forEach((y, row) => {
    if (y !== 0 && y !== 1) throw outOfRange('outcome', row, y, 'be 0 or 1');
  });
  const columns = [Float64Array.from(p), Uint8Array.from(outcome)] as const;
  return weights ? tabulate(...columns, Float64Array.from(weights)) : tabulate(...columns);
}

function tabulateCounts(p: Float64Array, outcome: Uint8Array): ProbabilityTable {
  const distinct = new DistinctDoubles();
  let counts = new Float64Array(2 * distinct.capacity);
  for (let row = 0; row < p.length; row += 1) {
    requireRow(p, outcome, row);
    const index = distinct.indexOf(p[row] as number);
    const mostlyDistinct = row === FIRST_ROWS && distinct.count > FIRST_ROWS - FEW_REPEATS;
    if (mostlyDistinct || 2 * index >= counts.length) {
      if (mostlyDistinct || index > DISTINCT_BEFORE_SORTING) {
        for (let rest = row; rest < p.length; rest += 1) requireRow(p, outcome, rest);
        return tabulateBySorting(p, outcome);
      }
      counts = grown(counts);
    }
    const slot = 2 * index + (outcome[row] as number);
    counts[slot] = (counts[slot] as number) + 1;
  }
  const order = distinct.ascending();
  const pick = (of: number) => Float64Array.from(order.indices, (index) => counts[2 * index + of] as number);
  return probabilityTable({ p: order.values, no: pick(0), yes: pick(1) });
}

function tabulateWeighted(p: Float64Array, outcome: Uint8Array, weights: Float64Array): ProbabilityTable {
  const distinct = new DistinctDoubles();
  // Four numbers a value: count no, count yes, weight no, weight yes.
  let cells = new Float64Array(4 * distinct.capacity);
  let squaredWeight = 0;
  for (let row = 0; row < p.length; row += 1) {
    requireRow(p, outcome, row);
    const weight = weights[row] as number;
    if (!(weight >= 0 && weight < Infinity)) throw outOfRange('weights', row, weight, 'be 0 or more');
    if (weight === 0) continue;
    const index = distinct.indexOf(p[row] as number);
    if (4 * index >= cells.length) cells = grown(cells);
    const slot = 4 * index + (outcome[row] as number);
    cells[slot] = (cells[slot] as number) + 1;
    cells[slot + 2] = (cells[slot + 2] as number) + weight;
    squaredWeight += weight * weight;
  }
  const order = distinct.ascending();
  const pick = (of: number) => Float64Array.from(order.indices, (index) => cells[4 * index + of] as number);
  const columns = { p: order.values, no: pick(0), yes: pick(1), noWeight: pick(2), yesWeight: pick(3) };
  return probabilityTable({ ...columns, squaredWeight });
}

function requireRow(p: Float64Array, outcome: Uint8Array, row: number): void {
  const value = p[row] as number;
  if (!(value >= 0 && value <= 1)) throw outOfRange('p', row, value, 'lie in 0..1');
  if ((outcome[row] as number) > 1) throw outOfRange('outcome', row, outcome[row] as number, 'be 0 or 1');
}

function grown(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
}

function lengths(field: string, expected: number, found: number): Error {
  return invalid('lengthMismatch', `${field} has ${found} rows where p has ${expected}; give one a row.`);
}

function outOfRange(field: string, row: number, value: number, rule: string): Error {
  const message = `Row ${row}: ${field} must ${rule}; ${value} does not.`;
  return invalid('outOfRange', message, [{ pointer: `/${field}/${row}`, code: 'outOfRange', message }]);
}
