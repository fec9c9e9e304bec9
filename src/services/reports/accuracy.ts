/** The accuracy report of the record at one moment. */
import type { AccuracyReport } from '../../domain/accuracy/report/models/accuracy-model.ts';
import type { ReportContext } from './context.ts';
import { prepareOrder } from './prepare.ts';
import type { ReportRequest } from './request.ts';

/**
 * @throws ReckonerError invalid (parameters that contradict each other, a future asOf, an ambiguous
 *   name), unavailable (too many reports at once)
 */
export async function accuracyReport(
  context: ReportContext,
  request: ReportRequest,
): Promise<AccuracyReport> {
  const { order, seq } = await prepareOrder(context, 'accuracy', request);
  return (await context.reports.build(order, seq, context.store)) as AccuracyReport;
}
