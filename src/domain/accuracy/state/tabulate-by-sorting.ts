import { type ProbabilityTable, probabilityTable } from './probability-table.ts';
import { sortProbabilities } from './sort-probabilities.ts';

/**
 * The table of rows that were checked already, for mostly distinct probabilities: each class is sorted
 * by itself, so that no payload has to be carried, and the two runs are merged.
 */
export function tabulateBySorting(p: Float64Array, outcome: Uint8Array): ProbabilityTable {
  const [no, yes] = sortedClasses(p, outcome);
  const columns = [no, yes, no].map(() => new Float64Array(p.length));
  const [value, noCount, yesCount] = columns as [Float64Array, Float64Array, Float64Array];
  let [i, j, k] = [0, 0, 0];
  while (i < no.length || j < yes.length) {
    const fromNo = i < no.length ? (no[i] as number) : Infinity;
    const fromYes = j < yes.length ? (yes[j] as number) : Infinity;
    const least = Math.min(fromNo, fromYes);
    const [noBefore, yesBefore] = [i, j];
    while (i < no.length && no[i] === least) i += 1;
    while (j < yes.length && yes[j] === least) j += 1;
    value[k] = least;
    noCount[k] = i - noBefore;
    yesCount[k] = j - yesBefore;
    k += 1;
  }
  return probabilityTable({ p: value.slice(0, k), no: noCount.slice(0, k), yes: yesCount.slice(0, k) });
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
