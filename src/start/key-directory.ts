import type { KeyDirectory } from '../http/plugins/authentication.ts';
import type { Store } from '../store/store.ts';

/** Keys as they stand in the store. */
export function keyDirectoryOf(store: Store): KeyDirectory {
  return {
    find: async (secretSha256) => {
      const key = await store.keyBySecret(secretSha256);
      if (key === null) return null;
      const { id: keyId, scopes, forecasterIds, expiresAt, revokedAt } = key;
      return { keyId, scopes, forecasterIds, expiresAt, revokedAt, secretSha256 };
    },
  };
}
