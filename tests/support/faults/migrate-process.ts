/** Migrating in a process of its own, beside the one that measures. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('./migrate-to.ts', import.meta.url));

/** Applies what is pending of that folder. @throws Error where it fails */
export async function migrateTo(
  ownerUrl: string,
  folder: string,
): Promise<{ readonly took: number; readonly said: readonly string[] }> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    SCRIPT,
    ownerUrl,
    folder,
  ]);
  return JSON.parse(stdout) as { took: number; said: string[] };
}
