/** A file system of a given size in memory, which only root can mount (Linux). */
import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { skip } from './checks.ts';

export interface SmallDisk {
  /** Bytes that are free. */
  readonly free: () => number;
  enlarge(megabytes: number): void;
  remove(): void;
}

const run = (program: string, ...options: string[]) =>
  execFileSync(program, options, { stdio: ['ignore', 'pipe', 'pipe'] });

/** Mounts it on the folder; ends the script as skipped where that is not allowed. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder);
  } catch (error) {
    skip(`mount missing, or not allowed: ${(error as Error).message.split('\n').at(-2) ?? ''}`);
  }
  const remove = () => void run('umount', '--lazy', folder);
  return {
    free: () => {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    enlarge: (size) => void run('mount', '-o', `remount,size=${size}m`, folder),
    remove,
  };
}
