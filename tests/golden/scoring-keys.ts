import { choiceKeys } from './choice-keys.ts';
import { lineKeys } from './line-keys.ts';
import { validityKeys } from './validity-keys.ts';

/** Every score key of Appendix A that is the score of one forecast, computed by `src/domain/scoring`. */
export const scoringKeys: Record<string, (inputs: unknown) => unknown> = {
  ...choiceKeys,
  ...lineKeys,
  ...validityKeys,
};
