/** Scores of one prediction under one outcome; stateless: nothing is stored, nothing is looked up. */

import type { QuestionDefinition } from '../questions/question-type.ts';
import { type Outcome, type Prediction, readOutcome, readPrediction } from '../questions/registry.ts';
import type { Instant } from '../time.ts';
import { defaultRules, scoringRule } from './registry.ts';
import type { Score } from './scoring-rule.ts';

export type RuleScore = Score & { readonly rule: string };

/**
 * An outcome that is void (annulled, ambiguous, a condition that did not hold) scores nothing, and
 * counts in no denominator: null with the reason. A reopened question has no outcome.
 * @param prediction as `parsePrediction` gives it, @param outcome as `parseOutcome` gives it
 * @param madeAt when it was made; null where that is not known
 * @param ruleKeys the rules asked for; without them the defaults of what was predicted
 */
export function scorePrediction(
  definition: QuestionDefinition,
  prediction: Prediction,
  outcome: Outcome,
  ruleKeys?: readonly string[],
  madeAt: Instant | null = null,
): RuleScore[] {
  const distribution = readPrediction(definition, prediction, madeAt);
  const keys = ruleKeys ?? defaultRules(distribution).map(({ key }) => key);
  const nothing = 'void' in outcome ? `void: ${outcome.void}` : 'reopened' in outcome ? 'reopened' : null;
  return keys.map((key) => {
    const rule = scoringRule(key);
    if (rule === null) return { rule: key, value: null, reason: 'there is no such scoring rule' };
    const reason = rule.refuses(distribution) ?? nothing;
    if (reason !== null) return { rule: key, value: null, reason };
    return { rule: key, ...rule.score(distribution, readOutcome(definition, outcome)) };
  });
}
