/** Actors that are the service itself: rows of the record, without a secret that anybody could present. */
import type { Actor } from '../../domain/keys/api-key.ts';
import type { Store } from '../../store/store.ts';

/** Fixed ids, so that the same actor writes in every deployment. */
export const SYSTEM_KEY_ID = '00000000-0000-7000-8000-000000000001';
export const SEED_KEY_ID = '00000000-0000-7000-8000-000000000002';

export const seedActor: Actor = { keyId: SEED_KEY_ID, scopes: ['admin'], forecasterIds: [] };
export const systemActor: Actor = { keyId: SYSTEM_KEY_ID, scopes: ['admin'], forecasterIds: [] };

/** Makes the built-in actors where they are missing. */
export async function ensureBuiltInActors(store: Store): Promise<void> {
  const actors = [
    { id: SYSTEM_KEY_ID, name: 'Reckoner itself' },
    { id: SEED_KEY_ID, name: 'Seed loader' },
  ];
  if (((await store.keys.get(SYSTEM_KEY_ID)) ?? (await store.keys.get(SEED_KEY_ID))) !== null) return;
  await store.write(
    { actor: SYSTEM_KEY_ID, action: 'key.create' },
    async (unit) => {
      for (const { id, name } of actors) {
        if ((await unit.keys.get(id)) !== null) continue;
        unit.append({
          type: 'apiKey',
          content: {
            id,
            version: 1,
            name,
            scopes: ['admin'],
            forecasterIds: [],
            prefix: '(none)',
            expiresAt: null,
            revokedAt: null,
            secretSha256: null,
          },
        });
      }
    },
    async () => undefined,
  );
}
