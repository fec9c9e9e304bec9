/** What somebody with every right could do to the tables behind the service's back, and undone again. */

export type Query = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface Tampering {
  readonly table: string;
  readonly column: string | null;
  readonly what: string;
  readonly sql: string;
}

/** Tables that are not the record: answers kept for a day, and Prisma's own. */
const NOT_THE_RECORD = ['idempotency_records', '_prisma_migrations'];

/**
 * Columns whose change is not found: what search is made of, when a key was last used, the hash of a
 * secret (publishing it in the trail would help to guess a weak one), ids and times of rows that
 * are covered as part of another, and the number of the last change beside the version.
 */
export const NOT_COVERED: Readonly<Record<string, readonly string[]>> = {
  sources: ['search_vector', 'seq'],
  forecasters: ['search_vector', 'seq'],
  statements: ['search_vector', 'seq'],
  questions: ['search_vector', 'seq'],
  topics: ['seq'],
  entities: ['seq'],
  api_keys: ['secret_sha256', 'last_used_at', 'seq', 'created_seq', 'created_at'],
  evidence: ['id'],
  lexicons: ['seq', 'created_at'],
  source_texts: ['recorded_at'],
};

/** Takes the checks away; `undone` works as a session for which no trigger fires. */
export async function becomeIntruder(query: Query): Promise<void> {
  const checks = await query<{ sql: string }>(`
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS sql FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace`);
  for (const { sql } of checks) await query(sql);
}

const CHANGES: Readonly<Record<string, (column: string) => string>> = {
  text: (c) => `coalesce(${c}, '') || 'x'`,
  character: (c) => `translate(left(${c}, 1), '0123456789abcdef', '123456789abcdef0') || substr(${c}, 2)`,
  integer: (c) => `coalesce(${c}, 0) + 1000`,
  bigint: (c) => `coalesce(${c}, 0) + 1000000`,
  'double precision': (c) => `coalesce(${c}, 0) + 0.0625`,
  boolean: (c) => `NOT ${c}`,
  'timestamp with time zone': (c) => `coalesce(${c}, now()) + interval '1 day'`,
  uuid: () => 'gen_random_uuid()',
  jsonb: (c) => `jsonb_build_array(${c})`,
  ARRAY: (c) => `${c} || ${c}[1:1] || NULL`,
};

/** One change of every column of every table of the record. */
export async function changesOfColumns(query: Query): Promise<Tampering[]> {
  const columns = await query<{ table: string; column: string; type: string }>(`
    SELECT table_name AS table, column_name AS column, data_type AS type FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY 1, ordinal_position`);
  return (
    columns
      // A place means nothing by itself: another order is found as other content.
      .filter(({ column }) => column !== 'position')
      .filter(({ table, column }) => !NOT_THE_RECORD.includes(table) && !NOT_COVERED[table]?.includes(column))
      .map(({ table, column, type }) => {
        const change = CHANGES[type];
        if (change === undefined) throw new Error(`how is ${table}.${column} (${type}) changed?`);
        const row = `(SELECT ctid FROM ${table} ORDER BY ${column} IS NULL, ctid LIMIT 1)`;
        return {
          table,
          column,
          what: 'changed',
          sql: `UPDATE ${table} SET ${column} = ${change(`"${column}"`)} WHERE ctid = ${row}`,
        };
      })
  );
}

/** A row taken out of each table, and one put in that resembles another. */
export async function changesOfRows(query: Query): Promise<Tampering[]> {
  const tables = await query<{ table: string; keys: string[] }>(`
    SELECT c.relname AS table, array_agg(a.attname ORDER BY k.n)::text[] AS keys
    FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      JOIN unnest(i.indkey) WITH ORDINALITY AS k(number, n) ON true
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
    WHERE c.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1`);
  return tables
    .filter(({ table }) => !NOT_THE_RECORD.includes(table))
    .flatMap(({ table, keys }): Tampering[] => {
      const first = `SELECT ctid FROM ${table} ORDER BY ctid LIMIT 1`;
      const last = `SELECT ctid FROM ${table} ORDER BY ctid DESC LIMIT 1`;
      return [
        {
          table,
          column: null,
          what: 'first row deleted',
          sql: `DELETE FROM ${table} WHERE ctid = (${first})`,
        },
        { table, column: null, what: 'last row deleted', sql: `DELETE FROM ${table} WHERE ctid = (${last})` },
        { table, column: null, what: 'emptied', sql: `DELETE FROM ${table}` },
        {
          table,
          column: null,
          what: 'row inserted',
          sql: `INSERT INTO ${table} SELECT (jsonb_populate_record(t, ${otherKey(table, keys)})).* FROM ${table} t WHERE ctid = (${first})`,
        },
      ];
    });
}

/** Values that make a copy another row. */
function otherKey(table: string, keys: readonly string[]): string {
  const unique: Readonly<Record<string, string>> = {
    audit_events: `'previous_hash', repeat('a', 64), 'hash', repeat('b', 64)`,
    api_keys: `'secret_sha256', NULL`,
    lexicons: `'id', gen_random_uuid()`,
    topics: `'name', 'Another'`,
    entities: `'name', 'Another'`,
    statements: `'current_verdict_id', NULL`,
    questions: `'current_resolution_id', NULL`,
    forecasts: `'made_at', '2020-01-01T00:00:00Z', 'supersedes_id', NULL`,
    withdrawals: `'forecast_id', gen_random_uuid()`,
    resolutions: `'question_id', gen_random_uuid(), 'supersedes_id', NULL`,
    verdicts: `'statement_id', gen_random_uuid(), 'supersedes_id', NULL`,
    retractions: `'subject_id', gen_random_uuid()`,
    merges: `'from_id', gen_random_uuid()`,
  };
  const key = keys.at(-1) ?? 'id';
  const value = ['seq', 'version', 'position'].includes(key)
    ? '1000000'
    : key === 'rule' || key === 'name' || key === 'type'
      ? `'another'`
      : table === 'audit_head'
        ? '2'
        : 'gen_random_uuid()';
  return `jsonb_build_object(${[`'${key}', ${value}`, unique[table]].filter(Boolean).join(', ')})`;
}

/** Does it, looks, and puts the table back as it was. Null where the table has no row to change. */
export async function undone<Seen>(
  query: Query,
  { table, sql }: Tampering,
  look: () => Promise<Seen>,
): Promise<Seen | null> {
  const kept = `kept.${table}`;
  const digest = async () =>
    (
      await query<{ digest: string }>(
        `SELECT md5(string_agg(t::text, '' ORDER BY t::text)) AS digest FROM ${table} t`,
      )
    )[0]?.digest;
  // Set anew each time: a pool may have opened another session meanwhile.
  const asIntruder = (statement: string) => query(`SET session_replication_role = replica; ${statement}`);
  await query(`CREATE SCHEMA IF NOT EXISTS kept`);
  await query(`CREATE TABLE ${kept} AS TABLE ${table}`);
  try {
    const before = await digest();
    await asIntruder(sql);
    return (await digest()) === before ? null : await look();
  } finally {
    await asIntruder(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM ${kept}; DROP TABLE ${kept}`);
  }
}
