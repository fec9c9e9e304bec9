/** A file of forecasts, evaluated in a worker. Nothing of it is kept. */
import type { Readable } from 'node:stream';
import type { EvaluationOptions } from '../../domain/evaluation/options.ts';
import type { TableLimits } from './evaluate-table.ts';
import type { EvaluationTask, RenderedEvaluation, UploadEncoding } from './evaluation-task.ts';
import type { TableFormat } from './read-table.ts';
import { receiveUpload } from './upload.ts';

export interface UploadAsked {
  readonly rules: readonly string[];
  readonly options: EvaluationOptions;
  /** A registered report format. */
  readonly format: string;
  readonly table: TableFormat;
  readonly encoding: UploadEncoding;
  readonly limits: Required<TableLimits>;
}

/** @throws ReckonerError invalid, tooLarge, unavailable */
export async function evaluateUpload(
  runner: { evaluate(task: EvaluationTask, left: AbortSignal): Promise<RenderedEvaluation> },
  stream: Readable,
  { rules, options, format, table, encoding, limits }: UploadAsked,
  left: AbortSignal,
): Promise<RenderedEvaluation> {
  const upload = await receiveUpload(stream, limits.bytes);
  try {
    const input = { descriptor: upload.descriptor, table, encoding, limits };
    return await runner.evaluate({ input, rules, options, format }, left);
  } finally {
    await upload.close();
  }
}
