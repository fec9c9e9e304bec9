/** Whether the scores on a board are of the same time. */
import type { AccuracyParameters } from '../models/parameters.ts';

const POLICIES: ReadonlySet<AccuracyParameters['forecastPolicy']> = new Set(['last', 'spot']);

/**
 * Why nothing but ranks compares the forecasters of a board: under most policies each is scored at times of
 * his own, and whoever came late, when more was known, would be the better one. Null where all are scored at one moment.
 */
export function withoutCommonTime({ forecastPolicy }: AccuracyParameters): string | null {
  return POLICIES.has(forecastPolicy)
    ? null
    : `Under forecastPolicy=${forecastPolicy} each is scored at times of their own, so the scores do not compare forecasters: use last or spot, or the head-to-head report, which compares two at the times that both cover.`;
}
