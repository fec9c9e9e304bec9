/**
 * Reports off the event loop. One worker keeps the record and is told what was written since its last
 * report; reports as of a moment before that, and evaluations, go to others, which get all that they need:
 * what anybody sends to be evaluated keeps no report waiting.
 * The main thread reads, since its connections are there.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { ResourceLimits } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Movement } from '../../domain/accuracy/movements.ts';
import { ReckonerError } from '../../domain/errors.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { EvaluationTask, RenderedEvaluation } from '../evaluation/evaluation-task.ts';
import { pastStep, RecordFeed, type RecordStep } from './record-feed.ts';
import type { RecordReader, RenderedReport, ReportRunner } from './report-order.ts';
import { type Answer, type KeptAnswer, type ReportWork, unwrap } from './report-task.ts';

export interface WorkerPoolOptions {
  /** Threads at most for reports of the past, and for evaluations; absent: one fewer than the processor has, up to four. */
  readonly threads?: number;
  /** Reports that may wait beside the one that is computed; one more is refused with 503. */
  readonly queue?: number;
  /** After which a report is given up. */
  readonly timeoutMs?: number;
  /** Told of what no task is answered with: a thread that ends between two tasks, an answer that came as its task was given up. */
  readonly onError?: (error: Error) => void;
}

export interface WorkerPool extends ReportRunner {
  close(): Promise<void>;
}

/** In an object: what is thenable would be waited for. */
interface Posted {
  readonly answer: Promise<KeptAnswer>;
}

const RETRY_AFTER_SECONDS = 5;
/**
 * A report over the kept record makes much that is soon let go of; in the usual room a fifth of its time
 * went to clearing it up. The other threads read what anybody sends: there the room is what that may take.
 */
const KEEPING_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 192 };

export function openWorkerPool(options: WorkerPoolOptions = {}): WorkerPool {
  const {
    threads = Math.max(1, Math.min(4, availableParallelism() - 1)),
    queue = 32,
    timeoutMs = 60_000,
    onError = () => undefined,
  } = options;
  const keeping = openThreads(1, Number.POSITIVE_INFINITY, KEEPING_LIMITS);
  const past = openThreads(threads, 60_000);
  const evaluating = openThreads(threads, 60_000);
  // Without a listener such an error would end the process.
  for (const one of [keeping, past, evaluating]) one.on('error', onError);
  const feed = new RecordFeed();

  let closed = false;
  /**
   * Runs a task. Where it is given up its thread is ended, and piscina 5.3 starts no other one for what waits
   * behind it until somebody asks for something new: so something is asked for.
   */
  const begin = <Value>(threads: Piscina, task: unknown, signal: AbortSignal, name = 'default') => {
    const answer = threads.run(task, { signal, name }) as Promise<Value>;
    const revive = (): void => {
      if (!closed) threads.run(undefined, { name: 'nothing' }).catch(() => undefined);
    };
    signal.addEventListener('abort', revive, { once: true });
    const forget = (): void => signal.removeEventListener('abort', revive);
    answer.then(forget, forget);
    return answer;
  };
  const post = (step: RecordStep, work: ReportWork, signal: AbortSignal): Posted => {
    // A pool that is destroyed starts a thread for whoever asks it next.
    if (closed) throw busy('The service is closing.');
    const answer = begin<KeptAnswer>('past' in step ? past : keeping, { step, work }, signal);
    // Awaited by whoever asked; meanwhile a rejection is not to end the process.
    answer.catch(() => undefined);
    return { answer };
  };

  /** Has the work done on the step that `stepFor` makes and posts. */
  async function ask(work: ReportWork, stepFor: (post: (step: RecordStep) => Posted) => Promise<Posted>) {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const { answer } = await stepFor((step) => post(step, work, signal));
      return await answer;
    } catch (error) {
      if (!signal.aborted) throw error;
      throw busy(`The report took longer than ${timeoutMs / 1000} s; narrow it with filters.`);
    }
  }

  /** Runs what may wait its turn, up to the bound of its queue. */
  function queueOf(what: string) {
    let waiting = 0;
    return async <Value>(work: () => Promise<Value>): Promise<Value> => {
      if (waiting > queue) throw busy(`${queue} ${what} are waiting already.`);
      waiting += 1;
      try {
        return await work();
      } finally {
        waiting -= 1;
      }
    };
  }
  const amongReports = queueOf('reports');
  const amongEvaluations = queueOf('evaluations');

  const run = (work: ReportWork, seq: number | null, reader: RecordReader) =>
    amongReports(async () => {
      const onKept = () => ask(work, (next) => feed.stepTo(seq, reader, next));
      let answer = await onKept();
      if ('behind' in answer) {
        // The worker was ended over a report that took too long, and its record with it.
        feed.forget(answer.behind);
        answer = await onKept();
      }
      // A record that is too large to keep is gone again when the next of several reports begins.
      if ('behind' in answer) answer = await ask(work, async (next) => next(await pastStep(seq, reader)));
      if ('behind' in answer) throw new Error('a record of its own was not where it should be');
      return unwrap(answer);
    });

  const evaluate = (task: EvaluationTask, left?: AbortSignal) =>
    amongEvaluations(async () => {
      if (closed) throw busy('The service is closing.');
      const late = AbortSignal.timeout(timeoutMs);
      const signal = left === undefined ? late : AbortSignal.any([late, left]);
      try {
        return unwrap(await begin<Answer<RenderedEvaluation>>(evaluating, task, signal, 'evaluate'));
      } catch (error) {
        if (closed) throw busy('The service is closing.');
        if (left?.aborted === true) throw busy('Whoever asked for the evaluation has left.');
        if (!late.aborted) throw error;
        throw busy(
          `The evaluation was not done within ${timeoutMs / 1000} s, its wait for others included; ask for fewer curves (curves=none), or use npm run score.`,
        );
      }
    });

  return {
    build: async (order, seq, reader) => (await run({ order, format: null }, seq, reader)) as RecordReport,
    render: async (order, seq, reader, format) =>
      (await run({ order, format }, seq, reader)) as RenderedReport,
    movements: async (supposed, reader) => (await run({ supposed }, null, reader)) as readonly Movement[],
    evaluate,
    close: async () => {
      closed = true;
      await Promise.all([keeping, past, evaluating].map((threads) => threads.destroy()));
    },
  };
}

function openThreads(maxThreads: number, idleTimeout: number, resourceLimits: ResourceLimits = {}): Piscina {
  // From source (tsx, vitest) the worker is TypeScript too and needs the same loader; built, it is not.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Piscina({
    filename: fileURLToPath(new URL(`./report-worker.${extension}`, import.meta.url)),
    minThreads: 0,
    maxThreads,
    idleTimeout,
    resourceLimits,
    ...(extension === 'ts' ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });
}

function busy(why: string): ReckonerError {
  return new ReckonerError('unavailable', 'reportsBusy', why, { retryAfter: RETRY_AFTER_SECONDS });
}
