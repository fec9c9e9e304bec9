/** Rows of several kinds in one flat table: each leaves the columns of the others empty. */
import type { Cell, Column, ColumnOf, Table } from '../table.ts';

/** Rows of one kind, and how their cells are read. */
export interface RowsOfKind {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly kind: string;
}

export function rowsOfKind<Row>(
  kind: string,
  columns: readonly ColumnOf<Row>[],
  rows: readonly Row[],
): RowsOfKind {
  return {
    kind,
    columns: columns.map(({ key, title }) => ({ key, title })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  };
}

/** The first column, `row`, names the kind; `constants` stand at the end of every row. */
export function mixedTable(
  { key, title, identity }: Pick<Table, 'key' | 'title' | 'identity'>,
  parts: readonly RowsOfKind[],
  constants: readonly ColumnOf<null>[],
): Table {
  const own = new Map<string, Column>();
  for (const { columns } of parts)
    for (const column of columns) if (!own.has(column.key)) own.set(column.key, column);
  const places = new Map([...own.keys()].map((name, at) => [name, at]));
  const last = constants.map(({ cell }) => cell(null));
  const rows = parts.flatMap(({ kind, columns, rows: ofKind }) =>
    ofKind.map((cells) => {
      const line = new Array<Cell>(own.size).fill(null);
      columns.forEach((column, at) => {
        line[places.get(column.key) as number] = cells[at] as Cell;
      });
      return [kind, ...line, ...last];
    }),
  );
  const columns = [{ key: 'row', title: 'Row' }, ...own.values(), ...constants];
  return { key, title, identity, columns: columns.map(({ key, title }) => ({ key, title })), rows };
}
