/** Rows of a CSV file or of lines of JSON, from their bytes as they come. */
import { parse } from 'csv-parse';
import { invalid, ReckonerError } from '../../domain/errors.ts';
import {
  type EvaluatedForecast,
  type RowPlace,
  rowIssue,
} from '../../domain/evaluation/evaluated-forecast.ts';
import { type FlatHeader, readFlatHeader } from '../../domain/evaluation/flat-columns.ts';
import { readFlatRow } from '../../domain/evaluation/flat-row.ts';
import { readRow } from '../../domain/evaluation/read-row.ts';
import { parseStrictJson } from '../../domain/input/strict-json.ts';

export const tableFormats = ['csv', 'ndjson'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** Takes each row: `read` gives it or throws what is wrong with it. */
export type RowSink = (read: () => EvaluatedForecast, place: RowPlace) => void;

/** Characters that one object may have in lines of JSON: it may hold ten thousand samples. */
const MAXIMUM_LINE = 1_000_000;
/** Bytes that one row of CSV may have, whose cells are numbers and names: more is a quote that was never closed. */
const MAXIMUM_ROW = 100_000;
/** Of CSV: the parser takes ten times as long for one as for a row. */
const MOST_EMPTY_LINES = 10_000;
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/**
 * @param maximumLines empty ones among them
 * @throws ReckonerError invalid where the file cannot be read on: no header, bytes that are no UTF-8; tooLarge
 */
export async function readTable(
  bytes: AsyncIterable<Uint8Array>,
  format: TableFormat,
  sink: RowSink,
  maximumLines: number = Number.POSITIVE_INFINITY,
): Promise<void> {
  const within = (line: number): void => {
    if (line > maximumLines)
      throw new ReckonerError('tooLarge', 'tooManyLines', `The file has more than ${maximumLines} lines.`);
  };
  await (format === 'csv' ? readCsv(bytes, sink, within) : readLines(bytes, sink, within));
}

class LinePlace implements RowPlace {
  readonly #line: number;

  constructor(line: number) {
    this.#line = line;
  }

  get label(): string {
    return `Line ${this.#line}`;
  }

  pointer(field: string): string {
    return `/${this.#line}${field}`;
  }
}

async function readCsv(
  bytes: AsyncIterable<Uint8Array>,
  sink: RowSink,
  within: (line: number) => void,
): Promise<void> {
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: MAXIMUM_ROW });
  let header: FlatHeader | null = null;
  let line = 1;
  let empty = 0;
  const take = (cells: readonly string[]): void => {
    const place = new LinePlace(line);
    line += 1 + lineBreaksIn(cells);
    within(line - 1);
    if (cells.length === 1 && (cells[0] as string).trim() === '') {
      empty += 1;
      if (empty > MOST_EMPTY_LINES)
        throw invalid(
          'tooManyEmptyLines',
          `The file has more than ${MOST_EMPTY_LINES} empty lines: leave them out.`,
        );
      return;
    }
    if (header === null) {
      header = readFlatHeader(cells);
      return;
    }
    const known = header;
    sink(() => readFlatRow(cells, known, place), place);
  };
  const takeAll = (): void => {
    for (let cells = parser.read(); cells !== null; cells = parser.read()) take(cells as string[]);
  };
  let failure: unknown = null;
  parser.on('error', (error) => {
    failure ??= csvProblem(error);
  });
  for await (const lines of wholeLines(
    decoded(bytes, () => line),
    () => line,
  )) {
    withoutStackTraces(() => parser.write(lines));
    takeAll();
    if (failure !== null) throw failure;
  }
  await new Promise<void>((resolve) => {
    parser.once('close', resolve);
    parser.end();
    parser.on('readable', () => {
      try {
        takeAll();
      } catch (error) {
        failure ??= error;
        parser.destroy();
      }
    });
  });
  if (failure !== null) throw failure;
  if (header === null) {
    throw invalid(
      'emptyFile',
      'The file is empty: its first line names the columns, at least probability and outcome.',
    );
  }
}

/**
 * For each row of another length than the first, such as an empty line, the parser makes an error that nobody sees:
 * with their stack traces a megabyte of empty lines took 50 s instead of 30.
 */
function withoutStackTraces(work: () => void): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

