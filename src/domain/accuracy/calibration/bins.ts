import { invalid } from '../../errors.ts';
import { ExactSum } from '../exact-sum.ts';
import { cell, type ProbabilityTable } from '../state/probability-table.ts';

/**
 * How forecasts are grouped: n bins of equal width, one bin a distinct probability, given edges, or
 * edges with the side on which a bin is closed. Closed on the right unless told.
 */
export type Bins = number | 'unique' | readonly number[] | EdgedBins;

export interface EdgedBins {
  readonly edges: number | readonly number[];
  /** `left` is for reproducing references that bin by floor(p·n). */
  readonly closed: Closed;
}

export type Closed = 'left' | 'right';

/** What one bin holds. `index` counts from 0 over all bins, empty ones included. */
export interface Bin {
  readonly index: number;
  readonly lower: number;
  readonly upper: number;
  /** First and one past the last column of the table. */
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly weight: number;
  readonly meanForecast: number;
  readonly observed: number;
}

/**
 * Edges of equal bins. i / n is the double of the literal (3 / 10 is 0.3), which steps of 0.1 are not:
 * where bins are closed on the left those put every forecast of 0.3, 0.6 and 0.7 one bin low.
 */
export function equalWidthEdges(bins: number): Float64Array {
  if (!Number.isInteger(bins) || bins < 1)
    throw invalid('outOfRange', `The number of bins must be at least 1; ${bins} is not.`);
  return Float64Array.from({ length: bins + 1 }, (_, i) => i / bins);
}

/**
 * The bin of a probability. Right-closed bins include the lower end of the first, left-closed ones the
 * upper end of the last.
 */
export function binOf(edges: ArrayLike<number>, p: number, closed: Closed = 'right'): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endsIn(edges[middle + 1] as number, p, closed)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The bins that hold a forecast, ascending. Throws `invalid` for edges that do not ascend over 0..1. */
export function binned(table: ProbabilityTable, bins: Bins): Bin[] {
  if (bins === 'unique') return Array.from(table.p, (p, i) => binFrom(table, i, p, p, i, i + 1));
  const { edges: given, closed }: EdgedBins = isEdged(bins) ? bins : { edges: bins, closed: 'right' };
  const edges = typeof given === 'number' ? equalWidthEdges(given) : checkedEdges(given);
  const found: Bin[] = [];
  let from = 0;
  while (from < table.p.length) {
    const index = binOf(edges, table.p[from] as number, closed);
    const last = index === edges.length - 2;
    const upper = edges[index + 1] as number;
    let to = from + 1;
    while (to < table.p.length && (last || endsIn(upper, table.p[to] as number, closed))) to += 1;
    found.push(binFrom(table, index, edges[index] as number, upper, from, to));
    from = to;
  }
  return found;
}

function endsIn(upper: number, p: number, closed: Closed): boolean {
  return closed === 'right' ? p <= upper : p < upper;
}

function isEdged(bins: Exclude<Bins, 'unique'>): bins is EdgedBins {
  return typeof bins === 'object' && 'closed' in bins;
}

function binFrom(
  table: ProbabilityTable,
  index: number,
  lower: number,
  upper: number,
  from: number,
  to: number,
): Bin {
  const forecast = new ExactSum();
  let [n, yesCount] = [0, 0];
  for (let i = from; i < to; i += 1) {
    const [p, no, yes] = [table.p[i] as number, table.noWeight[i] as number, table.yesWeight[i] as number];
    n += (table.no[i] as number) + (table.yes[i] as number);
    yesCount += table.yes[i] as number;
    forecast.add((no + yes) * p);
  }
  // Counts add exactly; weights need care.
  const weight = table.weighted ? weightOf(table, from, to) : { total: n, events: yesCount };
  const meanForecast = to - from === 1 ? (table.p[from] as number) : forecast.value / weight.total;
  return {
    index,
    lower,
    upper,
    from,
    to,
    n,
    weight: weight.total,
    meanForecast,
    observed: weight.events / weight.total,
  };
}

function weightOf(table: ProbabilityTable, from: number, to: number): { total: number; events: number } {
  const [total, events] = [new ExactSum(), new ExactSum()];
  for (let i = from; i < to; i += 1) {
    const { no, yes } = cell(table, i);
    total.add(no).add(yes);
    events.add(yes);
  }
  return { total: total.value, events: events.value };
}

function checkedEdges(edges: readonly number[]): readonly number[] {
  const ascending = edges.every((edge, i) => i === 0 || edge > (edges[i - 1] as number));
  if (edges.length < 2 || !ascending || (edges[0] as number) > 0 || (edges.at(-1) as number) < 1) {
    throw invalid('outOfRange', 'Bin edges must ascend from 0 or below to 1 or above.');
  }
  return edges;
}
