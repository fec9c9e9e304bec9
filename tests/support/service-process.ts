/** The built service as a process of its own, as a person or a supervisor starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endAtExit } from '../../bench/left-behind.ts';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { isPostgresOf } from '../../src/store/embedded/process-identity.ts';
import { removeEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { projectFolder } from '../../src/store/project-folder.ts';

export interface ServiceProcess {
  readonly child: ChildProcess;
  /** `http://127.0.0.1:<port>`, once it is ready. */
  readonly address: Promise<string>;
  /** Everything printed so far, stdout and stderr. */
  readonly printed: () => string;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Ends whatever of it still runs, npm and the service below it alike. */
  readonly kill: () => Promise<void>;
}

const READY_LIMIT_MS = 30_000;

/** Starts `dist/src/main.js` (`npm test` has built it) on any free port, with nothing seeded. */
export function startProcess(
  environment: Readonly<Record<string, string>>,
  command = ['dist/src/main.js'],
): ServiceProcess {
  const [program, options] = command[0] === 'npm' ? ['npm', command.slice(1)] : [process.execPath, command];
  const { DATABASE_URL: _database, MIGRATION_DATABASE_URL: _owner, ...inherited } = process.env;
  const child = spawn(program, options, {
    cwd: projectFolder,
    // The arenas as `npm start` and the image have them.
    env: { MALLOC_ARENA_MAX: '2', ...inherited, SEED: 'none', PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  const killGroup = () => process.kill(-(child.pid ?? 0), 'SIGKILL');
  const forget = endAtExit(killGroup);
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      forget();
      resolve(code ?? signal);
    });
  });
  const address = waitForAddress(() => text, ended);
  address.catch(() => undefined);
  const kill = async () => {
    try {
      killGroup();
    } catch {
      // It has ended by itself.
    }
    await ended;
  };
  return { child, address, printed: () => text, ended, kill };
}

async function waitForAddress(printed: () => string, ended: Promise<unknown>): Promise<string> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (const deadline = Date.now() + READY_LIMIT_MS; Date.now() < deadline && !over; await sleep(10)) {
    const address = /ready at (http:\/\/\S+)/.exec(printed())?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the service did not become ready:\n${printed()}`);
}

/** A data folder that is gone after the test, with whatever runs in it. */
export function temporaryDataFolder(): { readonly path: string; readonly remove: () => Promise<void> } {
  const path = makeTemporaryFolder('reckoner-start-');
  return { path, remove: () => removeEmbeddedPostgres(path) };
}

/** Number of the Postgres server that works in that data folder. */
export function serverOf(folder: string): number {
  const cluster = join(folder, 'postgres', 'cluster');
  const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  if (!isPostgresOf(pid, cluster)) throw new Error(`process ${pid} is not the server of ${folder}`);
  return pid;
}
