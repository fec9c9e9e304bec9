/** A heavy load from another process, and keeping service and clients off each other's cores (Linux). */
import { execFile, execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface LoadOrder {
  readonly address: string;
  readonly key: string;
  /** Half of them write, half of them read. */
  readonly clients: number;
  readonly milliseconds: number;
  readonly pauseAfterRefusalMs: number;
}

export interface SeenThere {
  readonly kind: 'read' | 'write';
  readonly status: number;
  readonly retryAfter: boolean;
  /** On the clients' own clock. */
  readonly at: number;
  readonly took: number;
}

export interface LoadResult {
  readonly seen: readonly SeenThere[];
  /** How late the clients' own event loop was (p99): what they saw may be as much too long. */
  readonly ownDelayMs: number;
}

const SCRIPT = fileURLToPath(new URL('./load-process.ts', import.meta.url));
const MAXIMUM_OUTPUT = 1e9;

/** Whether clients and service get a core each. */
export const coresApart = availableParallelism() > 1 && hasTaskset();

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Puts what runs, and what it starts from now on, on every core but the last. */
export function keepOffClients(pids: readonly number[]): void {
  if (!coresApart) return;
  const cores = `0-${availableParallelism() - 2}`;
  for (const pid of pids) execFileSync('taskset', ['-apc', cores, String(pid)], { stdio: 'ignore' });
}

/** Runs the clients until their time is over and each has its last answer. */
export async function loadFromElsewhere(order: LoadOrder): Promise<LoadResult> {
  const node = [process.execPath, '--import', 'tsx', SCRIPT, JSON.stringify(order)];
  const [program = '', ...options] = coresApart
    ? ['taskset', '-c', String(availableParallelism() - 1), ...node]
    : node;
  const { stdout } = await promisify(execFile)(program, options, { maxBuffer: MAXIMUM_OUTPUT });
  return JSON.parse(stdout) as LoadResult;
}
