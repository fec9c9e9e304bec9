import { type InformationSet, inEffectAt, type Segment } from './information-set.ts';

/**
 * The crowd as piecewise constant segments: at each instant `pool` of what is in effect. Times with
 * nobody, or where the pool has nothing, are gaps. `index` numbers the segments.
 */
export function crowdOverTime<P, Pooled = P>(
  members: readonly InformationSet<P>[],
  pool: (active: readonly Segment<P>[]) => Pooled | null,
): Segment<Pooled>[] {
  const times = [
    ...new Set(members.flatMap(({ segments }) => segments.flatMap(({ from, to }) => [from, to]))),
  ];
  times.sort((a, b) => a - b);
  const crowd: Segment<Pooled>[] = [];
  times.slice(0, -1).forEach((from, at) => {
    const active = members.flatMap(({ segments }) => inEffectAt(segments, from) ?? []);
    const prediction = active.length > 0 ? pool(active) : null;
    if (prediction !== null)
      crowd.push({ from, to: times[at + 1] as number, prediction, index: crowd.length });
  });
  return crowd;
}
