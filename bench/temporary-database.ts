/** A Postgres server of its own for one script, which leaves nothing of it behind, however it ends. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findHome } from '../src/store/embedded/home.ts';
import { isPostgresOf } from '../src/store/embedded/process-identity.ts';
import {
  type EmbeddedDatabase,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../src/store/embedded-postgres.ts';
import { endAtExit } from './left-behind.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

export interface TemporaryDatabase extends EmbeddedDatabase {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Durable unless the settings say otherwise; started again when it is killed. */
export async function startTemporaryDatabase(
  settings: Readonly<Record<string, string>> = {},
): Promise<TemporaryDatabase> {
  const folder = makeTemporaryFolder('reckoner-fault-');
  const forget = endAtExit(() => removeAtOnce(folder));
  const database = await startEmbeddedPostgres({ dataDirectory: folder, onLog: () => undefined, settings });
  return {
    ...database,
    folder,
    remove: async () => {
      await database.stop();
      await removeEmbeddedPostgres(folder);
      forget();
    },
  };
}

const LONGEST_END_MS = 3000;

/** Ends the server that runs in the folder without a checkpoint, and deletes both; nothing here may wait for an event. */
function removeAtOnce(folder: string): void {
  const home = findHome(folder);
  const cluster = join(home, 'cluster');
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (isPostgresOf(pid, cluster)) process.kill(pid, 'SIGQUIT');
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0; waited < LONGEST_END_MS && isPostgresOf(pid, cluster); waited += 20)
      Atomics.wait(pause, 0, 0, 20);
  } catch {
    // None runs there.
  }
  for (const path of [home, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}
