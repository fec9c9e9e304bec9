/**
 * ∫ (F - 1{x >= y})² beside the points of a cdf: before the first, where F is 0, and from the last to the
 * end of the line, where F stays what it was.
 */
import { defined, type Score, undefinedScore } from './scoring-rule.ts';

/** Positions on any axis; null: all points lie at or beyond the end, or the line has no end. */
interface Positions {
  readonly first: number | null;
  readonly last: number | null;
  readonly y: number;
  readonly end: number | null;
}

/**
 * @param reached F at the last point
 * @returns null where the forecast leaves probability for "later or never" and the line has no end: that
 *   costs without bound, and were it left out, a cdf of zeros would cost nothing
 */
export function outsidePoints({ first, last, y, end }: Positions, reached: number): Score {
  if (first === null || last === null) return defined(end === null ? 0 : end - y);
  const before = Math.max(first - y, 0);
  const untilY = Math.max(y - last, 0) * reached ** 2;
  if (end !== null) return defined(before + untilY + (end - Math.max(y, last)) * (1 - reached) ** 2);
  if (reached === 1) return defined(before + untilY);
  return undefinedScore(
    'the forecast leaves probability for later or never, whose cost has no bound without a horizon (resolvesBy)',
  );
}
