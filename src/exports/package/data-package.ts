/** The descriptor of a Data Package (datapackage.org, version 2): every file, every column, how they point to each other. */
import type { Instant } from '../../domain/time.ts';
import type { Column, Table } from '../table.ts';

/** A file as it was written. */
export interface WrittenFile {
  readonly table: Pick<
    Table<never>,
    'name' | 'title' | 'description' | 'columns' | 'primaryKey' | 'foreignKeys'
  >;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly rows: number;
}

const TYPES: Readonly<Record<Column['type'], { readonly type: string; readonly format?: string }>> = {
  string: { type: 'string' },
  uuid: { type: 'string', format: 'uuid' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  instant: { type: 'datetime' },
  object: { type: 'object' },
  array: { type: 'array' },
};

function fieldOf({ key, type, description, required, choices }: Column, unique: boolean) {
  const constraints = {
    ...(required ? { required: true } : {}),
    ...(unique ? { unique: true } : {}),
    ...(choices === null ? {} : { enum: choices }),
  };
  return {
    name: key,
    title: titleOf(key),
    description,
    ...TYPES[type],
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  };
}

/** `saidAtReason` -> `Said at reason`. */
function titleOf(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function resourceOf({ table, bytes, sha256, rows }: WrittenFile) {
  const { name, title, description, columns, primaryKey, foreignKeys } = table;
  return {
    name,
    type: 'table',
    path: `${name}.csv`,
    title,
    description,
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    bytes,
    hash: `sha256:${sha256}`,
    rows,
    dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
    schema: {
      fields: columns.map((column) =>
        fieldOf(column, primaryKey.length === 1 && primaryKey[0] === column.key),
      ),
      missingValues: [''],
      primaryKey,
      foreignKeys: foreignKeys.map(({ column, table: to }) => ({
        fields: [column],
        // A table that points into itself names no resource.
        reference: { ...(to === name ? {} : { resource: to }), fields: ['id'] },
      })),
    },
  };
}

export function dataPackage(files: readonly WrittenFile[], seq: number, at: Instant) {
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'reckoner-record',
    title: 'The record of forecasts and claims',
    description:
      'What people said would happen and what they said is so: who, where, when and how surely, with outcomes, evidence and scores. Texts of sources are not part of it.',
    version: String(seq),
    created: at,
    resources: files.map(resourceOf),
  };
}
