/**
 * A thread beside a report worker, for the bootstraps of large records: a report is made in one go, so the
 * worker does not wait for events; it takes what nobody has begun, and sleeps for what is under way. Nothing
 * depends on the thread: what it does not do is done by the worker.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { SideWork } from '../../domain/accuracy/intervals/side-work.ts';
import { BEGUN, DONE, longTasks, type SideTask, WAITING, WITHDRAWN } from './side-task.ts';

/** Operations, some 20 ms of them, below which the way there and back is not worth it. */
const WORTH = 5e6;
/** The longest task takes some ten seconds; a thread that is at one for longer is given up. */
const PATIENCE_MS = 30_000;

export interface SideThreadOptions {
  /** After which the thread is given up that is at a task. */
  readonly patienceMs?: number;
}

/** Starts the thread with the first task that is worth it. */
export function openSideThread({ patienceMs = PATIENCE_MS }: SideThreadOptions = {}): SideWork {
  let worker: Worker | null = null;
  let lost = false;
  const lose = (): void => {
    lost = true;
    void worker?.terminate();
  };
  return {
    begin: (task, input, operations) => {
      const here = () => task.run(input);
      if (lost || operations < WORTH || !longTasks.has(task.name)) return here;
      worker ??= startWorker(lose);
      const standing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const { port1: answer, port2: port } = new MessageChannel();
      const posted: SideTask = { name: task.name, input, standing, port };
      worker.postMessage(posted, [port]);
      return () => {
        try {
          if (Atomics.compareExchange(standing, 0, WAITING, WITHDRAWN) === WAITING) return here();
          // Of a thread that has ended nothing more comes.
          if (!lost && Atomics.wait(standing, 0, BEGUN, patienceMs) === 'timed-out') lose();
          const received = Atomics.load(standing, 0) === DONE ? receiveMessageOnPort(answer) : undefined;
          return received === undefined ? here() : received.message;
        } finally {
          answer.close();
        }
      };
    },
  };
}

function startWorker(onEnd: () => void): Worker {
  const worker = import.meta.url.endsWith('.ts')
    ? // From source (tsx, vitest): a thread of node 20 reads its first file before a loader of --import is there.
      new Worker(
        `import('${import.meta.resolve('tsx/esm/api')}').then(({ tsImport }) => tsImport('./side-worker.ts', '${import.meta.url}'))`,
        { eval: true },
      )
    : new Worker(new URL('./side-worker.js', import.meta.url));
  worker.unref();
  worker.once('error', onEnd);
  return worker;
}
