/** One running Reckoner a data folder: a lock file with the process that holds it. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from '../start-problem.ts';
import { processIdentity } from './process-identity.ts';

export interface FolderLock {
  release(): void;
}

/**
 * Takes the folder; the lock of a killed run is replaced.
 * @throws StartProblem when another running process holds it.
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, 'lock');
  const mine = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) ?? '' });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      if (claim(draft, path)) return { release: () => releaseOwn(path, mine) };
      const found = read(path);
      if (found === undefined) continue;
      const holder = liveHolder(found);
      if (holder !== undefined) {
        throw new StartProblem(
          `Another Reckoner (process ${holder}) is running on the data folder ${folder}.`,
          'Use that one, stop it first, or give this one its own DATA_DIR and PORT.',
        );
      }
      removeStale(path, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new StartProblem(
    `The lock file ${path} cannot be taken.`,
    'Stop other processes that use this folder, delete the file and start again.',
  );
}

/** A hard link is made whole or not at all, so nobody reads a half-written lock. */
function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function liveHolder(text: string): number | undefined {
  try {
    const { pid, identity } = JSON.parse(text) as { pid: number; identity: string };
    return processIdentity(pid) === identity ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Of several that found the same stale lock, one moves it away; what else it moved goes back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) claim(aside, path);
  rmSync(aside, { force: true });
}

function releaseOwn(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true });
}
