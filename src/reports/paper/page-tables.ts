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
  const own = filled(table, widths, width - identity.reduce((sum, each) => sum + each, 0));
  return cut(table, own).map((part, at) => ({
    table: part,
    widths: spread(
      part,
      [...identity, ...(own[at] as number[]).map((column) => widths[column] as number)],
      width,
    ),
  }));
}

/** The room that a part leaves goes to its sentences: in a narrow column each makes a tower of its row. */
function spread(table: Table, widths: readonly number[], width: number): number[] {
  const lacking = widths.map((one, at) => Math.max(0, wantedBy(table, at) - one));
  const wanted = lacking.reduce((total, one) => total + one, 0);
  const left = Math.max(0, width - widths.reduce((total, one) => total + one, 0));
  const share = wanted === 0 ? 0 : Math.min(1, left / wanted);
  return widths.map((one, at) => one + (lacking[at] as number) * share);
}

/** The same by the number of columns, whatever stands in them. @param most columns of a part */
export function narrowTables(table: Table, most: number): Table[] {
  const ones = table.columns.map(() => 1);
  return cut(table, filled(table, ones, Math.max(1, most - table.identity)));
}

/** Columns in parts of at most that size, filled one after the other; one part where there is none. */
function filled(table: Table, sizes: readonly number[], room: number): number[][] {
  const parts: number[][] = [[]];
  let left = room;
  for (const together of inseparable(table).flatMap((columns) => fitting(columns, sizes, room))) {
    const size = sum(together, sizes);
    if (size > left && (parts.at(-1) as number[]).length > 0) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(...together);
    left -= size;
  }
  return parts;
}

/** A number with its bounds and the reason why it has none: apart they mislead, or mean nothing. */
function inseparable({ columns, identity }: Table): number[][] {
  const groups: number[][] = [];
  columns.forEach(({ key }, at) => {
    if (at < identity) return;
    const group = groups.at(-1);
    const before = columns[group?.at(-1) ?? -1]?.key;
    if (group !== undefined && before !== undefined && stemOf(before) === stemOf(key)) group.push(at);
    else groups.push([at]);
  });
  return groups;
}

function stemOf(key: string): string {
  return key.replace(/(Mean)?(Lower|Upper|Note)?$/, '');
}

/** Column by column where even a part of their own does not hold them together. */
function fitting(columns: readonly number[], sizes: readonly number[], room: number): number[][] {
  return sum(columns, sizes) > room ? columns.map((column) => [column]) : [[...columns]];
}

function sum(columns: readonly number[], sizes: readonly number[]): number {
  return columns.reduce((total, column) => total + (sizes[column] as number), 0);
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

/** What a column would take without breaking a line. */
function wantedBy({ rows }: Table, at: number): number {
  return Math.max(...rows.map((row) => lengthOf(row[at] as Cell)), 0) * CHARACTER + PADDING;
}

/** In characters, of which some take two places. */
function lengthOf(cell: Cell): number {
  return cellText(cell).replace(/[\u1100-\uffdc]/g, '..').length;
}

/** As wide as its longest number and its longest word; long text is broken into lines. */
function widthOf({ columns, rows }: Table, at: number): number {
  const cells = rows.map((row) => row[at] as Cell);
  const lengths = cells.map((cell) =>
    typeof cell === 'number' ? lengthOf(cell) : Math.min(lengthOf(cell), 40),
  );
  const words = (columns[at]?.title ?? '').split(' ').map((word) => word.length);
  return Math.min(WIDEST, Math.max(NARROWEST, Math.max(...lengths, ...words, 0) * CHARACTER + PADDING));
}
