/** The running server: started in a process group of its own, waited for, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from '../start-problem.ts';
import { isPostgresOf } from './process-identity.ts';
import type { Programs } from './programs.ts';
import type { ServerUser } from './server-user.ts';

const START_LIMIT_MS = 300_000;
const FAST_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 5000;
const LARGE_LOG_BYTES = 4_000_000;

export interface ServerOptions {
  readonly programs: Programs;
  readonly user: ServerUser;
  readonly cluster: string;
  readonly logFile: string;
  /** Any free one if absent. */
  readonly port?: number;
  /** Further Postgres settings by name. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Server {
  readonly port: number;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown; harder after ten seconds. Further calls wait for the first. */
  stop(): Promise<void>;
}

/** Starts the server on 127.0.0.1 and waits until it answers. @throws StartProblem with what it said */
export async function startServer(options: ServerOptions): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const logStart = logSize(options.logFile);
    const child = launch(options, port);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    if (await isReady(child, options.cluster)) {
      let stopping: Promise<void> | undefined;
      return { port, ended, stop: () => (stopping ??= stopProcess(child.pid ?? 0, options.cluster)) };
    }
    const said = readFileSync(options.logFile, 'utf8').slice(logStart).trim();
    // Another program took the port; or sessions of a server killed a moment ago are still ending.
    if (attempt < 50 && /could not bind|could not create any TCP|pre-existing shared memory/.test(said)) {
      await sleep(200);
      continue;
    }
    throw new StartProblem(
      `The embedded database does not start. It said:\n  ${said.split('\n').slice(-8).join('\n  ')}`,
      `See ${options.logFile}; or set DATABASE_URL to a Postgres server.`,
    );
  }
}

/**
 * Stops the server that a killed run has left behind, and clears its process file when the number
 * in it belongs to somebody else now. Stopping, rather than going on with it, costs 0.2 s and
 * gives a server with the settings, log and parent of this run.
 */
export async function stopOrphan(cluster: string): Promise<boolean> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostgresOf(pid, realpathSync(cluster))) {
    rmSync(file, { force: true });
    return false;
  }
  await stopProcess(pid, cluster);
  return true;
}

function launch({ programs, user, cluster, logFile, settings }: ServerOptions, port: number): ChildProcess {
  const all = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings };
  if (logSize(logFile) > LARGE_LOG_BYTES) truncateSync(logFile);
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(
      programs.postgres,
      ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        ...user,
        cwd: '/',
        env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
        // Its own process group: Ctrl-C reaches the service only, which stops this server last.
        detached: true,
        stdio: ['ignore', log, log],
      },
    );
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function isReady(child: ChildProcess, cluster: string): Promise<boolean> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  const deadline = Date.now() + START_LIMIT_MS;
  while (!ended && Date.now() < deadline) {
    if (statusLine(cluster, child.pid)?.startsWith('ready')) return true;
    await sleep(10);
  }
  if (!ended) await stopProcess(child.pid ?? 0, cluster);
  return false;
}

/** The eighth line of `postmaster.pid` tells whether the server answers. */
function statusLine(cluster: string, pid: number | undefined): string | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid ? lines[7] : undefined;
  } catch {
    return undefined;
  }
}

async function stopProcess(pid: number, cluster: string): Promise<void> {
  const folder = realpathSync(cluster);
  const steps = [
    { signal: 'SIGINT', waitMs: FAST_STOP_MS },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_STOP_MS },
    { signal: 'SIGKILL', waitMs: IMMEDIATE_STOP_MS },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (!isPostgresOf(pid, folder)) return;
    process.kill(pid, signal);
    for (const deadline = Date.now() + waitMs; Date.now() < deadline; await sleep(10)) {
      if (!isPostgresOf(pid, folder)) return;
    }
  }
}

function logSize(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
