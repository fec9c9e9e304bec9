/** RFC 4180; text that a spreadsheet would take for a formula gets a leading ', numbers stay numbers. */
import { stringify } from 'csv-stringify/sync';
import type { ExportFormat } from './export-format.ts';
import type { Cell, Table } from './table.ts';

export interface CsvOptions {
  /** Text as it is, also where a spreadsheet would take it for a formula. */
  readonly raw: boolean;
  /** How an infinite number reads: Infinity for most readers, INF in a Data Package. */
  readonly infinity?: 'Infinity' | 'INF';
}

/** Lines of these rows, each with its CRLF. */
export function csvLines(
  rows: readonly (readonly Cell[])[],
  { raw, infinity = 'Infinity' }: CsvOptions,
): string {
  const options = {
    record_delimiter: 'windows',
    escape_formulas: !raw,
    // A lone CR or LF breaks the line for many readers too.
    quoted_match: /[\r\n]/,
    cast: {
      boolean: String,
      number: (value: number) => (value === Number.POSITIVE_INFINITY ? infinity : String(value)),
    },
  } as const;
  return rows.length === 0 ? '' : stringify(rows as Cell[][], options);
}

export async function* csvOf<Item>(
  table: Table<Item>,
  batches: AsyncIterable<readonly Item[]>,
  options: CsvOptions,
): AsyncGenerator<string> {
  const keys = table.columns.map(({ key }) => key);
  yield csvLines([keys], options);
  for await (const items of batches) {
    yield csvLines(
      items.map((item) => {
        const cells = table.cells(item);
        return keys.map((key) => cells[key] ?? null);
      }),
      options,
    );
  }
}

export const csv: ExportFormat = {
  format: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  maximumRows: null,
  write: csvOf,
};
