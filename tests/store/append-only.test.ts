/** What the service's role may do to the tables: add, and no more where the record is append-only. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pinnedSession } from '../../src/store/pinned-session.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const DENIED = '42501';
const APPEND_ONLY = [
  'audit_events',
  'evidence',
  'forecasts',
  'lexicon_entries',
  'lexicons',
  'merges',
  'redactions',
  'resolutions',
  'restatements',
  'retractions',
  'revisions',
  'scores',
  'verdicts',
  'withdrawals',
];

let database: TestDatabase;
let service: pg.Client;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  service = new pg.Client(pinnedSession(database.url));
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([service.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([service.end(), owner.end()]);
  await database.drop();
});

const refusalOf = (client: pg.Client, sql: string) =>
  client.query(sql).then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe("the service's role", () => {
  it.each(APPEND_ONLY)('cannot change, delete or empty %s', async (table) => {
    const column = (
      await owner.query<{ name: string }>(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 LIMIT 1',
        [table],
      )
    ).rows[0]?.name;
    expect(await refusalOf(service, `UPDATE ${table} SET ${column} = ${column}`)).toBe(DENIED);
    expect(await refusalOf(service, `DELETE FROM ${table}`)).toBe(DENIED);
    expect(await refusalOf(service, `TRUNCATE ${table} CASCADE`)).toBe(DENIED);
  });

  it('has no other table to change than those in force, their parts, the head, keys and kept answers', async () => {
    const { rows } = await owner.query<{ name: string; rights: string }>(`
      SELECT table_name AS name, string_agg(DISTINCT privilege_type, ' ' ORDER BY privilege_type) AS rights FROM (
        SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = 'reckoner_app'
        UNION SELECT table_name, privilege_type FROM information_schema.role_column_grants WHERE grantee = 'reckoner_app') AS g
      WHERE privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES') GROUP BY 1 ORDER BY 1`);
    const changeable = rows.map(({ name }) => name);
    expect(changeable.filter((name) => APPEND_ONLY.includes(name))).toEqual([]);
    expect(rows.filter(({ rights }) => /TRUNCATE|TRIGGER|REFERENCES/.test(rights))).toEqual([]);
    expect(rows.filter(({ rights }) => /DELETE/.test(rights)).map(({ name }) => name)).toEqual([
      'anchors',
      'hedges',
      'idempotency_records',
      'question_entities',
      'question_topics',
      'statement_entities',
      'statement_relations',
      'statement_topics',
    ]);
    expect(await refusalOf(service, 'INSERT INTO audit_head SELECT * FROM audit_head')).toBe(DENIED);
  });

  it.each([
    'ALTER TABLE forecasts DISABLE TRIGGER ALL',
    'DROP TRIGGER forecasts_append_only ON forecasts',
    'DROP TABLE forecasts',
    'ALTER TABLE forecasts ADD COLUMN more int',
    'CREATE OR REPLACE FUNCTION reckoner_refuse_change() RETURNS trigger LANGUAGE sql AS $$ SELECT NULL $$',
    'CREATE TABLE own (id int)',
    'SET session_replication_role = replica',
    'GRANT UPDATE ON forecasts TO reckoner_app',
    'ALTER ROLE reckoner_app SUPERUSER',
    'ALTER SYSTEM SET fsync = off',
  ])('cannot get around it by: %s', async (sql) => {
    const answer = await refusalOf(service, sql);
    // A grant that is not there to give is a warning and gives nothing.
    if (sql.startsWith('GRANT'))
      expect(await refusalOf(service, 'UPDATE forecasts SET note = note')).toBe(DENIED);
    else expect(answer).toMatch(/^(42501|42P13|42939)$/);
  });

  it('moves the head by one event only, along the chain', async () => {
    expect(await refusalOf(service, 'UPDATE audit_head SET seq = seq + 2')).toBe(DENIED);
    expect(await refusalOf(service, 'UPDATE audit_head SET seq = seq - 1')).toBe(DENIED);
  });
});

describe('the owner of the tables', () => {
  it.each(APPEND_ONLY)('is stopped by a trigger from emptying %s by a plain statement', async (table) => {
    expect(await refusalOf(owner, `TRUNCATE ${table} CASCADE`)).toBe(DENIED);
    const { rows } = await owner.query<{ events: string }>(
      `SELECT string_agg(event_manipulation, ' ' ORDER BY event_manipulation) AS events FROM information_schema.triggers
       WHERE event_object_table = $1 AND action_statement LIKE '%refuse_change%'`,
      [table],
    );
    expect(rows[0]?.events).toBe('DELETE UPDATE');
  });
});
