/** The accuracy report of the record at one moment. */
import type { AccuracyReport } from '../../domain/accuracy/report/accuracy-model.ts';
import type { ReportContext } from './context.ts';
import { prepareTask } from './prepare.ts';
import type { ReportRequest } from './request.ts';

/**
 * @throws ReckonerError invalid (parameters that contradict each other, a future asOf, an ambiguous
 *   name), unavailable (too many reports at once)
 */
export async function accuracyReport(
  context: ReportContext,
  request: ReportRequest,
): Promise<AccuracyReport> {
  return (await context.reports.build(await prepareTask(context, 'accuracy', request))) as AccuracyReport;
}
