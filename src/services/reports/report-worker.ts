/** Entry point of a report worker's thread. */

import type { Report } from '../../reports/report.ts';
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
}): Promise<Answer<Report | RenderedReport>> {
  return format === null
    ? answerOf<Report | RenderedReport>(() => buildReport(task))
    : answerOf(() => renderTask(task, format));
}
