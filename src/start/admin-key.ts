/** The first admin key: from the environment, or a file that only this user can read. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Config } from '../config.ts';
import { ensureAdminKey } from '../services/keys/ensure-admin-key.ts';
import { canBeSecret, makeSecret } from '../services/keys/secret.ts';
import { StartProblem } from '../store/start-problem.ts';
import type { Store } from '../store/store.ts';

/**
 * Makes sure that an admin key opens the service; tells where it stands, never what it is.
 * @throws StartProblem where it cannot be a key, or cannot be kept
 */
export async function prepareAdminKey(config: Config, store: Store, newId: () => string): Promise<string> {
  const { adminKey, dataDirectory } = config;
  const file = join(dataDirectory, 'admin-key');
  const place = adminKey === undefined ? shortPath(file) : 'the one in ADMIN_KEY';
  const secret = adminKey ?? readOrMake(file);
  if (!canBeSecret(secret)) {
    throw new StartProblem(
      `The admin key in ${adminKey === undefined ? file : 'ADMIN_KEY'} begins with rk_, as keys do that Reckoner makes, but is none of those: part of it is missing or mistyped.`,
      'Give the whole key, or one of your own that begins otherwise.',
    );
  }
  const state = await ensureAdminKey(store, secret, newId);
  if (state !== 'revoked') return place;
  return adminKey === undefined
    ? `${place} was revoked; delete the file and start again for another`
    : `${place} was revoked; give another`;
}

/** Written before it is recorded: a key that is on record is never lost. */
function readOrMake(file: string): string {
  try {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    const secret = makeSecret();
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    throw new StartProblem(
      `The admin key cannot be kept in ${file}: ${(error as Error).message}.`,
      'Give DATA_DIR a folder that this user may write, or set ADMIN_KEY.',
      error,
    );
  }
}

function shortPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.length < path.length && !short.startsWith('..') ? short : path;
}
