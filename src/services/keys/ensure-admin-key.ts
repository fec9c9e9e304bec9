import type { Store } from '../../store/store.ts';
import { SYSTEM_KEY_ID } from './built-in.ts';
import { hashSecret, shownPrefix } from './secret.ts';

/** Makes sure that this secret opens an admin key. A revoked one stays revoked. */
export async function ensureAdminKey(
  store: Store,
  secret: string,
  newId: () => string,
): Promise<'made' | 'known' | 'revoked'> {
  const secretSha256 = hashSecret(secret);
  const known = await store.keyBySecret(secretSha256);
  if (known !== null) return known.usable ? 'known' : 'revoked';
  await store.write(
    { actor: SYSTEM_KEY_ID, action: 'key.create' },
    async (unit) => {
      if ((await unit.keyBySecret(secretSha256)) !== null) return;
      unit.append({
        type: 'apiKey',
        content: {
          id: newId(),
          version: 1,
          name: 'First admin key',
          scopes: ['admin'],
          forecasterIds: [],
          prefix: shownPrefix(secret),
          expiresAt: null,
          revokedAt: null,
          secretSha256,
        },
      });
    },
    async () => undefined,
  );
  return 'made';
}
