/** What rules over finite sets share. */
import type { DiscreteDistribution, Distribution, Observation } from '../questions/distribution.ts';

/** Why a distribution is not the finite one that the rule needs; null where it is. */
export function needsBinary(distribution: Distribution): string | null {
  return distribution.kind === 'discrete' && distribution.binary ? null : 'scores binary questions only';
}
export function needsChoice(distribution: Distribution): string | null {
  return distribution.kind === 'discrete' ? null : 'scores finite sets of options only';
}

/** The finite distribution and the index of what happened. */
export function discreteParts(
  distribution: Distribution,
  observation: Observation,
): { readonly distribution: DiscreteDistribution; readonly index: number } {
  if (distribution.kind !== 'discrete' || observation.kind !== 'category')
    throw new TypeError('this rule scores finite sets of options only');
  if (observation.index < 0 || observation.index >= distribution.probabilities.length)
    throw new RangeError('the outcome is not among the options');
  return { distribution, index: observation.index };
}

/** Probability that was given to what happened. */
export function probabilityOfOutcome(distribution: Distribution, observation: Observation): number {
  const { distribution: discrete, index } = discreteParts(distribution, observation);
  return discrete.probabilities[index] as number;
}
