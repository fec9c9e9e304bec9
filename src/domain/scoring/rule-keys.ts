/** The keys under which scores stand, and what is said of one that there is not. */
import { nearestName } from '../input/nearest-name.ts';
import { hedgeRules, onlyOfHedges } from './hedge-rules.ts';
import { scoringRules } from './registry.ts';

const keys = scoringRules.map(({ key }) => key);

/** Keys of all rules that a stored score can have: of the probability, and of the words' interval. */
export const scoreKeys: readonly string[] = [...keys, ...hedgeRules.map(({ key }) => key)];

/** What to change about a rule that reports and evaluations cannot aggregate; null where they can. */
export function unknownRule(key: string): string | null {
  if (keys.includes(key)) return null;
  const hedges = onlyOfHedges(key);
  if (hedges !== null) return hedges;
  const near = nearestName(key, keys);
  return `${key} is no scoring rule${near === null ? `; there are ${keys.join(', ')}` : `: did you mean ${near}?`}`;
}
