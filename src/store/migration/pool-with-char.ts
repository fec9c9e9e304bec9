/**
 * adapter-pg 7.10 refuses the one-byte `"char"` of the system tables, which the schema engine reads
 * when it describes a database. Such columns pass through it as text and are named again after it.
 */
import { ColumnTypeEnum, type SqlResultSet } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const INTERNAL_CHAR = 18;
const BLANK_PADDED_CHAR = 1042;

export class PoolWithChar extends pg.Pool {
  /** Columns of each result that were `"char"`. */
  readonly #charColumns = new WeakMap<object, readonly number[]>();

  override query = async (...input: unknown[]): Promise<never> => {
    const query = pg.Pool.prototype.query as (...input: unknown[]) => Promise<pg.QueryResult>;
    const result = await query.apply(this, input);
    const columns: number[] = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== INTERNAL_CHAR) continue;
      field.dataTypeID = BLANK_PADDED_CHAR;
      columns.push(index);
    }
    if (columns.length > 0) this.#charColumns.set(result.rows, columns);
    return result as never;
  };

  /** The adapter's result of a query with its true column types. */
  restoreChar(result: SqlResultSet): SqlResultSet {
    for (const column of this.#charColumns.get(result.rows) ?? []) {
      result.columnTypes[column] = ColumnTypeEnum.Character;
    }
    return result;
  }
}
