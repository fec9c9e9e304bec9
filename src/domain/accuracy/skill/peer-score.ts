import { compensatedSum } from '../../scoring/compensated-sum.ts';
import { type Measure, measured, withheld } from '../measure.ts';

/**
 * Peer scores as Metaculus defines them, a gain: 100·mean over the others of ln p_i - ln p_j, where p
 * is the probability each gave to what happened; equal to 100·N/(N-1)·ln(p/geometric mean). They sum to
 * 0; alone it is 0. A probability of 0 gives ∓Infinity, and null where two have one.
 * `continuous` halves the score, as Metaculus does for densities.
 */
export function peerScores(pOutcome: readonly number[], continuous = false): Measure<number>[] {
  const scale = continuous ? 50 : 100;
  const logs = pOutcome.map(Math.log);
  const others = pOutcome.length - 1;
  if (others < 1) return pOutcome.map(() => measured(0));
  const zeros = pOutcome.filter((p) => p === 0).length;
  const finite = compensatedSum(logs.filter(Number.isFinite));
  return logs.map((log) => {
    if (Number.isFinite(log)) {
      return measured(zeros > 0 ? Infinity : (scale * (pOutcome.length * log - finite)) / others);
    }
    return zeros > 1
      ? withheld(
          'Two forecasters called impossible what happened: the difference of infinities is undefined.',
        )
      : measured(-Infinity);
  });
}

/** Bounded peer score on any loss: mean loss of the others minus own loss; a gain, sums to 0, alone 0. */
export function lossPeerScores(losses: readonly number[]): number[] {
  const total = compensatedSum(losses);
  const others = losses.length - 1;
  return losses.map((loss) => (others < 1 ? 0 : (total - loss) / others - loss));
}
