import { conflict, notFound } from '../../domain/errors.ts';
import type { ApiKey } from '../../domain/keys/api-key.ts';
import { type Context, type Recorded, requireScope, requireUnlimited, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';

/** Ends a key at once, in every process. */
export async function revokeKey(context: Context, id: string): Promise<Recorded<ApiKey>> {
  requireScope(context, 'admin', 'Revoking a key');
  requireUnlimited(context, 'Revoking a key');
  return context.store.write(
    writeRequest(context, 'key.revoke'),
    async (unit) => {
      await unit.hold({ change: { apiKey: [id] } });
      const key = await unit.keys.get(id);
      if (key === null) throw notFound('key', id);
      if (key.revokedAt !== null && key.revokedAt <= unit.now)
        throw conflict('keyRevoked', `This key was revoked at ${key.revokedAt}.`);
      const { seq: _seq, createdAt: _createdAt, lastUsedAt: _lastUsedAt, ...rights } = key;
      unit.append({ type: 'apiKey', content: { ...rights, version: key.version + 1, revokedAt: unit.now } });
    },
    (reader) => found('key', id, reader.keys.get),
  );
}
