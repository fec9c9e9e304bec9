/** What the thread beside a report worker computes is what the worker would, and nothing depends on it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { clusterCells } from '../../../src/domain/accuracy/calibration/resampled-tables.ts';
import { boardColumns } from '../../../src/domain/accuracy/comparison/board-columns.ts';
import { adjustedIntervalsTask } from '../../../src/domain/accuracy/comparison/difficulty-bootstrap.ts';
import { randomSource } from '../../../src/domain/accuracy/intervals/random-source.ts';
import type { LongTask, SideWork } from '../../../src/domain/accuracy/intervals/side-work.ts';
import { corpBandsTask } from '../../../src/domain/accuracy/report/curves/curves.ts';
import { tabulate } from '../../../src/domain/accuracy/state/tabulate.ts';
import { openSideThread } from '../../../src/services/reports/side-thread.ts';

const LONG = 1e9;
const random = randomSource(3);
const names = ['a', 'b', 'c'];
const questions = Array.from({ length: 40 }, (_, at) => `q${at}`);
const board = {
  columns: boardColumns(
    new Map(names.map((name) => [name, new Map(questions.map((one) => [one, random.uniform()]))])),
  ).columns,
  ofQuestion: Int32Array.from(questions.keys()),
  clusters: questions.length,
  level: 0.9,
  seed: 1,
  replicates: 300,
};
const forecasts = Array.from({ length: 200 }, (_, at) => {
  const p = Math.round(random.uniform() * 20) / 20;
  return { p, outcome: Number(random.uniform() < p), cluster: questions[at % 40] as string, weight: 1 };
});
const table = tabulate(
  Float64Array.from(forecasts, ({ p }) => p),
  Uint8Array.from(forecasts, ({ outcome }) => outcome),
);
const banded = {
  table,
  cells: clusterCells(table, forecasts),
  options: { level: 0.9, seed: 1, replicates: 200, score: 'brier' as const },
};

class NotThere extends Error {}

/** The same task for the thread, and none for the one that asks. */
function elsewhereOnly<Input, Result>({ name }: LongTask<Input, Result>): LongTask<Input, Result> {
  return {
    name,
    run: () => {
      throw new NotThere();
    },
  };
}

/** Asks until the thread was first. */
async function fromThread<Input, Result>(
  side: SideWork,
  task: LongTask<Input, Result>,
  input: Input,
): Promise<Result> {
  for (;;) {
    const result = side.begin(elsewhereOnly(task), input, LONG);
    await sleep(50);
    try {
      return result();
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
    }
  }
}

describe('the thread beside a report worker', () => {
  it('gives the intervals of a board and the bands of a curve to the last digit', async () => {
    const side = openSideThread();
    expect(await fromThread(side, adjustedIntervalsTask, board)).toEqual(adjustedIntervalsTask.run(board));
    expect(await fromThread(side, corpBandsTask, banded)).toEqual(corpBandsTask.run(banded));
    const alone = { ...banded, cells: null };
    expect(await fromThread(side, corpBandsTask, alone)).toEqual(corpBandsTask.run(alone));
  });

  it('is not asked for what is soon done, nor for what it does not know', async () => {
    const side = openSideThread();
    for (const [task, operations] of [
      [adjustedIntervalsTask, 1],
      [{ name: 'unknown', run: adjustedIntervalsTask.run }, LONG],
    ] as const) {
      const result = side.begin(elsewhereOnly(task), board, operations);
      await sleep(500);
      expect(result).toThrow(NotThere);
    }
  });

  it('leaves to the worker what the worker is the first to want', () => {
    const side = openSideThread();
    let asked = 0;
    const run = () => {
      asked += 1;
      return [];
    };
    const all = questions.map(() => side.begin({ ...adjustedIntervalsTask, run }, board, LONG));
    // A thread takes longer to start than this.
    for (const result of all) expect(result()).toEqual([]);
    expect(asked).toBe(questions.length);
  });

  it('goes on after what it could not do, which the worker does again to tell the error', async () => {
    const side = openSideThread();
    await fromThread(side, adjustedIntervalsTask, board);
    const broken = { ...board, columns: null } as unknown as typeof board;
    const failed = side.begin(elsewhereOnly(adjustedIntervalsTask), broken, LONG);
    // It takes them in order: with the second one the first is behind it.
    expect(await fromThread(side, adjustedIntervalsTask, board)).toHaveLength(names.length);
    expect(failed).toThrow(NotThere);
  });

  it('is given up where it takes too long, and asked for nothing any more', async () => {
    const side = openSideThread({ patienceMs: 100 });
    const endless = { ...board, replicates: 1e9 };
    const here = { ...adjustedIntervalsTask, run: () => [] };
    for (let begun = false; !begun; ) {
      const result = side.begin(elsewhereOnly(adjustedIntervalsTask), endless, LONG);
      await sleep(200);
      const begin = performance.now();
      expect(result).toThrow(NotThere);
      // What had not begun is done here at once.
      begun = performance.now() - begin > 90;
      // Nobody waits again for a thread that has ended.
      const again = performance.now();
      expect(result).toThrow(NotThere);
      expect(performance.now() - again).toBeLessThan(90);
    }
    const after = side.begin(elsewhereOnly(adjustedIntervalsTask), board, LONG);
    await sleep(300);
    expect(after).toThrow(NotThere);
    expect(side.begin(here, board, LONG)()).toEqual([]);
  });
});
