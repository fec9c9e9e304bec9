/** The user that Postgres runs as: it refuses to run as root. */
import { execFileSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { StartProblem } from '../start-problem.ts';

/** Numbers to start programs with; empty: as the user of this process. */
export interface ServerUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** This process's own user, or as root the system's `postgres` (made if missing) or `nobody`. */
export function chooseServerUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const user = lookUp('postgres') ?? createPostgresUser() ?? lookUp('nobody');
  if (user) return user;
  throw new StartProblem(
    'Postgres refuses to run as root, and there is no other user to run it as.',
    'Create a user named postgres, start Reckoner as an ordinary user, or set DATABASE_URL.',
  );
}

/** Gives a file or folder to the server's user. */
export function giveTo(user: ServerUser, path: string): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
}

/** Whether that user can enter the folder; folders above it count. */
export function canEnter(user: ServerUser, folder: string): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function lookUp(name: string): ServerUser | undefined {
  const number = (flag: string) =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    return undefined;
  }
}

function createPostgresUser(): ServerUser | undefined {
  try {
    const options = [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ];
    execFileSync('useradd', options, { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return lookUp('postgres');
}
