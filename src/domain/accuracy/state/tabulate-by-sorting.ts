import { type ProbabilityTable, probabilityTable } from './probability-table.ts';
import { sortProbabilities } from './sort-probabilities.ts';

/**
 * The table of rows that were checked already, for mostly distinct probabilities: each class is sorted
 * by itself, so that no payload has to be carried, and the two runs are merged.
 */
export function tabulateBySorting(p: Float64Array, outcome: Uint8Array): ProbabilityTable {
  const [no, yes] = sortedClasses(p, outcome);
  const distinct = countDistinct(no, yes);
  const columns = {
    p: new Float64Array(distinct),
    no: new Float64Array(distinct),
    yes: new Float64Array(distinct),
  };
  let i = 0;
  let j = 0;
  for (let k = 0; k < distinct; k += 1) {
    const value = Math.min(no[i] ?? Infinity, yes[j] ?? Infinity);
    const [fromNo, fromYes] = [i, j];
    while (no[i] === value) i += 1;
    while (yes[j] === value) j += 1;
    columns.p[k] = value;
    columns.no[k] = i - fromNo;
    columns.yes[k] = j - fromYes;
  }
  return probabilityTable(columns);
}

function sortedClasses(p: Float64Array, outcome: Uint8Array): readonly [Float64Array, Float64Array] {
  let events = 0;
  for (let row = 0; row < outcome.length; row += 1) events += outcome[row] as number;
  const yes = new Float64Array(events);
  const no = new Float64Array(p.length - events);
  let i = 0;
  let j = 0;
  for (let row = 0; row < p.length; row += 1) {
    if (outcome[row] === 1) yes[j++] = (p[row] as number) + 0;
    else no[i++] = (p[row] as number) + 0;
  }
  return [sortProbabilities(no), sortProbabilities(yes)];
}

function countDistinct(no: Float64Array, yes: Float64Array): number {
  let count = 0;
  let i = 0;
  let j = 0;
  while (i < no.length || j < yes.length) {
    const value = Math.min(no[i] ?? Infinity, yes[j] ?? Infinity);
    while (no[i] === value) i += 1;
    while (yes[j] === value) j += 1;
    count += 1;
  }
  return count;
}
