/**
 * CRPS on the numeric axis that ordered options divide, where they declare their edges: ∫ (F - O)² dx
 * by the trapezoid rule over the edges, which are the places where the forecast and what happened are
 * both known. So (P_k - O_k)² of the cumulative probabilities at an inner edge weighs half the width of
 * the options on either side of it. An open first or last option has no width: what lies there counts
 * as at its one edge (threshold-weighted, Gneiting & Ranjan 2011). In the unit of the axis, loss.
 *
 * `rps` takes options for equally wide. Where they are, this is `rps` times the width.
 */

import type { DiscreteDistribution, Distribution } from '../questions/distribution.ts';
import { compensatedSum } from './compensated-sum.ts';
import { lineRule } from './continuous-only.ts';
import { discreteParts } from './discrete-only.ts';
import { needsScale } from './ordered-only.ts';
import { defined, undefinedScore } from './scoring-rule.ts';

type Edges = readonly (number | null)[];

/**
 * @param probabilities by option, in order @param index of the option that happened
 * @param edges one more than options, rising; the first and the last null where the option is open
 */
export function crpsOptionEdgesOf(probabilities: readonly number[], edges: Edges, index: number): number {
  const width = (option: number): number => {
    const [from, to] = [edges[option] ?? null, edges[option + 1] ?? null];
    return from === null || to === null ? 0 : to - from;
  };
  const cumulative: number[] = [];
  const terms = probabilities.slice(0, -1).map((probability, cut) => {
    cumulative.push(probability);
    const difference = compensatedSum(cumulative) - (index <= cut ? 1 : 0);
    return ((width(cut) + width(cut + 1)) / 2) * difference ** 2;
  });
  return compensatedSum(terms);
}

/** Length of the axis between the outermost edges that are declared. */
export function spanOfEdges(edges: Edges): number {
  const declared = edges.filter((edge) => edge !== null);
  return (declared.at(-1) ?? 0) - (declared[0] ?? 0);
}

function needsEdges(distribution: Distribution): string | null {
  const reason = needsScale(distribution);
  if (reason !== null) return reason;
  return (distribution as DiscreteDistribution).edges === null
    ? 'needs options that declare their edges'
    : null;
}

export const crpsOptionEdges = lineRule({
  key: 'crps_option_edges',
  title: 'CRPS of ordered options on their numeric axis',
  formula: 'Σ_{k<K} ½(w_k + w_{k+1}) (P_k - O_k)^2, w_k the width of option k, 0 where it is open',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'strict',
  local: false,
  questionTypes: ['multipleChoice'],
  source: 'Matheson & Winkler 1976; threshold-weighted, Gneiting & Ranjan 2011',
  refuses: needsEdges,
  score: (distribution, observation) => {
    const { distribution: discrete, index } = discreteParts(distribution, observation);
    if (discrete.edges === null) return undefinedScore('the options declare no edges');
    return defined(crpsOptionEdgesOf(discrete.probabilities, discrete.edges, index));
  },
});
