/**
 * What a unit writes, as data: steps that one statement carries out under the head lock
 * (`reckoner_write_steps` in the migration `append`). Everything that the lock does not decide is made before.
 */

/** What only the lock can give: number, time and actor. */
type Stamped = 'seq' | 'created_seq' | 'recorded_at' | 'created_at' | 'recorded_by';
type Row = Readonly<Record<string, unknown>>;

/** Columns of an append-only row that the lock gives. */
export const RECORDED: readonly Stamped[] = ['seq', 'recorded_at', 'recorded_by'];
/** Columns of a new editable row that the lock gives. */
export const CREATED: readonly Stamped[] = ['seq', 'created_seq', 'created_at'];
/** A row that is in force and changes. */
export const CHANGED: readonly Stamped[] = ['seq'];

export type Step =
  | {
      readonly do: 'insert' | 'update';
      readonly table: string;
      readonly columns: readonly string[];
      readonly stamped: readonly Stamped[];
      readonly rows: readonly Row[];
    }
  | {
      readonly do: 'delete';
      readonly table: string;
      readonly column: string;
      readonly ids: readonly string[];
    }
  | {
      readonly do: 'name';
      readonly table: string;
      readonly column: string;
      readonly nameColumn: string;
      /** Table of the names. */
      readonly names: string;
      readonly rows: readonly { readonly owner: string; readonly position: number; readonly name: string }[];
    }
  | {
      readonly do: 'keepText';
      readonly table: 'source_texts';
      readonly rows: readonly { readonly source_id: string; readonly content: string }[];
    }
  /** Statements that these questions read. */
  | { readonly do: 'touchStatements'; readonly questionIds: readonly string[] }
  | { readonly do: 'merge'; readonly table: string; readonly fromId: string; readonly intoId: string }
  | ({ readonly do: 'search' } & Searched);

/** What search is made anew for, and what names were merged into. */
export interface Searched {
  readonly sources: readonly string[];
  readonly forecasters: readonly string[];
  readonly statements: readonly string[];
  readonly questions: readonly string[];
  readonly mergedForecasters: readonly string[];
  readonly mergedTopics: readonly string[];
  readonly mergedEntities: readonly string[];
}

const columnNames = new Map<string, string>();

/** `recordSha256` is the column `record_sha256`. */
function columnOf(property: string): string {
  let name = columnNames.get(property);
  if (name === undefined) {
    name = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    columnNames.set(property, name);
  }
  return name;
}

function rowsOf(
  kind: 'insert' | 'update',
  table: string,
  objects: readonly object[],
  stamped: readonly Stamped[],
): Step[] {
  if (objects.length === 0) return [];
  const columns = new Set<string>();
  const rows = objects.map((object) => {
    const row: Record<string, unknown> = {};
    for (const [property, value] of Object.entries(object)) {
      if (value === undefined) continue;
      const column = columnOf(property);
      columns.add(column);
      row[column] = value;
    }
    return row;
  });
  return [{ do: kind, table, columns: [...columns], stamped, rows }];
}

/** Rows of a table, by their properties; none is no step. */
export function insert(table: string, rows: readonly object[], stamped: readonly Stamped[] = []): Step[] {
  return rowsOf('insert', table, rows, stamped);
}

/** Rows that are there, by their id. */
export function update<Changed extends { readonly id: string }>(
  table: string,
  rows: readonly Changed[],
  stamped: readonly Stamped[] = CHANGED,
): Step[] {
  return rowsOf('update', table, rows, stamped);
}

/** Rows whose column names one of the ids. */
export function remove(table: string, column: string, ids: readonly string[]): Step[] {
  return ids.length === 0 ? [] : [{ do: 'delete', table, column, ids }];
}

/** The topics or entities that things bear, by name. */
export function bear(
  owner: 'statement' | 'question',
  noun: 'topic' | 'entity',
  things: readonly { readonly id: string; readonly names: readonly string[] }[],
): Step[] {
  const rows = things.flatMap(({ id, names }) =>
    names.map((name, position) => ({ owner: id, position, name })),
  );
  if (rows.length === 0) return [];
  const names = noun === 'topic' ? 'topics' : 'entities';
  return [
    {
      do: 'name',
      table: `${owner}_${names}`,
      column: `${owner}_id`,
      nameColumn: `${noun}_id`,
      names,
      rows,
    },
  ];
}

/** Rows that one statement is given: a thousand take it a tenth of a second, and its time is limited. */
const ROWS_A_STATEMENT = 2000;

/** The steps in their order, in batches of a bounded number of rows. */
export function inBatches(steps: readonly Step[]): Step[][] {
  const batches: Step[][] = [[]];
  let room = ROWS_A_STATEMENT;
  const put = (step: Step, size: number): void => {
    if (size > room) {
      batches.push([]);
      room = ROWS_A_STATEMENT;
    }
    batches.at(-1)?.push(step);
    room -= size;
  };
  for (const step of steps) {
    const rows = 'rows' in step ? step.rows : [];
    if (rows.length <= ROWS_A_STATEMENT) {
      put(step, rows.length);
      continue;
    }
    for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
      const part = rows.slice(start, start + ROWS_A_STATEMENT);
      put({ ...step, rows: part } as Step, part.length);
    }
  }
  return batches;
}
