/** What passes between the process and whoever runs it: lines, signals, the word on a failure. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from '../store/start-problem.ts';

/** A terminal that was closed must not end the service before it has closed in order. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export interface StopRequest {
  /** Resolves at the first signal; further ones change nothing. */
  readonly requested: Promise<void>;
  /** Aborted from the first signal on. */
  readonly signal: AbortSignal;
}

/**
 * SIGINT, SIGTERM and SIGHUP ask for a graceful stop. Under npm a Ctrl-C arrives twice, from the
 * terminal and from npm, so the second one must not mean "at once".
 */
export function onStopSignal(): StopRequest {
  const controller = new AbortController();
  const requested = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (!controller.signal.aborted) say('Stopping: finishing the requests under way');
        controller.abort();
        resolve();
      });
    }
  });
  return { requested, signal: controller.signal };
}

/** A supervisor kills ten seconds after it has asked. */
const START_LIMIT_MS = 5000;

/**
 * What a start gives; null where it was asked to stop and has not come to its end soon after: it may wait two
 * minutes for another one. What it has begun in a database is rolled back with its sessions.
 */
export function unlessStopped<Value>(starting: Promise<Value>, stop: StopRequest): Promise<Value | null> {
  const givenUp = stop.requested.then(() => sleep(START_LIMIT_MS, null, { ref: false }));
  return Promise.race([starting, givenUp]);
}

/** A defect that nobody caught: `close` has ten seconds, then the process ends with 1. */
export function onFault(close: (error: unknown) => Promise<void>): void {
  let closing = false;
  const handle = (error: unknown) => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    void close(error).finally(() => process.exit(1));
  };
  process.on('uncaughtException', handle);
  process.on('unhandledRejection', handle);
}

/** Says why the service cannot start and what to do; a stack trace only for a defect of its own. */
export function explainFailure(error: unknown): void {
  if (error instanceof StartProblem) {
    process.stderr.write(`Reckoner cannot start. ${error.message}\n${error.remedy}\n`);
    return;
  }
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const trace = process.env['LOG_LEVEL'] === 'debug' ? stack : 'LOG_LEVEL=debug shows where.';
  process.stderr.write(`Reckoner cannot start. ${name}: ${message}\n${trace}\n`);
}
