/** From what was asked to an order: checked, and resolved to one audit number or to the head. */
import { resolveAsOf } from './as-of.ts';
import type { ReportContext } from './context.ts';
import type { ReportOrder } from './report-order.ts';
import { checkRequest, type ReportRequest } from './request.ts';

/** @throws ReckonerError invalid */
export async function prepareOrder(
  { store }: ReportContext,
  kind: ReportOrder['kind'],
  request: ReportRequest,
): Promise<{ readonly order: ReportOrder; readonly seq: number | null }> {
  const { parameters, filter, asOf } = checkRequest(kind, request);
  return { order: { kind, parameters, filter }, seq: await resolveAsOf(store, asOf) };
}
