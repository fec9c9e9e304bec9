/** slowhttptest: connections that send or read as slowly as they can. */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { skip } from './checks.ts';

export interface SlowRun {
  /** Connections that were open at the same time, at most. */
  readonly most: number;
  /** Seconds from the start until none was open any more; infinite where some were at the end. */
  readonly seconds: number;
}

export function requireSlowHttpTest(): void {
  try {
    execFileSync('slowhttptest', ['-h'], { stdio: 'ignore' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') skip('slowhttptest missing');
  }
}

/**
 * Runs it; it ends when no connection is open any more, or after `seconds`. It gets what processor time the
 * service leaves (`nice`): elsewhere such clients run on machines of their own.
 */
export async function slowHttp(
  url: string,
  connections: number,
  seconds: number,
  report: string,
  options: readonly string[],
): Promise<SlowRun> {
  const numbers = ['-c', String(connections), '-r', '100', '-l', String(seconds), '-p', '30'];
  const all = ['-v', '0', '-g', '-o', report, '-u', url, ...numbers, ...options];
  const begin = performance.now();
  // It ends with other codes than 0 where the service closed all of them.
  await promisify(execFile)('nice', ['-n', '19', 'slowhttptest', ...all], { maxBuffer: 1e8 }).catch(
    () => undefined,
  );
  const took = (performance.now() - begin) / 1000;
  const [head = '', ...lines] = readFileSync(`${report}.csv`, 'utf8').trim().split('\n');
  const column = head.split(',').findIndex((name) => name.trim() === 'Connected');
  const open = lines.map((line) => Number(line.split(',')[column]));
  // It stops by itself as soon as none is open.
  return { most: Math.max(0, ...open), seconds: took < seconds ? took : Number.POSITIVE_INFINITY };
}
