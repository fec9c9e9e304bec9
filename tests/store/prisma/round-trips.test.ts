/** What a unit sends: nothing but the commit follows the one statement that takes the head of the chain. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureBuiltInActors, SYSTEM_KEY_ID } from '../../../src/services/keys/built-in.ts';
import { type Connection, connect } from '../../../src/store/prisma/connect.ts';
import { openStore } from '../../../src/store/prisma/open-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { ForecasterContent, StatementContent, Unit } from '../../../src/store/unit.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let connection: Connection;
let store: Store;
const sent: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  connection = connect({
    url: database.url,
    poolSize: 2,
    connectionTimeoutMs: 2000,
    statementTimeoutMs: 10_000,
    queryTimeoutMs: 12_000,
    lockTimeoutMs: 5000,
    onError: () => undefined,
  });
  connection.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    client.query = ((...given: unknown[]) => {
      const [first] = given as [string | { readonly text: string }];
      sent.push((typeof first === 'string' ? first : first.text).replace(/\s+/g, ' ').trim());
      return query(...given);
    }) as typeof client.query;
  });
  store = openStore(connection, { maxWaitMs: 2000, timeoutMs: 30_000 });
  await ensureBuiltInActors(store);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** The statements of one write, from the first that takes the head of the chain. */
async function sentUnderTheHead(
  work: (unit: Unit) => Promise<void>,
  idempotency?: { readonly key: string; readonly fingerprint: string },
): Promise<string[]> {
  sent.length = 0;
  const request = { actor: SYSTEM_KEY_ID, action: 'test.write' };
  await store.write(
    idempotency === undefined ? request : { ...request, idempotency },
    work,
    async (reader) => (await reader.auditHead()).seq,
  );
  const start = sent.findIndex((text) =>
    /reckoner_append|FROM audit_head WHERE id = 1 FOR UPDATE/.test(text),
  );
  const end = sent.indexOf('COMMIT');
  expect(start).toBeGreaterThan(0);
  return sent.slice(start, end + 1);
}

const source = (id: string, version = 1) =>
  ({
    type: 'source',
    id,
    version,
    content: {
      title: `Source ${id} ${version}`,
      url: null,
      publisher: null,
      kind: 'article',
      language: null,
      publishedAt: null,
      retrievedAt: null,
      textSha256: null,
      textLength: null,
    },
  }) as const;

test('things that are new, changed, named and retracted are written by one statement', async () => {
  const [id, sourceId, forecasterId] = [newId(), newId(), newId()];
  const forecaster: ForecasterContent = {
    name: 'Ann',
    kind: 'person',
    aliases: ['A.'],
    affiliation: null,
    url: null,
  };
  const said = { forecasterId, sourceId, saidAt: '2024-01-01T00:00:00.000Z', saidAtReason: null } as const;
  const statement: StatementContent = {
    text: 'It will rain.',
    kind: 'forecast',
    importance: 'main',
    ...said,
    anchors: [],
    hedge: null,
    topics: ['rain'],
    entities: ['Oslo'],
    scorability: 'scorable',
    scorabilityReason: null,
    relations: [],
    codedBy: null,
    note: null,
  };
  const created = await sentUnderTheHead(async (unit) => {
    await unit.ensureNames('topic', ['rain'], newId);
    await unit.ensureNames('entity', ['Oslo'], newId);
    unit.append(source(sourceId));
    unit.append({ type: 'forecaster', id: forecasterId, version: 1, content: forecaster });
    unit.append({ type: 'statement', id, version: 1, content: statement });
  });
  expect(created).toEqual([expect.stringContaining('reckoner_append'), 'COMMIT']);
  const edited = await sentUnderTheHead(async (unit) => {
    unit.append({
      type: 'statement',
      id,
      version: 2,
      content: { ...statement, note: 'Seen.', entities: [] },
    });
    unit.append({
      type: 'retraction',
      id: newId(),
      subjectType: 'source',
      subjectId: sourceId,
      reason: 'So.',
    });
  });
  expect(edited).toEqual([expect.stringContaining('reckoner_append'), 'COMMIT']);
  expect(await store.statements.get(id)).toMatchObject({ version: 2, note: 'Seen.', entities: [] });
});

test('an answer that is kept is read behind it and stands in the same transaction', async () => {
  const under = await sentUnderTheHead(async (unit) => unit.append(source(newId())), {
    key: newId(),
    fingerprint: '0'.repeat(64),
  });
  expect(under).toEqual([
    expect.stringContaining('reckoner_append'),
    expect.stringContaining('audit_head'),
    expect.stringContaining('INSERT INTO idempotency_records'),
    'COMMIT',
  ]);
});

test('what is too much for one statement is written in several, under one number', async () => {
  const ids = Array.from({ length: 2500 }, () => newId());
  const before = (await store.auditHead()).seq;
  const under = await sentUnderTheHead(async (unit) => {
    for (const id of ids) unit.append(source(id));
  });
  expect(under.filter((text) => text.includes('reckoner_write_steps')).length).toBeGreaterThan(0);
  expect((await store.auditHead()).seq).toBe(before + 1);
  const rows = await connection.pool.query('SELECT count(*)::int AS n FROM revisions WHERE seq = $1', [
    before + 1,
  ]);
  expect(rows.rows).toEqual([{ n: ids.length }]);
});

test('a row that is not there is no change: nothing is written', async () => {
  const before = await store.auditHead();
  await expect(sentUnderTheHead(async (unit) => unit.append(source(newId(), 2)))).rejects.toThrow();
  expect(await store.auditHead()).toEqual(before);
});
