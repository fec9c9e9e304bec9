import { conflict, notFound } from '../../domain/errors.ts';
import { type Context, type Recorded, requireScope, requireUnlimited, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';
import type { NewKey } from './create.ts';
import { hashSecret, makeSecret, shownPrefix } from './secret.ts';

/** Makes a successor with the same rights; the old key stops at once or after the overlap. */
export async function rotateKey(
  context: Context,
  id: string,
  overlapSeconds: number,
): Promise<Recorded<NewKey>> {
  requireScope(context, 'admin', 'Rotating a key');
  requireUnlimited(context, 'Rotating a key');
  const newId = context.newId();
  const secret = makeSecret();
  const recorded = await context.store.write(
    writeRequest(context, 'key.rotate'),
    async (unit) => {
      await unit.hold({ change: { apiKey: [id] } });
      const key = await unit.keys.get(id);
      if (key === null) throw notFound('key', id);
      if (key.revokedAt !== null) throw conflict('keyRevoked', `This key was revoked at ${key.revokedAt}.`);
      const { seq: _seq, createdAt: _createdAt, lastUsedAt: _lastUsedAt, ...rights } = key;
      unit.append({
        type: 'apiKey',
        content: {
          ...rights,
          id: newId,
          version: 1,
          prefix: shownPrefix(secret),
          secretSha256: hashSecret(secret),
        },
      });
      const revokedAt = new Date(Date.parse(unit.now) + overlapSeconds * 1000).toISOString();
      unit.append({ type: 'apiKey', content: { ...rights, version: key.version + 1, revokedAt } });
    },
    (reader) => found('key', newId, reader.keys.get),
  );
  return { ...recorded, item: { ...recorded.item, secret: recorded.replayed ? null : secret } };
}
