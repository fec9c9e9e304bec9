/** Two processes of the built service on one database: one chain, and a key that is revoked in one is nobody's in the other. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type ServiceProcess, startProcess, temporaryDataFolder } from '../support/service-process.ts';

const WRITERS = 8;
const WRITES = 6;

const adminKey = `test-${randomBytes(24).toString('base64url')}`;
const folders = [temporaryDataFolder(), temporaryDataFolder()];
let database: TestDatabase;
let processes: ServiceProcess[];
let addresses: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = {
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    ADMIN_KEY: adminKey,
  };
  processes = folders.map(({ path }) =>
    startProcess({ ...settings, DATA_DIR: path, RATE_LIMIT_PER_MINUTE: '0' }),
  );
  addresses = await Promise.all(processes.map(({ address }) => address));
});
afterAll(async () => {
  for (const process of processes) await process.kill();
  for (const folder of folders) await folder.remove();
  await database.drop();
});

async function send(
  at: number,
  method: string,
  path: string,
  key: string,
  body?: unknown,
): Promise<Response> {
  return fetch(`${addresses[at]}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('writers at both get receipts of one chain, and each process verifies all of it', async () => {
  const receipts: number[] = [];
  const writer = async (number: number) => {
    for (let count = 0; count < WRITES; count += 1) {
      const body = { name: `Writer ${number}/${count}`, kind: 'person' };
      const answer = await send(number % 2, 'POST', '/v1/forecasters', adminKey, body);
      expect(answer.status).toBe(201);
      receipts.push(Number(answer.headers.get('audit-seq')));
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
  const sorted = [...receipts].sort((a, b) => a - b);
  expect(sorted).toEqual(sorted.map((_, at) => (sorted[0] as number) + at));
  expect(sorted).toHaveLength(WRITERS * WRITES);
  for (const at of [0, 1]) {
    const answer = await send(at, 'GET', '/v1/audit/verification', adminKey);
    expect(await answer.json()).toMatchObject({ ok: true });
  }
});

test('a key revoked in one process is refused by the next request to the other', async () => {
  for (const [here, there] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const made = await send(here, 'POST', '/v1/keys', adminKey, { name: `key ${here}`, scopes: ['write'] });
    const { id, secret } = (await made.json()) as { id: string; secret: string };
    const write = async (name: string) =>
      (await send(there, 'POST', '/v1/forecasters', secret, { name, kind: 'person' })).status;
    expect(await write(`before ${here}`)).toBe(201);
    expect((await send(here, 'DELETE', `/v1/keys/${id}`, adminKey)).status).toBe(200);
    expect(await write(`after ${here}`)).toBe(401);
  }
});
