/** numpy and scikit-learn in a process of their own, over the same rows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { REPLICATES } from '../../src/domain/accuracy/intervals/cluster-draws.ts';
import type { Forecasts } from './made-up-forecasts.ts';

export interface Timed {
  readonly seconds: number;
  readonly value: number;
}

/** A baseline over given rows. */
export interface Baseline {
  readonly versions: string;
  /** Null where it has no such aggregate. */
  readonly time: (key: string) => Promise<Timed | null>;
  readonly stop: () => void;
}

const PYTHON = ['/usr/bin/python3', 'python3'];

/** Null where no python3 has numpy and scikit-learn. */
export async function pythonBaseline(forecasts: Forecasts): Promise<Baseline | null> {
  const folder = mkdtempSync(join(tmpdir(), 'reckoner-scoring-'));
  writeFileSync(join(folder, 'p.f64'), forecasts.p);
  writeFileSync(join(folder, 'outcome.u8'), forecasts.outcome);
  writeFileSync(join(folder, 'cluster.i32'), forecasts.cluster);
  const script = fileURLToPath(new URL('baseline.py', import.meta.url));
  for (const program of PYTHON) {
    const child = spawn(program, [script, folder, String(REPLICATES)], { stdio: ['pipe', 'pipe', 'ignore'] });
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await firstAnswer(child, answers);
    if (first === null) continue;
    const { versions } = JSON.parse(first) as { versions: string };
    return {
      versions,
      time: async (key) => {
        child.stdin.write(`${key}\n`);
        const { value } = await answers.next();
        return JSON.parse(value as string) as Timed;
      },
      stop: () => {
        child.stdin.end();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  rmSync(folder, { recursive: true, force: true });
  return null;
}

/** Null where the program is not there or ends before it is ready. */
async function firstAnswer(child: ChildProcess, answers: AsyncIterator<string>): Promise<string | null> {
  const missing = new Promise<null>((resolve) => child.once('error', () => resolve(null)));
  const line = answers.next().then(({ value, done }) => (done ? null : (value as string)));
  return Promise.race([missing, line]);
}
