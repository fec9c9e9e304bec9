/** The audit trail in order, a stretch at a time. */
import type { TrailStretch } from '../../store/store.ts';

/** Of the first stretch, so that it is soon there. */
const FIRST_EVENTS = 100;

/**
 * Stretches from one audit number to another, both included; each is read while the one before is worked on.
 * @param read as many events as fit, from its first argument on
 */
export async function* trailStretches(
  from: number,
  last: number,
  read: (from: number, to: number) => Promise<TrailStretch>,
): AsyncGenerator<TrailStretch> {
  let next = from > last ? null : read(from, Math.min(from + FIRST_EVENTS - 1, last));
  while (next !== null) {
    const stretch = await next;
    const at = stretch.upTo + 1;
    next = at > last ? null : read(at, last);
    // Awaited in its turn, or not at all where nobody wants it any more.
    next?.catch(() => undefined);
    yield stretch;
  }
}
