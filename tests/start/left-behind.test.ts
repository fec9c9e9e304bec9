/** A proof that dies midway leaves neither its service nor its Postgres running, nor their folder. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../support/faults/dying.ts', import.meta.url));

/** Whether it works; one that has ended may wait for whoever adopted it to take note. */
function runs(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

it.each(['error', 'SIGTERM'])('nothing is left of a script that ends by %s', async (end) => {
  const script = spawn(process.execPath, ['--import', 'tsx', SCRIPT, end], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  script.stdout.on('data', (chunk) => (text += chunk));
  const ended = new Promise<unknown>((resolve) => script.once('exit', resolve));
  await expect.poll(() => text, { timeout: 40_000 }).toContain('\n');
  const { pids, folder } = JSON.parse(text) as { pids: number[]; folder: string };
  expect(pids.length).toBeGreaterThan(2);
  if (end.startsWith('SIG')) script.kill(end as NodeJS.Signals);
  expect(await ended).not.toBe(0);
  await expect.poll(() => pids.filter(runs)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});
