/** Evaluates a file as its bytes come. */

import { ReckonerError } from '../../domain/errors.ts';
import { Evaluation } from '../../domain/evaluation/evaluation.ts';
import type { EvaluationReport } from '../../domain/evaluation/evaluation-model.ts';
import type { EvaluationOptions } from '../../domain/evaluation/options.ts';
import { RowProblems } from '../../domain/evaluation/row-problems.ts';
import { type RowSink, readTable, type TableFormat } from './read-table.ts';
import { fileTooLarge } from './upload.ts';

export interface TableLimits {
  readonly rows?: number;
  /** After decompression. */
  readonly bytes?: number;
}

/**
 * @throws ReckonerError invalid with the first defects by line and field and their number, tooLarge
 */
export async function evaluateTable(
  bytes: AsyncIterable<Uint8Array>,
  format: TableFormat,
  rules: readonly string[],
  options: EvaluationOptions,
  {
    rows: maximumRows = Number.POSITIVE_INFINITY,
    bytes: maximumBytes = Number.POSITIVE_INFINITY,
  }: TableLimits = {},
): Promise<EvaluationReport> {
  const evaluation = new Evaluation(rules, options);
  const problems = new RowProblems();
  let rows = 0;
  const sink: RowSink = (read, place) => {
    rows += 1;
    if (rows > maximumRows) throw tooManyRows(maximumRows);
    try {
      evaluation.add(read(), place);
    } catch (error) {
      problems.note(error);
      if (problems.areEnough) problems.refuse(rows);
    }
  };
  // Empty lines are no rows, but take their time too.
  await readTable(bounded(bytes, maximumBytes), format, sink, 2 * maximumRows);
  problems.refuse(rows);
  return evaluation.report();
}

async function* bounded(bytes: AsyncIterable<Uint8Array>, maximum: number): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.length;
    if (read > maximum) {
      throw fileTooLarge(maximum);
    }
    yield chunk;
  }
}

function tooManyRows(maximum: number): ReckonerError {
  return new ReckonerError(
    'tooLarge',
    'tooManyRows',
    `There are more than ${maximum} rows: split the file, or use npm run score, which has no limit.`,
  );
}
