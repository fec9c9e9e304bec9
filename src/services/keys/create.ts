import { invalid } from '../../domain/errors.ts';
import type { ApiKey, ApiKeyInput } from '../../domain/keys/api-key.ts';
import { type Context, type Recorded, requireScope, requireUnlimited, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';
import { hashSecret, makeSecret, shownPrefix } from './secret.ts';

export interface NewKey extends ApiKey {
  /** Shown once; null where this answer is a replay. */
  readonly secret: string | null;
}

/** Makes a key. Its secret is in this answer and nowhere else. */
export async function createKey(context: Context, input: ApiKeyInput): Promise<Recorded<NewKey>> {
  requireScope(context, 'admin', 'Making a key');
  requireUnlimited(context, 'Making a key');
  const id = context.newId();
  const secret = makeSecret();
  const recorded = await context.store.write(
    writeRequest(context, 'key.create'),
    async (unit) => {
      if (input.expiresAt !== null && input.expiresAt <= unit.now) {
        throw invalid('invalidKey', 'The key cannot be made as sent.', [
          { pointer: '/expiresAt', code: 'past', message: 'must be in the future' },
        ]);
      }
      const present = await unit.present('forecaster', input.forecasterIds);
      const missing = input.forecasterIds.filter((forecasterId) => !present.includes(forecasterId));
      if (missing.length > 0) {
        throw invalid('invalidKey', 'The key cannot be made as sent.', [
          { pointer: '/forecasterIds', code: 'unknown', message: `no forecaster ${missing.join(', ')}` },
        ]);
      }
      unit.append({
        type: 'apiKey',
        content: {
          id,
          version: 1,
          ...input,
          prefix: shownPrefix(secret),
          revokedAt: null,
          secretSha256: hashSecret(secret),
        },
      });
    },
    (reader) => found('key', id, reader.keys.get),
  );
  return { ...recorded, item: { ...recorded.item, secret: recorded.replayed ? null : secret } };
}
