/** Who a process number belongs to: numbers are given out again, start times are not. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * A text that no other process ever has had, or undefined when no such process lives. A process
 * that has ended and that nobody has waited for (a zombie) does not live.
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform !== 'linux') return portableIdentity(pid);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; what follows it is state (1st) and start time (20th).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether that process is a Postgres server that works in that folder. */
export function isPostgresOf(pid: number, dataFolder: string): boolean {
  if (processIdentity(pid) === undefined) return false;
  try {
    if (process.platform === 'linux') {
      const program = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
      return basename(program) === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === dataFolder;
    }
    return commandOf(pid, 'command').includes(dataFolder);
  } catch {
    return false;
  }
}

function portableIdentity(pid: number): string | undefined {
  try {
    return commandOf(pid, 'lstart') || undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
