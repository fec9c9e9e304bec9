/**
 * THE SHAPE of a scoring rule: one number for one forecast and its outcome. Orientation is data,
 * not folklore; one number has one key; undefined is null with a reason; infinite is a value.
 */
import type { Distribution, Observation } from '../questions/distribution.ts';
import type { QuestionTypeKey } from '../questions/question-type.ts';

/** A number (infinite included), or null with the reason why there is none. */
export type Score =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: string };

/** What a rule says of itself; the API returns it. */
export interface ScoringRuleFacts {
  /** Stable name in data and API, snake_case as the literature's implementations write it. */
  readonly key: string;
  readonly title: string;
  readonly formula: string;
  /** loss: lower is better; gain: higher is better. */
  readonly orientation: 'loss' | 'gain';
  readonly range: string;
  /** Unit of the score; null where it has none, `outcome` where it is that of the question. */
  readonly unit: string | null;
  readonly proper: 'strict' | 'proper' | 'no';
  /** Depends on the probability of what happened only. */
  readonly local: boolean;
  readonly questionTypes: readonly QuestionTypeKey[];
  readonly source: string;
}

export interface ScoringRule extends ScoringRuleFacts {
  /** Null where it scores such a distribution, else why it does not. */
  readonly refuses: (distribution: Distribution) => string | null;
  /** Only for distributions that it does not refuse. */
  readonly score: (distribution: Distribution, observation: Observation) => Score;
}

/** A number that a formula gave. Past the largest double formulas end in differences of infinities: no number. */
export function defined(value: number): Score {
  if (Number.isNaN(value)) return undefinedScore('the numbers are too large for the score to be computed');
  return { value, reason: null };
}

export function undefinedScore(reason: string): Score {
  return { value: null, reason };
}
