/** Parquet with typed columns; one row group is held at a time, so that memory stays flat. */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ExportFormat } from './export-format.ts';
import type { Cell, Cells, Column } from './table.ts';

/** A group of 25 columns holds the event loop for about 0.14 s (50,000 rows: 1.35 s, 94 MB more memory). */
const ROW_GROUP = 5000;

/** A writer whose bytes are taken away while it goes on. */
class ChunkWriter extends ByteWriter {
  take(): Uint8Array {
    const bytes = this.getBytes().slice();
    this.index = 0;
    return bytes;
  }
}

const physical: Readonly<Record<Column['type'], Omit<SchemaElement, 'name'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  uuid: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  object: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  array: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

function parquetValue(type: Column['type'], cell: Cell | undefined): unknown {
  if (cell === null || cell === undefined) return null;
  if (type === 'integer') return BigInt(cell);
  return type === 'instant' ? new Date(String(cell)) : cell;
}

export const parquet: ExportFormat = {
  format: 'parquet',
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  maximumRows: null,
  async *write({ name, columns, cells }, batches, { seq, at }) {
    const bytes = new ChunkWriter();
    const writer = new ParquetWriter({
      writer: bytes,
      schema: [
        { name, num_children: columns.length },
        ...columns.map(({ key, type, required }) => ({
          name: key,
          repetition_type: required ? ('REQUIRED' as const) : ('OPTIONAL' as const),
          ...physical[type],
        })),
      ],
      createdBy: 'reckoner',
      kvMetadata: [
        { key: 'snapshotSeq', value: String(seq) },
        { key: 'snapshotAt', value: at },
        {
          key: 'columns',
          value: JSON.stringify(
            Object.fromEntries(columns.map(({ key, description }) => [key, description])),
          ),
        },
      ],
    });
    // The file's first mark goes out at once: a client sees that the answer has begun.
    yield bytes.take();
    let group: Cells[] = [];
    const writeGroup = async (): Promise<Uint8Array> => {
      await writer.write({
        columnData: columns.map(({ key, type }) => ({
          name: key,
          data: group.map((row) => parquetValue(type, row[key])),
        })),
        rowGroupSize: ROW_GROUP,
      });
      group = [];
      return bytes.take();
    };
    for await (const items of batches) {
      for (const item of items) group.push(cells(item));
      if (group.length >= ROW_GROUP) yield await writeGroup();
    }
    if (group.length > 0) yield await writeGroup();
    await writer.finish();
    yield bytes.take();
  },
};
