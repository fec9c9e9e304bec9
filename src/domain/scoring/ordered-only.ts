/** What rules over options on a scale share. */
import type { Distribution, Observation } from '../questions/distribution.ts';
import { discreteParts } from './discrete-only.ts';

/** Why a distribution is not one over a scale; null where it is. */
export function needsScale(distribution: Distribution): string | null {
  if (distribution.kind !== 'discrete' || !distribution.ordered) return 'scores options on a scale only';
  return distribution.categories.length < 2 ? 'needs two options' : null;
}

export function orderedParts(
  distribution: Distribution,
  observation: Observation,
): { readonly probabilities: readonly number[]; readonly index: number } {
  const { distribution: discrete, index } = discreteParts(distribution, observation);
  return { probabilities: discrete.probabilities, index };
}
