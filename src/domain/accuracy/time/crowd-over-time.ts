import { type Measure, measured, withheld } from '../measure.ts';
import { type InformationSet, inEffectAt, type Segment } from './information-set.ts';

/**
 * The crowd as piecewise constant segments: at each instant `aggregate` of the probabilities in effect,
 * without `leftOut` (whoever is compared with the crowd). Times with nobody, or with an undefined
 * aggregate, are gaps. `index` numbers the segments.
 */
export function crowdOverTime(
  sets: ReadonlyMap<string, InformationSet<number>>,
  aggregate: (p: readonly number[]) => Measure<number>,
  leftOut?: string,
): Segment<number>[] {
  const members = [...sets]
    .filter(([forecaster]) => forecaster !== leftOut)
    .map(([, { segments }]) => segments);
  const times = [...new Set(members.flat().flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const crowd: Segment<number>[] = [];
  times.slice(0, -1).forEach((from, i) => {
    const active = members.flatMap((segments) => inEffectAt(segments, from)?.prediction ?? []);
    const { value } = active.length > 0 ? aggregate(active) : { value: null };
    if (value !== null)
      crowd.push({ from, to: times[i + 1] as number, prediction: value, index: crowd.length });
  });
  return crowd;
}

/** Time both sides cover, cut where either changes: the only time on which they may be compared. */
export function commonSegments<P, Q>(
  own: readonly Segment<P>[],
  other: readonly Segment<Q>[],
): { readonly duration: number; readonly own: P; readonly other: Q }[] {
  return own.flatMap((mine) =>
    other.flatMap((theirs) => {
      const duration = Math.min(mine.to, theirs.to) - Math.max(mine.from, theirs.from);
      return duration > 0 ? [{ duration, own: mine.prediction, other: theirs.prediction }] : [];
    }),
  );
}

export interface PairedTimeScore {
  /** Time-weighted mean losses over the common time, and that time. */
  readonly own: number;
  readonly reference: number;
  readonly duration: number;
}

/** Both sides' mean loss on the time both cover; nothing is imputed where one is missing. */
export function pairedTimeScore<P>(
  own: readonly Segment<P>[],
  reference: readonly Segment<P>[],
  loss: (prediction: P) => number,
): Measure<PairedTimeScore> {
  const common = commonSegments(own, reference);
  const duration = common.reduce((sum, part) => sum + part.duration, 0);
  if (common.length === 0) return withheld('The two never had a prediction in effect at the same time.');
  const mean = (side: 'own' | 'other') =>
    common.reduce((sum, part) => sum + part.duration * loss(part[side]), 0) / duration;
  return measured({ own: mean('own'), reference: mean('other'), duration });
}
