/** Wide tables cut into stacks that fit a page: each keeps the columns that say what a row is. */
import { type Cell, cellText, type Table } from '../table.ts';

/** Of a character of a table, in points, and of what stands around a cell. */
const CHARACTER = 3.6;
const PADDING = 8;
const NARROWEST = 30;
const WIDEST = 150;

export interface PageTable {
  readonly table: Table;
  /** In points. */
  readonly widths: readonly number[];
}

/** @param width of the page, in points */
export function pageTables(table: Table, width: number): PageTable[] {
  const widths = table.columns.map((_, at) => widthOf(table, at));
  const identity = widths.slice(0, table.identity).map((one) => Math.min(one, width / (table.identity + 2)));
  const parts: number[][] = [];
  let left = 0;
  widths.forEach((one, at) => {
    if (at < table.identity) return;
    if (parts.length === 0 || one > left) {
      parts.push([]);
      left = width - identity.reduce((sum, each) => sum + each, 0);
    }
    parts.at(-1)?.push(at);
    left -= one;
  });
  const own = parts.length === 0 ? [[]] : parts;
  return cut(table, own).map((part, at) => ({
    table: part,
    widths: [...identity, ...(own[at] as number[]).map((column) => widths[column] as number)],
  }));
}

/** The same by the number of columns, whatever stands in them. @param most columns of a part */
export function narrowTables(table: Table, most: number): Table[] {
  const rest = table.columns.map((_, at) => at).slice(table.identity);
  const room = Math.max(1, most - table.identity);
  const parts = Math.max(1, Math.ceil(rest.length / room));
  const each = Math.ceil(rest.length / parts);
  return cut(
    table,
    Array.from({ length: parts }, (_, at) => rest.slice(at * each, (at + 1) * each)),
  );
}

/** @param parts columns of each beside those that say what a row is */
function cut(table: Table, parts: readonly (readonly number[])[]): Table[] {
  const identity = table.columns.map((_, at) => at).slice(0, table.identity);
  return parts.map((part, at) => {
    const kept = [...identity, ...part];
    return {
      ...table,
      title: parts.length === 1 ? table.title : `${table.title} (${at + 1} of ${parts.length})`,
      columns: kept.map((column) => table.columns[column] as Table['columns'][number]),
      rows: table.rows.map((row) => kept.map((column) => row[column] as Cell)),
    };
  });
}

/** As wide as its longest number and its longest word; long text is broken into lines. */
function widthOf({ columns, rows }: Table, at: number): number {
  const cells = rows.map((row) => row[at] as Cell);
  const lengths = cells.map((cell) => {
    const text = cellText(cell).replace(/[\u1100-\uffdc]/g, '..');
    return typeof cell === 'number' ? text.length : Math.min(text.length, 40);
  });
  const words = (columns[at]?.title ?? '').split(' ').map((word) => word.length);
  return Math.min(WIDEST, Math.max(NARROWEST, Math.max(...lengths, ...words, 0) * CHARACTER + PADDING));
}
