import { type Measure, measured, withheld } from '../measure.ts';
import type { InformationSet } from './information-set.ts';

/** How much of the window a forecaster had a prediction in effect. Never multiplied into a score. */
export interface Coverage {
  /** Time covered, in the unit of the window. */
  readonly covered: number;
  /** Covered share of open..end, the time in which one could forecast; 0..1. */
  readonly ofWindow: Measure<number>;
  /** Covered share of open..scheduled close, the denominator Metaculus uses; 0..1. */
  readonly ofSchedule: Measure<number>;
}

const NO_DURATION = withheld('The window has no duration.');
const ENDLESS = withheld('The window has no opening or no scheduled close.');

export function coverage<P>({ segments, open, end, scheduledClose }: InformationSet<P>): Coverage {
  const covered = segments.reduce((sum, { from, to }) => sum + (to - from), 0);
  const share = (until: number) => {
    if (!Number.isFinite(until - open)) return ENDLESS;
    return until > open ? measured(covered / (until - open)) : NO_DURATION;
  };
  return { covered, ofWindow: share(end), ofSchedule: share(scheduledClose) };
}
