/** A table as CSV, Markdown, HTML and XLSX all print it. */

/** Numbers may be infinite; null is an empty cell. */
export type Cell = string | number | boolean | null;

export interface Column {
  /** camelCase, for programs. */
  readonly key: string;
  /** For people. */
  readonly title: string;
}

export interface Table {
  readonly key: string;
  readonly title: string;
  /** Columns at the start that say what a row is. */
  readonly identity: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A column that knows how to read its cell from a row of the report. */
export interface ColumnOf<Row> extends Column {
  readonly cell: (row: Row) => Cell;
}

export function tableOf<Row>(
  key: string,
  title: string,
  columns: readonly ColumnOf<Row>[],
  rows: readonly Row[],
  identity = 1,
): Table {
  return {
    key,
    title,
    identity,
    columns: columns.map(({ key: column, title: heading }) => ({ key: column, title: heading })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  };
}

/** A report as tables: one flat for programs, several narrow ones for people, and what stands above them. */
export interface Layout {
  readonly title: string;
  /** What the report found, in sentences: first what a reader came for. */
  readonly findings: readonly string[];
  /** What the words and numbers of the report mean. */
  readonly method: readonly string[];
  /** Parameters, filter, moment and hash, as pairs of label and text. */
  readonly facts: readonly (readonly [string, string])[];
  readonly notes: readonly string[];
  readonly flat: Table;
  readonly tables: readonly Table[];
}

/** The number of a report as a cell. */
export function numberCell(value: number | 'Infinity' | '-Infinity' | null): Cell {
  return value === null ? null : Number(value);
}

/** Digits for people: four significant ones, and every digit before the point. */
export function roundedText(cell: number): string {
  if (!Number.isFinite(cell)) return cell > 0 ? '∞' : '−∞';
  return String(Number(cell.toPrecision(Math.abs(cell) >= 1000 ? 12 : 4)));
}

/** Digits of a cell: the shortest decimal that reads back as the same number. */
export function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell);
}
