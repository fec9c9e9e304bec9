/** From what was asked to a task: checked, resolved to one audit number, with the record read. */
import { baselineKeys } from '../../domain/accuracy/report/parameters.ts';
import { invalid } from '../../domain/errors.ts';
import type { RecordAsOf } from '../../store/record-as-of.ts';
import { resolveAsOf } from './as-of.ts';
import type { ReportContext } from './context.ts';
import type { ReportTask } from './report-task.ts';
import { checkRequest, type ReportRequest } from './request.ts';

/** @throws ReckonerError invalid */
export async function prepareTask(
  { store }: ReportContext,
  kind: ReportTask['kind'],
  request: ReportRequest,
): Promise<ReportTask> {
  const { parameters, filter, asOf } = checkRequest(kind, request);
  const record = await store.recordAsOf(await resolveAsOf(store, asOf));
  refuseUnknownBaseline(record, parameters.baseline);
  return { kind, record, parameters, filter };
}

function refuseUnknownBaseline(record: RecordAsOf, baseline: string): void {
  if ((baselineKeys as readonly string[]).includes(baseline)) return;
  if (record.forecasters.some(({ id, retracted }) => id === baseline && !retracted)) return;
  throw invalid('unknownBaseline', 'The baseline is no forecaster on record at that moment.', [
    {
      parameter: 'baseline',
      code: 'unknownForecaster',
      message: `names no forecaster on record at audit number ${record.seq}`,
    },
  ]);
}
