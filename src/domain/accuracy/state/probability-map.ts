import { invalid } from '../../errors.ts';
import { ExactSum } from '../exact-sum.ts';
import { type ProbabilityTable, probabilityTable } from './probability-table.ts';

interface Cell {
  no: number;
  yes: number;
  readonly noWeight: ExactSum;
  readonly yesWeight: ExactSum;
}

/**
 * The exact state of a slice: probability -> how often the answer was no and yes, counted and weighted.
 * `remove` undoes `add` to the bit, in any order, so a corrected outcome leaves no trace; merging
 * slices equals one slice that saw everything.
 */
export class ProbabilityMap {
  readonly #cells = new Map<number, Cell>();
  readonly #squaredWeight = new ExactSum();

  /** Adds one forecast: p in 0..1, outcome 0 or 1, weight > 0. Throws `invalid` naming the field. */
  add(p: number, outcome: number, weight = 1): void {
    requireForecast(p, outcome, weight);
    this.#apply(p, outcome, 1, weight);
  }

  /** Removes one forecast that was added with the same arguments. Throws `notRecorded` where none was. */
  remove(p: number, outcome: number, weight = 1): void {
    requireForecast(p, outcome, weight);
    const cell = this.#cells.get(p);
    if (!cell || (outcome === 1 ? cell.yes : cell.no) < 1) {
      throw invalid(
        'notRecorded',
        `No forecast of ${p} with outcome ${outcome} is in the map; remove what was added.`,
      );
    }
    this.#apply(p, outcome, -1, weight);
    if (cell.no === 0 && cell.yes === 0) this.#cells.delete(p);
  }

  /** Adds everything of another slice. */
  merge(other: ProbabilityMap): void {
    for (const [p, from] of other.#cells) {
      const cell = this.#cell(p);
      cell.no += from.no;
      cell.yes += from.yes;
      cell.noWeight.addSum(from.noWeight);
      cell.yesWeight.addSum(from.yesWeight);
    }
    this.#squaredWeight.addSum(other.#squaredWeight);
  }

  /** Columns sorted by probability, from which the aggregates are computed. O(K log K). */
  table(): ProbabilityTable {
    const p = Float64Array.from(this.#cells.keys()).sort();
    const cells = Array.from(p, (value) => this.#cells.get(value) as Cell);
    const no = Float64Array.from(cells, (cell) => cell.no);
    const yes = Float64Array.from(cells, (cell) => cell.yes);
    const noWeight = Float64Array.from(cells, (cell) => cell.noWeight.value);
    const yesWeight = Float64Array.from(cells, (cell) => cell.yesWeight.value);
    // Weights of 0.1 and 1.9 add up to their count too.
    const count = cells.reduce((sum, cell) => sum + cell.no + cell.yes, 0);
    if (this.#squaredWeight.value === count && same(no, noWeight) && same(yes, yesWeight))
      return probabilityTable({ p, no, yes });
    return probabilityTable({ p, no, yes, noWeight, yesWeight, squaredWeight: this.#squaredWeight.value });
  }

  /** Distinct probabilities. */
  get size(): number {
    return this.#cells.size;
  }

  #apply(p: number, outcome: number, count: 1 | -1, weight: number): void {
    const cell = this.#cell(p);
    if (outcome === 1) {
      cell.yes += count;
      cell.yesWeight.add(count * weight);
    } else {
      cell.no += count;
      cell.noWeight.add(count * weight);
    }
    this.#squaredWeight.add(count * weight * weight);
  }

  #cell(p: number): Cell {
    let cell = this.#cells.get(p);
    if (!cell) {
      cell = { no: 0, yes: 0, noWeight: new ExactSum(), yesWeight: new ExactSum() };
      this.#cells.set(p, cell);
    }
    return cell;
  }
}

function requireForecast(p: number, outcome: number, weight: number): void {
  if (!(p >= 0 && p <= 1)) throw invalid('outOfRange', `A probability must lie in 0..1; ${p} does not.`);
  if (outcome !== 0 && outcome !== 1)
    throw invalid('outOfRange', `An outcome must be 0 or 1; ${outcome} is neither.`);
  if (!(weight > 0 && weight < Infinity))
    throw invalid('outOfRange', `A weight must be positive; ${weight} is not.`);
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i]);
}