async function readLines(
  bytes: AsyncIterable<Uint8Array>,
  sink: RowSink,
  within: (line: number) => void,
): Promise<void> {
  // In pieces: to join them for every piece copied a megabyte without an end of a line thirty times.
  let begun: string[] = [];
  let length = 0;
  let line = 0;
  const tooLong = (): Error =>
    invalid(
      'rowTooLong',
      `Line ${line + 1} has more than ${MAXIMUM_LINE} characters: send one JSON object a line.`,
    );
  const take = (text: string): void => {
    if (text.length > MAXIMUM_LINE) throw tooLong();
    line += 1;
    within(line);
    if (text.trim() === '') return;
    const place = new LinePlace(line);
    sink(() => readRow(readJsonLine(text, place), place), place);
  };
  for await (const { text } of decoded(bytes, () => line + 1)) {
    const [first = '', ...lines] = text.split('\n');
    begun.push(first);
    length += first.length;
    const last = lines.pop();
    if (last !== undefined) {
      take(begun.join(''));
      for (const complete of lines) take(complete);
      [begun, length] = [[last], last.length];
    }
    if (length > MAXIMUM_LINE) throw tooLong();
  }
  if (length > 0) take(begun.join(''));
}

function readJsonLine(text: string, place: RowPlace): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof ReckonerError)) throw error;
    const issues = (error.details.issues ?? []).map(({ pointer = '', code, message }) =>
      // The reader counts lines of its own text, which is this one.
      rowIssue(place, pointer, code, message.replace('(line 1, ', '(')),
    );
    throw invalid(
      error.code,
      issues[0]?.message ?? `${place.label}: ${error.message}`,
      issues.length > 0 ? issues : undefined,
    );
  }
}

/**
 * The bytes with their text, refused where they are no UTF-8. A mark at the beginning is no text.
 * @param line in which what was not taken yet begins
 */
async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  line: () => number,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const read = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw noUtf8(line() + (chunk === undefined ? 0 : lineBreaksBeforeDefect(chunk)));
    }
  };
  for await (const chunk of bytes) yield { bytes: chunk, text: read(chunk) };
  read();
}

function noUtf8(line: number): Error {
  const message = 'is not UTF-8: save the file as UTF-8 (in a spreadsheet: CSV UTF-8)';
  return invalid('invalidUtf8', `Line ${line} ${message}.`, [
    { pointer: `/${line}`, code: 'invalidUtf8', message: `Line ${line} ${message}` },
  ]);
}

function lineBreaksBeforeDefect(chunk: Uint8Array): number {
  const [sound = ''] = new TextDecoder('utf-8').decode(chunk).split('\uFFFD', 1);
  return sound.split('\n').length - 1;
}

function lineBreaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1;
  }
  return breaks;
}

/**
 * The bytes up to the last end of a line each: the parser goes byte by byte, and a megabyte that holds
 * none took it 0.7 s, only to be refused.
 */
async function* wholeLines(
  chunks: AsyncIterable<{ readonly bytes: Uint8Array }>,
  line: () => number,
): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = [];
  let length = 0;
  for await (const { bytes } of chunks) {
    const end = 1 + Math.max(bytes.lastIndexOf(LINE_FEED), bytes.lastIndexOf(CARRIAGE_RETURN));
    if (end > 0) {
      yield Buffer.concat([...begun, bytes.subarray(0, end)]);
      [begun, length] = [[], 0];
    }
    begun.push(bytes.subarray(end));
    length += bytes.length - end;
    if (length > MAXIMUM_ROW)
      throw csvProblem(Object.assign(new Error(), { code: 'CSV_MAX_RECORD_SIZE', lines: line() }));
  }
  if (length > 0) yield Buffer.concat(begun);
}

function csvProblem(error: Error & { code?: string; lines?: number }): unknown {
  if (error.code === undefined) return error;
  const words: Readonly<Record<string, string>> = {
    CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
    CSV_MAX_RECORD_SIZE: `a row has more than ${MAXIMUM_ROW} bytes; perhaps a quotation mark is never closed`,
    INVALID_OPENING_QUOTE:
      'a quotation mark stands inside a cell that does not begin with one: double it and quote the cell',
    CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark: double quotation marks inside a cell',
  };
  const found = words[error.code] ?? error.message;
  return invalid('invalidCsv', `Line ${error.lines ?? '?'}: ${found}.`, [
    { pointer: `/${error.lines ?? ''}`, code: 'invalidCsv', message: `Line ${error.lines ?? '?'}: ${found}` },
  ]);
}
