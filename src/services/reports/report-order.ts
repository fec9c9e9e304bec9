/** What a report is asked for, as plain data, and who computes it. */
import type { Movement } from '../../domain/accuracy/movements.ts';
import type { ResolutionEntry } from '../../domain/accuracy/record/report-record.ts';
import type { AccuracyParameters, ReportFilter } from '../../domain/accuracy/report/models/parameters.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { Store } from '../../store/store.ts';
import type { EvaluationTask, RenderedEvaluation } from '../evaluation/evaluation-task.ts';

export interface ReportOrder {
  readonly kind: RecordReport['kind'];
  readonly parameters: AccuracyParameters;
  readonly filter: ReportFilter;
}

/** A report in a format, with what names it. */
export interface RenderedReport {
  readonly body: string | Uint8Array;
  readonly asOfSeq: number;
  readonly asOf: string | null;
  readonly contentSha256: string;
}

/** Where records are read from. */
export type RecordReader = Pick<Store, 'auditHead' | 'recordAsOf' | 'recordChanges'>;

/** Computes reports and evaluations somewhere, in workers or right here: reports on the record at an audit number, or (null) at the head. */
export interface ReportRunner {
  build(order: ReportOrder, seq: number | null, reader: RecordReader): Promise<RecordReport>;
  render(
    order: ReportOrder,
    seq: number | null,
    reader: RecordReader,
    format: string,
  ): Promise<RenderedReport>;
  /** What these resolutions would move in the accuracy report by forecaster at the head. */
  movements(supposed: readonly ResolutionEntry[], reader: RecordReader): Promise<readonly Movement[]>;
  /** @param left given up when it is set: whoever asked has left */
  evaluate(task: EvaluationTask, left?: AbortSignal): Promise<RenderedEvaluation>;
}
