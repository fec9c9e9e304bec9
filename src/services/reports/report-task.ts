/** The computing of one report as a task for a worker: its record, or what a kept one lacks, and what is asked. */
import type { Movement } from '../../domain/accuracy/movements.ts';
import type { ResolutionEntry } from '../../domain/accuracy/record/report-record.ts';
import type { CalibrationReport } from '../../domain/accuracy/report/models/calibration-model.ts';
import { type ErrorDetails, type ErrorKind, ReckonerError } from '../../domain/errors.ts';
import { rendererOf } from '../../reports/registry.ts';
import type { RecordReport } from '../../reports/report.ts';
import { KeptRecord } from './kept-record.ts';
import type { RecordStep } from './record-feed.ts';
import { calibrationBeside } from './report-on.ts';
import type { RenderedReport, ReportOrder } from './report-order.ts';

export interface ReportTask {
  readonly step: RecordStep;
  readonly work: ReportWork;
}

export type ReportWork =
  | {
      readonly order: ReportOrder;
      /** Null: the model itself. */
      readonly format: string | null;
    }
  | { readonly supposed: readonly ResolutionEntry[] };

export type ReportResult = RecordReport | RenderedReport | readonly Movement[];

/** What a worker answers: refusals as data, since classes do not survive the way between threads. */
export type Answer<Value> =
  | { readonly value: Value }
  | {
      readonly refused: {
        readonly kind: ErrorKind;
        readonly code: string;
        readonly message: string;
        readonly details: ErrorDetails;
      };
    };

/** Of a worker that keeps the record: it may not stand where the step begins. */
export type KeptAnswer = Answer<ReportResult> | Behind;

/** With the reading that the step went back to. */
export interface Behind {
  readonly behind: number;
}

/** Does the task on the kept record, or on one from the past that is not kept. */
export async function answerTask(kept: KeptRecord, { step, work }: ReportTask): Promise<KeptAnswer> {
  if ('past' in step) {
    const record = new KeptRecord();
    record.take({ whole: step.past, reading: 0 });
    return answerOf(() => resultOf(work, record));
  }
  const taken = await answerOf(() => kept.take(step));
  if ('refused' in taken) return taken;
  if (!taken.value) return { behind: step.reading };
  try {
    return await answerOf(() => resultOf(work, kept));
  } finally {
    kept.forget();
  }
}

function resultOf(work: ReportWork, record: KeptRecord): ReportResult | Promise<ReportResult> {
  if ('supposed' in work) return record.movements(work.supposed);
  return inFormat(work.order, work.format, (asked) => record.report(asked));
}

/** @throws RangeError where there is no such format; the caller has chosen among the registered ones */
async function inFormat(
  order: ReportOrder,
  format: string | null,
  build: (asked: ReportOrder) => RecordReport,
): Promise<RecordReport | RenderedReport> {
  const report = build(order);
  if (format === null) return report;
  const renderer = rendererOf(format);
  if (renderer === null) throw new RangeError(`no renderer of ${format}`);
  const { asOfSeq, asOf, contentSha256 } = report;
  const beside = renderer.plots ? calibrationBeside(report, order) : null;
  const calibration = beside === null ? undefined : (build(beside) as CalibrationReport);
  return { body: await renderer.render(report, calibration), asOfSeq, asOf, contentSha256 };
}

export async function answerOf<Value>(work: () => Value | Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof ReckonerError)) throw error;
    const { kind, code, message, details } = error;
    return { refused: { kind, code, message, details } };
  }
}

/** @throws ReckonerError as the worker refused */
export function unwrap<Value>(answer: Answer<Value>): Value {
  if ('value' in answer) return answer.value;
  const { kind, code, message, details } = answer.refused;
  throw new ReckonerError(kind, code, message, details);
}
