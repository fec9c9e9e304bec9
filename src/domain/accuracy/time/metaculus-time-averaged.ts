import { type Measure, measured, withheld } from '../measure.ts';
import { coverage } from './coverage.ts';
import type { InformationSet, Segment } from './information-set.ts';

export interface TimeAveraged {
  /** Sum over the scheduled window, uncovered time counting 0: skill and coverage in one number. */
  readonly score: Measure<number>;
  /** Covered share of open..scheduled close. */
  readonly coverage: Measure<number>;
}

/**
 * Metaculus' time-averaged baseline score, a gain: duration-weighted `baseline` of each prediction over
 * the scheduled window. `baseline` is 100·(1 + log2 p of the outcome) for binary questions.
 */
export function timeAveragedBaseline<P>(
  set: InformationSet<P>,
  baseline: (prediction: P) => number,
): TimeAveraged {
  const total = set.segments.reduce(
    (sum, { from, to, prediction }) => sum + (to - from) * baseline(prediction),
    0,
  );
  return averaged(set, measured(total));
}

/**
 * Metaculus' time-averaged peer score of every forecaster, a gain: at each instant 100 times the mean
 * over the others in effect of ln p_i - ln p_j, alone 0 but covered, averaged over the scheduled window.
 * `pOutcome` is the probability a prediction gave to what happened. O(segments · log).
 */
export function timeAveragedPeer<P>(
  sets: ReadonlyMap<string, InformationSet<P>>,
  pOutcome: (prediction: P) => number,
): Map<string, TimeAveragedPeer> {
  return timeAveragedGain(sets, (prediction) => Math.log(pOutcome(prediction)), 100);
}

export interface TimeAveragedPeer extends TimeAveraged {
  /** Time in which somebody else had a prediction in effect too, in the unit of the window. */
  readonly company: number;
}

/** The same of any gain (a loss, negated), which may be minus infinite: `scale` times own minus mean of the others. */
export function timeAveragedGain<P>(
  sets: ReadonlyMap<string, InformationSet<P>>,
  gain: (prediction: P) => number,
  scale: number,
): Map<string, TimeAveragedPeer> {
  const all = [...sets.values()].flatMap(({ segments }) => segments.map((segment) => scored(segment, gain)));
  const crowd = crowdIntegrals(all);
  return new Map(
    [...sets].map(([forecaster, set]) => {
      const own = set.segments.map((segment) => scored(segment, gain));
      const parts = own.map((segment) => segmentPeer(segment, crowd, scale));
      const company = own.reduce((sum, segment) => sum + companyOf(segment, crowd), 0);
      const { score, coverage: covered } = averaged(set, total(parts));
      return [forecaster, { score, coverage: covered, company }];
    }),
  );
}

interface ScoredSegment {
  readonly from: number;
  readonly to: number;
  readonly gain: number;
}

/** How many have a prediction in effect, and what they add up to, from one instant on. */
interface Change {
  active: number;
  zeros: number;
  gains: number;
}

/** Integrals over time, at each event, of what a peer score needs to know of the crowd. */
interface CrowdIntegrals {
  readonly indexAt: ReadonlyMap<number, number>;
  /** ∫ N/(N-1) and ∫ Σ gain/(N-1) while N > 1; Σ over the finite gains. */
  readonly scale: readonly number[];
  readonly gains: readonly number[];
  /** Time with company, with one who said 0 and somebody else, and with two who said 0. */
  readonly company: readonly number[];
  readonly oneZero: readonly number[];
  readonly twoZeros: readonly number[];
}

function crowdIntegrals(segments: readonly ScoredSegment[]): CrowdIntegrals {
  const times = [...new Set(segments.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const indexAt = new Map(times.map((time, i) => [time, i]));
  const change = times.map((): Change => ({ active: 0, zeros: 0, gains: 0 }));
  for (const { from, to, gain } of segments) {
    for (const [time, sign] of [
      [from, 1],
      [to, -1],
    ] as const) {
      const at = change[indexAt.get(time) as number] as Change;
      at.active += sign;
      if (Number.isFinite(gain)) at.gains += sign * gain;
      else at.zeros += sign;
    }
  }
  const integral = { scale: [0], gains: [0], company: [0], oneZero: [0], twoZeros: [0] };
  let [active, zeros, gains] = [0, 0, 0];
  for (let i = 0; i + 1 < times.length; i += 1) {
    const step = change[i] as Change;
    active += step.active;
    zeros += step.zeros;
    gains += step.gains;
    const duration = active > 1 ? (times[i + 1] as number) - (times[i] as number) : 0;
    const others = Math.max(1, active - 1);
    push(integral.scale, (duration * active) / others);
    push(integral.gains, (duration * gains) / others);
    push(integral.company, duration);
    push(integral.oneZero, zeros > 0 ? duration : 0);
    push(integral.twoZeros, zeros > 1 ? duration : 0);
  }
  return { indexAt, ...integral };
}

function push(integral: number[], amount: number): void {
  integral.push((integral.at(-1) as number) + amount);
}

function segmentPeer(segment: ScoredSegment, crowd: CrowdIntegrals, scale: number): number | null {
  const over = (integral: readonly number[]) => integralOver(segment, crowd, integral);
  if (over(crowd.company) === 0) return 0;
  const { gain } = segment;
  if (Number.isFinite(gain)) {
    return over(crowd.oneZero) > 0 ? Infinity : scale * (gain * over(crowd.scale) - over(crowd.gains));
  }
  return over(crowd.twoZeros) > 0 ? null : -Infinity;
}

function companyOf(segment: ScoredSegment, crowd: CrowdIntegrals): number {
  return integralOver(segment, crowd, crowd.company);
}

function integralOver(
  { from, to }: ScoredSegment,
  { indexAt }: CrowdIntegrals,
  integral: readonly number[],
): number {
  return (integral[indexAt.get(to) as number] as number) - (integral[indexAt.get(from) as number] as number);
}

function total(parts: readonly (number | null)[]): Measure<number> {
  const infinities = new Set(parts.filter((part) => part !== null && !Number.isFinite(part)));
  if (parts.includes(null) || infinities.size > 1) {
    return withheld(
      'Infinite differences in both directions have no mean: several called impossible what happened.',
    );
  }
  return measured(parts.reduce<number>((sum, part) => sum + (part as number), 0));
}

function scored<P>({ from, to, prediction }: Segment<P>, gain: (prediction: P) => number): ScoredSegment {
  return { from, to, gain: gain(prediction) };
}

function averaged<P>(set: InformationSet<P>, sum: Measure<number>): TimeAveraged {
  const { ofSchedule } = coverage(set);
  if (ofSchedule.reason !== null) return { score: ofSchedule, coverage: ofSchedule };
  const score = sum.reason === null ? measured(sum.value / (set.scheduledClose - set.open)) : sum;
  return { score, coverage: ofSchedule };
}
