/** THE SHAPE of an export format: how rows of a table become a file, some hundred at a time. */
import type { Instant } from '../domain/time.ts';
import type { Table } from './table.ts';

/** What a file says of itself; equal states give equal files. */
export interface WriteOptions {
  /** Text as it is, also where a spreadsheet would take it for a formula (CSV). */
  readonly raw: boolean;
  /** Audit number of the state. */
  readonly seq: number;
  /** The time of the state. */
  readonly at: Instant;
}

export type Chunk = Uint8Array | string;

export interface ExportFormat {
  /** Name in `format=`. */
  readonly format: string;
  readonly mediaType: string;
  readonly extension: string;
  /** Most rows that a file of it can hold; null: as many as there are. */
  readonly maximumRows: number | null;
  /** Memory stays flat: a chunk is asked for when the one before has gone. */
  readonly write: <Item>(
    table: Table<Item>,
    batches: AsyncIterable<readonly Item[]>,
    options: WriteOptions,
  ) => AsyncGenerator<Chunk>;
}
