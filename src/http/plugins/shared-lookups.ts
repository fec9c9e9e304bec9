/** Looks keys up for every request anew, and yet seldom for one that many requests bring at once. */
import type { KeyDirectory, KeyFacts } from './authentication.ts';

/**
 * Requests that bring the same key share a look-up that begins after the last of them has come: each
 * sees what was true when it came, and no key has more than one look-up under way.
 */
export function withSharedLookups(directory: KeyDirectory): KeyDirectory {
  const underWay = new Map<string, Promise<KeyFacts | null>>();
  const next = new Map<string, Promise<KeyFacts | null>>();

  function begin(secretSha256: string): Promise<KeyFacts | null> {
    next.delete(secretSha256);
    const lookup = directory.find(secretSha256).finally(() => underWay.delete(secretSha256));
    underWay.set(secretSha256, lookup);
    return lookup;
  }

  function follow(secretSha256: string, before: Promise<unknown>): Promise<KeyFacts | null> {
    const lookup = before.catch(() => undefined).then(() => begin(secretSha256));
    next.set(secretSha256, lookup);
    return lookup;
  }

  return {
    find: (secretSha256) => {
      const before = underWay.get(secretSha256);
      if (before === undefined) return begin(secretSha256);
      return next.get(secretSha256) ?? follow(secretSha256, before);
    },
  };
}
