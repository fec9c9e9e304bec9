/** A report as plain data for a worker: what to compute, from what, and in which format. */
import { buildAccuracyReport } from '../../domain/accuracy/accuracy-report.ts';
import { buildCalibrationReport } from '../../domain/accuracy/calibration-report.ts';
import { buildHeadToHead } from '../../domain/accuracy/head-to-head-report.ts';
import { buildLeaderboard } from '../../domain/accuracy/leaderboard-report.ts';
import type { ReportRecord } from '../../domain/accuracy/record/report-record.ts';
import type { AccuracyParameters, ReportFilter } from '../../domain/accuracy/report/parameters.ts';
import { type ErrorDetails, type ErrorKind, ReckonerError } from '../../domain/errors.ts';
import { rendererOf } from '../../reports/registry.ts';
import type { RecordReport } from '../../reports/report.ts';
import {
  type EvaluationTask,
  type RenderedEvaluation,
  runEvaluation,
} from '../evaluation/evaluation-task.ts';

export interface ReportTask {
  readonly kind: RecordReport['kind'];
  readonly record: ReportRecord;
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

/** Computes reports somewhere: in workers, or right here. */
export interface ReportRunner {
  build(task: ReportTask): Promise<RecordReport>;
  render(task: ReportTask, format: string): Promise<RenderedReport>;
  evaluate(task: EvaluationTask): Promise<RenderedEvaluation>;
}

const builders = {
  accuracy: buildAccuracyReport,
  calibration: buildCalibrationReport,
  leaderboard: buildLeaderboard,
  headToHead: buildHeadToHead,
} as const;

export function buildReport({ kind, record, parameters, filter }: ReportTask): RecordReport {
  return builders[kind](record, parameters, filter);
}

/** @throws RangeError where there is no such format; the caller has chosen among the registered ones */
export async function renderTask(task: ReportTask, format: string): Promise<RenderedReport> {
  const renderer = rendererOf(format);
  if (renderer === null) throw new RangeError(`no renderer of ${format}`);
  const report = buildReport(task);
  const { asOfSeq, asOf, contentSha256 } = report;
  return { body: await renderer.render(report), asOfSeq, asOf, contentSha256 };
}

/** Runs in the calling thread: for tests, and for programs that do nothing else meanwhile. */
export const hereRunner: ReportRunner = {
  build: async (task) => buildReport(task),
  render: async (task, format) => renderTask(task, format),
  evaluate: runEvaluation,
};

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
