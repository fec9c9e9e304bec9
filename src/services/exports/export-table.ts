/** One noun of the record in one format, from one consistent state. */
import type { Readable } from 'node:stream';
import { ReckonerError } from '../../domain/errors.ts';
import type { ExportFormat } from '../../exports/export-format.ts';
import { exportFormats } from '../../exports/registry.ts';
import type { Table } from '../../exports/table.ts';
import { type ExportedNoun, tables } from '../../exports/tables/registry.ts';
import type { SnapshotFilters, SnapshotItems, SnapshotQuery } from '../../store/snapshots.ts';
import { withForecasterIds } from '../record/forecaster-filter.ts';
import type { ExportContext } from './context.ts';
import { openSnapshot } from './open-snapshot.ts';
import { SnapshotStream } from './snapshot-stream.ts';

export interface ExportRequest<Noun extends ExportedNoun> {
  readonly noun: Noun;
  readonly filter: SnapshotFilters[Noun] & { readonly forecaster?: readonly string[] };
  readonly includeRetracted: boolean;
  /** An audit number or a time; absent: the head. */
  readonly asOf?: string | undefined;
  readonly format: ExportFormat;
  readonly raw: boolean;
}

export interface ExportDocument {
  readonly mediaType: string;
  /** For `Content-Disposition`: ASCII, named after the moment and not after anything that people wrote. */
  readonly fileName: string;
  /** Audit number of the state. */
  readonly seq: number;
  readonly at: string;
  /** Rows that the stream will hold, counted in the same state; null where they are not counted. */
  readonly rows: number | null;
  /** Reads as fast as it is taken; destroy it to give up. */
  readonly stream: Readable;
}

/** @throws ReckonerError invalid, tooLarge, unavailable */
export async function exportTable<Noun extends ExportedNoun>(
  context: ExportContext,
  { noun, filter, includeRetracted, asOf, format, raw }: ExportRequest<Noun>,
): Promise<ExportDocument> {
  return openSnapshot(context, asOf, async (snapshot) => {
    const query: SnapshotQuery<Noun> = {
      filter: await withForecasterIds<SnapshotFilters[Noun]>(snapshot, filter),
      includeRetracted,
    };
    const rows = await snapshot.count(noun, query);
    if (format.maximumRows !== null && rows > format.maximumRows) throw tooManyRows(format, rows);
    const table = tables[noun] as unknown as Table<SnapshotItems[Noun]>;
    const { seq, at } = snapshot;
    const chunks = format.write(table, snapshot.read(noun, query), { raw, seq, at });
    return {
      mediaType: format.mediaType,
      fileName: `reckoner-${noun}-${seq}.${format.extension}`,
      seq,
      at,
      rows,
      stream: new SnapshotStream(snapshot, chunks),
    };
  });
}

function tooManyRows({ format, maximumRows }: ExportFormat, rows: number): ReckonerError {
  const others = exportFormats.filter((other) => other.maximumRows === null).map((other) => other.format);
  return new ReckonerError(
    'tooLarge',
    'tooManyRows',
    `A file in ${format} holds ${maximumRows} rows at most, and these are ${rows}. Narrow them with filters, or ask for ${others.join(', ')}.`,
    {
      issues: [{ parameter: 'format', code: 'tooManyRows', message: `must be one of ${others.join(', ')}` }],
      extra: { available: others },
    },
  );
}
