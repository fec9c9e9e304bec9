import type { Store } from '../../store/store.ts';

/** How long an answer is kept for a request that comes again. */
const KEPT_HOURS = 24;
const INTERVAL_MS = 3_600_000;

/**
 * Forgets kept answers that are older than a day: at once, and every hour until it is stopped. A
 * round that fails is made up for by the next.
 */
export function keepForgetting(
  store: Pick<Store, 'forgetAnswers'>,
  onError: (error: unknown) => void,
  intervalMs: number = INTERVAL_MS,
): () => void {
  const forget = () => void store.forgetAnswers(KEPT_HOURS).catch(onError);
  forget();
  const timer = setInterval(forget, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
