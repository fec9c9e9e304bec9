/**
 * Reports off the event loop. The main thread reads the record, since its connections are there, and
 * passes it: of 100,000 forecasts the copy takes 0.4 s (half of it here), the report 3.6 s (there).
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { ReckonerError } from '../../domain/errors.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { RenderedEvaluation } from '../evaluation/evaluation-task.ts';
import {
  type Answer,
  type RenderedReport,
  type ReportRunner,
  type ReportTask,
  unwrap,
} from './report-task.ts';

export interface WorkerPoolOptions {
  /** Threads at most; absent: one fewer than the processor has, up to four. */
  readonly threads?: number;
  /** Reports that may wait; one more is refused with 503. */
  readonly queue?: number;
  /** After which a report is given up. */
  readonly timeoutMs?: number;
}

export interface WorkerPool extends ReportRunner {
  close(): Promise<void>;
}

const RETRY_AFTER_SECONDS = 5;

export function openWorkerPool(options: WorkerPoolOptions = {}): WorkerPool {
  const {
    threads = Math.max(1, Math.min(4, availableParallelism() - 1)),
    queue = 32,
    timeoutMs = 60_000,
  } = options;
  // From source (tsx, vitest) the worker is TypeScript too and needs the same loader; built, it is not.
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const pool = new Piscina({
    filename: fileURLToPath(new URL(`./report-worker.${extension}`, import.meta.url)),
    minThreads: 0,
    maxThreads: threads,
    maxQueue: queue,
    idleTimeout: 60_000,
    ...(extension === 'ts' ? { execArgv: ['--import', import.meta.resolve('tsx')] } : {}),
  });

  async function run<Value>(
    work: unknown,
    options: { readonly name?: string; readonly advice: string },
  ): Promise<Value> {
    if (pool.queueSize >= queue) throw busy(`${queue} reports are waiting already.`);
    const signal = AbortSignal.timeout(timeoutMs);
    const { name, advice } = options;
    try {
      return unwrap(
        (await pool.run(work, { signal, ...(name === undefined ? {} : { name }) })) as Answer<Value>,
      );
    } catch (error) {
      if (signal.aborted) throw busy(`The report took longer than ${timeoutMs / 1000} s; ${advice}.`);
      throw error;
    }
  }
  const report = <Value>(task: ReportTask, format: string | null) =>
    run<Value>({ task, format }, { advice: 'narrow it with filters' });

  return {
    build: (task) => report<RecordReport>(task, null),
    render: (task, format) => report<RenderedReport>(task, format),
    evaluate: (task) =>
      run<RenderedEvaluation>(task, {
        name: 'evaluate',
        advice: 'ask for fewer curves (curves=none), or use npm run score',
      }),
    close: () => pool.destroy(),
  };
}

function busy(why: string): ReckonerError {
  return new ReckonerError('unavailable', 'reportsBusy', why, { retryAfter: RETRY_AFTER_SECONDS });
}
