/**
 * The time-weighted Brier and log score of a question still open, for both answers, in O(1) an update:
 * Σ duration, Σ duration·p, Σ duration·p², Σ duration·ln p, Σ duration·ln(1 - p).
 */
export interface OpenQuestionMoments {
  readonly covered: number;
  readonly p: number;
  readonly pSquared: number;
  readonly logYes: number;
  readonly logNo: number;
}

export const NOTHING_COVERED: OpenQuestionMoments = { covered: 0, p: 0, pSquared: 0, logYes: 0, logNo: 0 };

/** Adds a duration at probability `p` (a negative one takes it back). */
export function afterSegment(moments: OpenQuestionMoments, p: number, duration: number): OpenQuestionMoments {
  if (duration === 0) return moments;
  return {
    covered: moments.covered + duration,
    p: moments.p + duration * p,
    pSquared: moments.pSquared + duration * p * p,
    logYes: moments.logYes + duration * Math.log(p),
    logNo: moments.logNo + duration * Math.log(1 - p),
  };
}

/** Mean losses if the answer is yes and if it is no; null while nothing is covered. */
export function lossesIfResolved(moments: OpenQuestionMoments) {
  const { covered } = moments;
  if (!(covered > 0)) return null;
  const [m1, m2] = [moments.p / covered, moments.pSquared / covered];
  return {
    yes: { brier: 1 - 2 * m1 + m2, log: -moments.logYes / covered },
    no: { brier: m2, log: -moments.logNo / covered },
  };
}
