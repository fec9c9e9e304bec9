/** Remembers found keys for a second, so that a busy reader costs one look-up a second. */
import type { KeyDirectory, KeyFacts } from './authentication.ts';

const LIFETIME_MS = 1000;
const MAXIMUM_KEYS = 1000;

/** Only keys that exist are remembered: an unknown one is looked up each time, and counted. */
export function withKeyCache(
  directory: KeyDirectory,
  clock: () => number = () => performance.now(),
): KeyDirectory {
  const found = new Map<string, { readonly facts: KeyFacts; readonly at: number }>();
  return {
    find: async (secretSha256, options) => {
      const kept = found.get(secretSha256);
      if (!options.fresh && kept !== undefined && clock() - kept.at < LIFETIME_MS) return kept.facts;
      const at = clock();
      const facts = await directory.find(secretSha256, options);
      found.delete(secretSha256);
      if (facts !== null) found.set(secretSha256, { facts, at });
      if (found.size > MAXIMUM_KEYS) found.delete(found.keys().next().value ?? '');
      return facts;
    },
  };
}
