/** Looks keys up for every request anew, and yet seldom for one that many requests bring at once. */
import type { KeyDirectory, KeyFacts } from './authentication.ts';

/**
 * Requests that bring the same key share a look-up that begins after the last of them has come: each
 * sees what was true when it came, and no key has more than one look-up under way. Where one fails it has failed
 * for those who waited for its end too: a frozen database would keep them waiting once more.
 */
export function withSharedLookups(directory: KeyDirectory): KeyDirectory {
  const underWay = new Map<string, Promise<KeyFacts | null>>();
  const next = new Map<string, Promise<KeyFacts | null>>();

  function begin(secretSha256: string): Promise<KeyFacts | null> {
    const lookup = directory.find(secretSha256).finally(() => underWay.delete(secretSha256));
    underWay.set(secretSha256, lookup);
    return lookup;
  }

  function follow(secretSha256: string, before: Promise<unknown>): Promise<KeyFacts | null> {
    const lookup = before.then(
      () => {
        next.delete(secretSha256);
        return begin(secretSha256);
      },
      (error: unknown) => {
        next.delete(secretSha256);
        throw error;
      },
    );
    next.set(secretSha256, lookup);
    return lookup;
  }

  return {
    find: (secretSha256) => {
      const waiting = next.get(secretSha256);
      if (waiting !== undefined) return waiting;
      const before = underWay.get(secretSha256);
      return before === undefined ? begin(secretSha256) : follow(secretSha256, before);
    },
  };
}
