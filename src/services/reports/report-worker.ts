/** Entry point of a report worker's thread. */

import type { RecordReport } from '../../reports/report.ts';
import {
  type EvaluationTask,
  type RenderedEvaluation,
  runEvaluation,
} from '../evaluation/evaluation-task.ts';
import {
  type Answer,
  answerOf,
  buildReport,
  type RenderedReport,
  type ReportTask,
  renderTask,
} from './report-task.ts';

export default function work({
  task,
  format,
}: {
  readonly task: ReportTask;
  readonly format: string | null;
}): Promise<Answer<RecordReport | RenderedReport>> {
  return format === null
    ? answerOf<RecordReport | RenderedReport>(() => buildReport(task))
    : answerOf(() => renderTask(task, format));
}

/** The same thread's second trade. */
export function evaluate(task: EvaluationTask): Promise<Answer<RenderedEvaluation>> {
  return answerOf(() => runEvaluation(task));
}
