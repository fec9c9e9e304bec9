import { type Measure, measured, withheld } from '../measure.ts';
import { type InformationSet, inEffectAt } from './information-set.ts';

/** An instant at which forecasters are compared: so long before the scheduled close, or after the opening. */
export type LeadTime = { readonly beforeScheduledClose: number } | { readonly afterOpen: number };

const DAY = 86_400_000;

/** The instants reports offer: 30, 7 and 1 days before the scheduled close, and 1 day after the opening. */
export const LEAD_TIMES: readonly LeadTime[] = [
  { beforeScheduledClose: 30 * DAY },
  { beforeScheduledClose: 7 * DAY },
  { beforeScheduledClose: DAY },
  { afterOpen: DAY },
];

/**
 * Loss of the prediction in effect at a lead time. A question that can only end early on yes makes
 * time-weighting depend on its outcome; a fixed lead time does not. Null with the reason where the
 * instant is outside the window or nothing was in effect.
 */
export function leadTimeScore<P>(
  set: InformationSet<P>,
  lead: LeadTime,
  loss: (prediction: P) => number,
): Measure<number> {
  const time =
    'afterOpen' in lead ? set.open + lead.afterOpen : set.scheduledClose - lead.beforeScheduledClose;
  if (time < set.open) return withheld('The question was not open yet at this lead time.');
  if (time >= set.end) return withheld('The question had closed or its outcome was known at this lead time.');
  const segment = inEffectAt(set.segments, time);
  return segment
    ? measured(loss(segment.prediction))
    : withheld('No prediction was in effect at this lead time.');
}
