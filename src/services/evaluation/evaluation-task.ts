/** An evaluation as plain data for a worker. */
import { read } from 'node:fs';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { invalid, ReckonerError } from '../../domain/errors.ts';
import { evaluateSent } from '../../domain/evaluate.ts';
import type { EvaluationReport } from '../../domain/evaluation/evaluation-model.ts';
import type { EvaluationOptions } from '../../domain/evaluation/options.ts';
import { rendererOf } from '../../reports/registry.ts';
import type { Document } from '../../reports/renderer.ts';
import { evaluateTable, type TableLimits } from './evaluate-table.ts';
import type { TableFormat } from './read-table.ts';

export type UploadEncoding = 'identity' | 'gzip' | 'br';

export type EvaluationInput =
  | {
      /** As they were sent. */
      readonly forecasts: readonly unknown[];
    }
  | {
      /** Of an open file, read from its beginning. */
      readonly descriptor: number;
      readonly table: TableFormat;
      readonly encoding: UploadEncoding;
      readonly limits: TableLimits;
    };

export interface EvaluationTask {
  readonly input: EvaluationInput;
  readonly rules: readonly string[];
  readonly options: EvaluationOptions;
  readonly format: string;
}

export interface RenderedEvaluation {
  readonly body: Document;
  readonly contentSha256: string;
}

const CHUNK_BYTES = 262_144;
const readAt = promisify(read);

/** @throws ReckonerError invalid, tooLarge; RangeError where there is no such format */
export async function runEvaluation({
  input,
  rules,
  options,
  format,
}: EvaluationTask): Promise<RenderedEvaluation> {
  const renderer = rendererOf(format);
  if (renderer === null) throw new RangeError(`no renderer of ${format}`);
  const report: EvaluationReport =
    'forecasts' in input
      ? evaluateSent(input.forecasts, rules, options)
      : await evaluateTable(
          bytesOf(input.descriptor, input.encoding),
          input.table,
          rules,
          options,
          input.limits,
        );
  return { body: await renderer.render(report), contentSha256: report.contentSha256 };
}

async function* bytesOf(descriptor: number, encoding: UploadEncoding): AsyncGenerator<Uint8Array> {
  const file = chunksOf(descriptor);
  if (encoding === 'identity') {
    yield* file;
    return;
  }
  const unpacking = encoding === 'gzip' ? createGunzip() : createBrotliDecompress();
  try {
    yield* Readable.from(file).pipe(unpacking);
  } catch (error) {
    if (error instanceof ReckonerError) throw error;
    const why = (error as Error).message;
    throw invalid('invalidEncoding', `The body is no ${encoding}, or a part of it is missing: ${why}.`);
  }
}

/** A stream of Node would close the descriptor, which belongs to the thread that received the file. */
async function* chunksOf(descriptor: number): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await readAt(
      descriptor,
      Buffer.allocUnsafe(CHUNK_BYTES),
      0,
      CHUNK_BYTES,
      position,
    );
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
