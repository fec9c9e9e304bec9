import type { KnownKey, Store } from '../../store/store.ts';

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
    try {
      await store.touchKey(id, now);
    } catch (error) {
      touched.delete(id);
      throw error;
    }
  }

  return {
    async find(secretSha256: string): Promise<KnownKey | null> {
      const key = await store.keyBySecret(secretSha256);
      if (key === null) return null;
      // Not awaited: when it was last used must not slow down or fail a request.
      touch(key.keyId).catch(onError);
      return key;
    },
  };
}
