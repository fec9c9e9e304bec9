import { axisKeys } from './axis-keys.ts';
import { choiceKeys } from './choice-keys.ts';
import { lineKeys } from './line-keys.ts';
import { validityKeys } from './validity-keys.ts';

/** Every score key of one forecast in the vectors, computed by `src/domain/scoring`. */
export const scoringKeys: Record<string, (inputs: unknown) => unknown> = {
  ...choiceKeys,
  ...lineKeys,
  ...axisKeys,
  ...validityKeys,
};
