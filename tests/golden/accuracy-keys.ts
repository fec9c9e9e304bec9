import { calibrationKeys } from './calibration-keys.ts';
import { comparisonKeys } from './comparison-keys.ts';

/** Every score key of Appendix A that is an aggregate, computed by `src/domain/accuracy`. */
export const accuracyKeys: Record<string, (inputs: unknown) => unknown> = {
  ...calibrationKeys,
  ...comparisonKeys,
};
