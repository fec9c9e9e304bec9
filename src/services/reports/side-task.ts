/** What a report worker and the thread beside it tell each other. */
import type { MessagePort } from 'node:worker_threads';
import { adjustedIntervalsTask } from '../../domain/accuracy/comparison/difficulty-bootstrap.ts';
import type { LongTask } from '../../domain/accuracy/intervals/side-work.ts';
import { corpBandsTask } from '../../domain/accuracy/report/curves/curves.ts';

/** How a task stands, in memory that both threads see. */
export const WAITING = 0;
/** The side thread is at it. */
export const BEGUN = 1;
/** Its result lies in the port. */
export const DONE = 2;
/** It threw there. */
export const FAILED = 3;
/** Whoever wanted it did it himself. */
export const WITHDRAWN = 4;

export interface SideTask {
  readonly name: string;
  readonly input: unknown;
  /** One number. */
  readonly standing: Int32Array;
  /** Takes the result. */
  readonly port: MessagePort;
}

/** What the side thread can do, by name. */
export const longTasks: ReadonlyMap<string, LongTask<never, unknown>> = new Map(
  [corpBandsTask, adjustedIntervalsTask].map((task) => [task.name, task as LongTask<never, unknown>]),
);
