import type { Actor } from '../../domain/keys/api-key.ts';
import type { Instant } from '../../domain/time.ts';
import type { Store } from '../../store/store.ts';

/** What authentication needs to know of a key. */
export interface KnownKey extends Actor {
  readonly secretSha256: string;
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** Finds keys by the hash of their secret, and remembers, to the minute, that they were used. */
export function keyDirectory(
  store: Pick<Store, 'keyBySecret' | 'touchKey' | 'now'>,
  onError: (error: unknown) => void,
) {
  const touched = new Map<string, string>();

  async function touch(id: string): Promise<void> {
    const now = await store.now();
    const minute = now.slice(0, 16);
    if (touched.get(id) === minute) return;
    touched.set(id, minute);
    await store.touchKey(id, now);
  }

  return {
    async find(secretSha256: string): Promise<KnownKey | null> {
      const key = await store.keyBySecret(secretSha256);
      if (key === null) return null;
      // Not awaited: when it was last used must not slow down or fail a request.
      touch(key.id).catch(onError);
      const { id, scopes, forecasterIds, expiresAt, revokedAt } = key;
      return { keyId: id, scopes, forecasterIds, secretSha256, expiresAt, revokedAt };
    },
  };
}
