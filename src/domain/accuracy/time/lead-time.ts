import { type Measure, measured, withheld } from '../measure.ts';
import type { InformationSet } from './information-set.ts';

/** An instant at which forecasters are compared: so long before the scheduled close, or after the opening. */
export type LeadTime = { readonly beforeScheduledClose: number } | { readonly afterOpen: number };

const DAY = 86_400_000;

/** The instants that reports offer. */
export const spotTimes = ['closeMinus30Days', 'closeMinus7Days', 'closeMinus1Day', 'openPlus1Day'] as const;
export type SpotTime = (typeof spotTimes)[number];

export const LEAD_TIMES: Readonly<Record<SpotTime, LeadTime>> = {
  closeMinus30Days: { beforeScheduledClose: 30 * DAY },
  closeMinus7Days: { beforeScheduledClose: 7 * DAY },
  closeMinus1Day: { beforeScheduledClose: DAY },
  openPlus1Day: { afterOpen: DAY },
};

/**
 * The instant of a lead time. A question that can only end early on yes makes time-weighting depend on
 * its outcome; a fixed lead time does not. Null with the reason where it is outside the window.
 */
export function instantOfLead(
  { open, end, scheduledClose }: InformationSet<unknown>,
  lead: LeadTime,
): Measure<number> {
  const time = 'afterOpen' in lead ? open + lead.afterOpen : scheduledClose - lead.beforeScheduledClose;
  if (!Number.isFinite(time)) return withheld('The question has no such time.');
  if (time < open) return withheld('The question was not open yet at this lead time.');
  if (time >= end) return withheld('The question had closed or its outcome was known at this lead time.');
  return measured(time);
}
