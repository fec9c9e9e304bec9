import type { Distribution } from '../../../questions/distribution.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { comparableValue } from '../selection/scored-rows.ts';
import type { ReferencePieces } from './reference-pieces.ts';
import { EVEN_ODDS } from './references.ts';

/** Score of a reference, and for which share of what a forecast is scored for it has one. */
export interface ReferenceScore {
  readonly score: number;
  /** Above 0, at most 1. */
  readonly share: number;
}

/** Scores of even odds by rule, of no and of yes. */
const ofEvenOdds = new Map<ScoringRule, (ReferenceScore | null | undefined)[]>();

/** Mean score of the pieces that the rule scores; null where it scores none. */
export function referenceScore(
  pieces: ReferencePieces,
  item: ScoredForecast,
  rule: ScoringRule,
): ReferenceScore | null {
  const { observation } = item;
  if (pieces !== EVEN_ODDS || observation.kind !== 'category') return scoreOfPieces(pieces, item, rule);
  const scores = ofEvenOdds.get(rule) ?? [];
  ofEvenOdds.set(rule, scores);
  const known = scores[observation.index];
  const score = known === undefined ? scoreOfPieces(pieces, item, rule) : known;
  scores[observation.index] = score;
  return score;
}

function scoreOfPieces(
  pieces: ReferencePieces,
  item: ScoredForecast,
  rule: ScoringRule,
): ReferenceScore | null {
  const scored = pieces.flatMap(({ share, distribution }) => {
    if (rule.refuses(distribution) !== null) return [];
    const { value } = rule.score(onAxisOf(item.distribution, distribution), item.observation);
    return value === null ? [] : [{ share, value: comparableValue(value, item, rule) }];
  });
  const total = scored.reduce((sum, { share }) => sum + share, 0);
  if (!(total > 0)) return null;
  return { share: total, score: scored.reduce((sum, { share, value }) => sum + (share / total) * value, 0) };
}

/** A reference is measured from the day from which the forecast beside it is. */
function onAxisOf(scored: Distribution, reference: Distribution): Distribution {
  if (scored.kind !== 'continuous' || reference.kind !== 'continuous') return reference;
  return { ...reference, madeOn: scored.madeOn, horizon: scored.horizon };
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
