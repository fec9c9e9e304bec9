/** Folders for one test, reachable for the user that Postgres runs as when the tests run as root. */
import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder; mkdtemp alone makes one that is closed to other users. */
export function makeTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), prefix));
  chmodSync(folder, 0o755);
  return folder;
}
