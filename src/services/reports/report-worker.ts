/** Entry point of a report worker's thread. */
import { availableParallelism } from 'node:os';
import {
  type EvaluationTask,
  type RenderedEvaluation,
  runEvaluation,
} from '../evaluation/evaluation-task.ts';
import { KeptRecord } from './kept-record.ts';
import { type Answer, answerOf, answerTask, type KeptAnswer, type ReportTask } from './report-task.ts';
import { openSideThread } from './side-thread.ts';

/** On one core there is nobody to share with. */
const kept = new KeptRecord(availableParallelism() > 1 ? openSideThread() : undefined);

export default function work(task: ReportTask): Promise<KeptAnswer> {
  return answerTask(kept, task);
}

/** The same thread's second trade. */
export function evaluate(task: EvaluationTask): Promise<Answer<RenderedEvaluation>> {
  return answerOf(() => runEvaluation(task));
}

/** Does nothing: a thread is wanted for what waits. */
export function nothing(): void {}
