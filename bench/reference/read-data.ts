/** Files of a data set: CSV, packed or not, and the reference results beside it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** A row by the names of the first line. */
export type Row = Readonly<Record<string, string>>;

/** Rows of `<name>.csv` or `<name>.csv.gz`. */
export function readRows(folder: string, name: string): Row[] {
  const plain = join(folder, `${name}.csv`);
  const text = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`));
  return parse(text, { columns: true, skip_empty_lines: true }) as Row[];
}

export function readJson<Content>(folder: string, name: string): Content {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Content;
}

/** A cell that must be there. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`there is no column ${column} in ${Object.keys(row).join(', ')}`);
  return value;
}

/** A cell that must be a number. */
export function number(row: Row, column: string): number {
  const value = text(row, column).trim();
  if (value === '' || Number.isNaN(Number(value))) throw new Error(`${column} is not a number: "${value}"`);
  return Number(value);
}

/** Rows in groups of equal keys, in order of first sight. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
