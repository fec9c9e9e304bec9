/**
 * Keyset pages: every row once, also while rows are written, edited, resolved and retracted. The pages
 * after the first are read from the state of the first one, wherever something was recorded since.
 */
import { invalid, invalidCursor } from '../../../domain/errors.ts';
import type { Instant } from '../../../domain/time.ts';
import type { ListQuery, PageStart } from '../../store.ts';
import { isDataException } from '../failures.ts';
import { Prisma } from '../generated/client.ts';
import { recordTables } from '../snapshot/record-tables.ts';
import type { Database } from '../transaction.ts';
import { changedSince, type Selecting } from './changed-since.ts';
import { conditionsOf, type FilterTable } from './filter-tables.ts';

export interface SortColumn {
  readonly expression: Prisma.Sql;
  readonly type: 'timestamptz' | 'bigint' | 'text';
  /** Rows without a value stand at the far end instead of falling out of the comparison. */
  readonly nullable: boolean;
}

type KeyType = 'uuid' | 'bigint' | 'text';

/** What a list is made of in SQL. */
export interface ListSource<Filter> {
  readonly from: Prisma.Sql;
  /** Always in force, e.g. the last revision only. */
  readonly always: readonly Prisma.Sql[];
  readonly notRetracted: Prisma.Sql | null;
  readonly filters: FilterTable<Filter>;
  /** Sort fields: expression and type of the column. */
  readonly sorts: Readonly<Record<string, SortColumn>>;
  /** What tells rows of equal sort value apart. */
  readonly key: { readonly expression: Prisma.Sql; readonly type: KeyType };
  /** Columns to whose order there is an index, the first ones of a key that is text of several with blanks between. */
  readonly keyColumns?: readonly { readonly expression: Prisma.Sql; readonly type: KeyType }[];
  /** Audit number under which the row came into being. */
  readonly createdSeq: Prisma.Sql;
  /** What, where it is added later, selects other rows of it: new forecasts other questions. */
  readonly selectedBy?: readonly Selecting[];
  /** Stored bytes of what a row may hold without bound: a page ends before they are more than PAGE_BYTES. */
  readonly size?: Prisma.Sql;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly next: PageStart | null;
  readonly total: { readonly count: number; readonly isLowerBound: boolean } | null;
  /** Audit number of the last event when the keys were read; null where there are none. */
  readonly head: number | null;
}

const COUNT_LIMIT = 10_000;
/** Twice as much of JSON: ten events of 12,000 records each are 18 MB, and took 1.0 to 1.8 s in one page. */
const PAGE_BYTES = 500_000;

interface KeyRow {
  key: string;
  sort_value: string;
  head: bigint;
  bytes: number;
}

/** Keys of one page in order, and where the next one begins. */
export async function keyPage<Filter extends object>(
  database: Database,
  source: ListSource<Filter>,
  query: ListQuery<Filter>,
  now: Instant,
): Promise<KeyPage> {
  const { after } = query;
  if (after === null) return readPage(database, source, query, now, Prisma.empty);
  const read = (tables: Prisma.Sql) =>
    readPage(database, source, query, after.at, tables).catch((error: unknown) => {
      // Of all that is compared here only the cursor has not been read before.
      throw isDataException(error) ? invalidCursor() : error;
    });
  const page = await read(Prisma.empty);
  if (page.head === after.seq) return page;
  // A number that is yet to come: of another record, or of this one before it was restored.
  if (page.head !== null && page.head < after.seq) throw invalidCursor();
  const changed = await changedSince(database, after.seq, source.selectedBy ?? []);
  return changed ? read(recordTables(after.seq)) : page;
}

async function readPage<Filter extends object>(
  database: Database,
  source: ListSource<Filter>,
  query: ListQuery<Filter>,
  at: Instant,
  tables: Prisma.Sql,
): Promise<KeyPage> {
  const sort = source.sorts[query.sort.field];
  if (!sort)
    throw invalid(
      'unknownSort',
      `sort ${query.sort.field} is not one of ${Object.keys(source.sorts).join(', ')}.`,
    );
  const conditions = [...source.always, ...conditionsOf(source.filters, query.filter, at)];
  if (!query.includeRetracted && source.notRetracted) conditions.push(source.notRetracted);
  if (query.after) conditions.push(Prisma.sql`${source.createdSeq} <= ${query.after.seq}`);
  const type = Prisma.raw(sort.type);
  // Only where it can be null: an expression hides the column from its index.
  const value = sort.nullable
    ? Prisma.sql`coalesce(${sort.expression}, 'infinity'::timestamptz)`
    : sort.expression;
  const key = source.key.expression;
  const columns = source.keyColumns ?? [source.key];
  const place = [value, ...columns.map(({ expression }) => expression)];
  const pageConditions = [...conditions];
  if (query.after) {
    const than = query.sort.descending ? Prisma.raw('<') : Prisma.raw('>');
    const ids = source.keyColumns ? query.after.id.split(' ') : [query.after.id];
    const last = columns.map((column, at) => Prisma.sql`${ids[at] ?? ''}::text::${Prisma.raw(column.type)}`);
    pageConditions.push(
      Prisma.sql`(${Prisma.join(place)}) ${than} (${query.after.sortValue}::text::${type}, ${Prisma.join(last)})`,
    );
  }
  const order = Prisma.raw(query.sort.descending ? 'DESC' : 'ASC');
  const rows = await database.$queryRaw<KeyRow[]>`
    ${tables} SELECT ${key}::text AS key, (${value})::text AS sort_value, (SELECT seq FROM audit_head WHERE id = 1) AS head,
      ${source.size ?? Prisma.sql`0`} AS bytes
    FROM ${source.from} WHERE ${all(pageConditions)}
    ORDER BY ${Prisma.join(place.map((column) => Prisma.sql`${column} ${order}`))} LIMIT ${query.limit + 1}`;
  const head = rows[0] === undefined ? null : Number(rows[0].head);
  const total = query.includeTotal ? await countRows(database, source, conditions, tables) : null;
  const shown = fitting(rows.slice(0, query.limit));
  const last = shown.at(-1);
  const next =
    rows.length > shown.length && last
      ? { sortValue: last.sort_value, id: last.key, seq: query.after?.seq ?? Number(last.head), at }
      : null;
  return { keys: shown.map((row) => row.key), next, total, head };
}

/** As many of the first rows as a page has room for, one at least. */
function fitting(rows: readonly KeyRow[]): readonly KeyRow[] {
  let bytes = 0;
  const end = rows.findIndex((row, at) => {
    bytes += row.bytes;
    return at > 0 && bytes > PAGE_BYTES;
  });
  return end < 0 ? rows : rows.slice(0, end);
}

function all(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], ' AND ');
}

async function countRows<Filter>(
  database: Database,
  source: ListSource<Filter>,
  conditions: readonly Prisma.Sql[],
  tables: Prisma.Sql,
) {
  const rows = await database.$queryRaw<{ count: bigint }[]>`
    ${tables} SELECT count(*) AS count FROM (SELECT 1 FROM ${source.from} WHERE ${all(conditions)} LIMIT ${COUNT_LIMIT + 1}) AS counted`;
  const count = Number(rows[0]?.count ?? 0);
  return { count: Math.min(count, COUNT_LIMIT), isLowerBound: count > COUNT_LIMIT };
}

/** Items in the order of their keys. */
export function inOrder<Item>(
  keys: readonly string[],
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}
