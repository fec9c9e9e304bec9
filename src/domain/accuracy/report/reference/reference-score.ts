import type { Distribution } from '../../../questions/distribution.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { comparableValue } from '../selection/scored-rows.ts';
import type { ReferencePieces } from './references.ts';

/** Score of a reference at what a forecast is scored for; null where it has none. `total` is the sum of the shares. */
export function referenceScore(
  pieces: ReferencePieces,
  total: number,
  item: ScoredForecast,
  rule: ScoringRule,
): number | null {
  let sum = 0;
  for (const { share, distribution } of pieces) {
    if (rule.refuses(distribution) !== null) return null;
    const { value } = rule.score(onAxisOf(item.distribution, distribution), item.observation);
    if (value === null) return null;
    sum += (share / total) * comparableValue(value, item, rule);
  }
  return sum;
}

/** A reference is measured from the day from which the forecast beside it is. */
function onAxisOf(scored: Distribution, reference: Distribution): Distribution {
  if (scored.kind !== 'continuous' || reference.kind !== 'continuous') return reference;
  return { ...reference, madeOn: scored.madeOn };
}

/**
 * Score of the base rate among the other questions, for a question of each outcome: the share of yes
 * without the question itself. Null where there is no other question, or no score.
 */
export function baseRateScores(
  rule: ScoringRule,
  [no = 0, yes = 0]: readonly number[],
): readonly [number, number] | null {
  const others = no + yes - 1;
  if (others < 1) return null;
  const scores = [0, 1].map((outcome) => {
    // Of an outcome that no question has, no score is needed.
    if ((outcome === 1 ? yes : no) === 0) return 0;
    const rate = (yes - outcome) / others;
    const distribution = {
      kind: 'discrete',
      binary: true,
      categories: ['false', 'true'],
      probabilities: [1 - rate, rate],
      ordered: false,
      edges: null,
    } as const;
    return rule.refuses(distribution) === null
      ? rule.score(distribution, { kind: 'category', index: outcome }).value
      : null;
  });
  const [ofNo, ofYes] = scores;
  return ofNo === null || ofYes === null || ofNo === undefined || ofYes === undefined ? null : [ofNo, ofYes];
}
