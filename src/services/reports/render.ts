/** A report as a document in one of the registered formats. */
import type { Renderer } from '../../reports/renderer.ts';
import type { ReportContext } from './context.ts';
import { prepareOrder } from './prepare.ts';
import type { RenderedReport, ReportOrder } from './report-order.ts';
import type { ReportRequest } from './request.ts';

export interface ReportDocument extends RenderedReport {
  readonly mediaType: string;
  /** For `Content-Disposition`: ASCII, named after the moment and not after anything that people wrote. */
  readonly fileName: string;
}

/** @throws ReckonerError invalid, unavailable */
export async function renderReport(
  context: ReportContext,
  kind: ReportOrder['kind'],
  request: ReportRequest,
  { format, mediaType, extension }: Renderer,
): Promise<ReportDocument> {
  const { order, seq } = await prepareOrder(context, kind, request);
  const rendered = await context.reports.render(order, seq, context.store, format);
  return {
    ...rendered,
    mediaType,
    fileName: `reckoner-${kind === 'headToHead' ? 'head-to-head' : kind}-${rendered.asOfSeq}.${extension}`,
  };
}
