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
  const own = identity.map((_, at) => at);
  return (parts.length === 0 ? [[]] : parts).map((part, at, all) => {
    const kept = [...own, ...part];
    return {
      table: {
        ...table,
        title: all.length === 1 ? table.title : `${table.title} (${at + 1} of ${all.length})`,
        columns: kept.map((column) => table.columns[column] as Table['columns'][number]),
        rows: table.rows.map((row) => kept.map((column) => row[column] as Cell)),
      },
      widths: [...identity, ...part.map((column) => widths[column] as number)],
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
