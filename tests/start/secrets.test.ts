/** The service as a process of its own never writes down what it is given to keep: not in its log, not in its database. */
import { request } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type ServiceProcess, startProcess, temporaryDataFolder } from '../support/service-process.ts';

const CANARY = 'CANARY7f3a91';
const ADMIN = `${CANARY}-admin-key-0123456789abcdef0123456789`;
const folder = temporaryDataFolder();
let database: TestDatabase;
let service: ServiceProcess;
let address: string;
beforeAll(async () => {
  database = await createTestDatabase();
  service = startProcess({
    DATABASE_URL: database.url,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    DATA_DIR: folder.path,
    ADMIN_KEY: ADMIN,
    LOG_LEVEL: 'info',
  });
  address = await service.address;
});
afterAll(async () => {
  await service.kill();
  await folder.remove();
  await database.drop();
});

const ids: string[] = [];
async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const id = `req-${ids.length}`;
  ids.push(id);
  const answer = await fetch(address + path, {
    method,
    headers: {
      authorization: `Bearer ${ADMIN}`,
      'x-request-id': id,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') === true;
  const json = (isJson ? JSON.parse(text) : {}) as { readonly id: string; readonly secret: string };
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', json };
}

/** A request that no client library would send: line breaks where a value ends. */
function sendRaw(path: string): Promise<number> {
  ids.push('raw-1');
  return new Promise((resolve, reject) => {
    const headers = { 'X-Request-Id': 'raw-1', 'User-Agent': `a\t${CANARY}` };
    request(address + path, { headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

it('neither a key, nor a body, nor an address is in the log, and each request is one line', async () => {
  const made = await send('POST', '/v1/keys', { name: `${CANARY} key`, scopes: ['write'] });
  expect(made.status).toBe(201);
  const secret = made.json.secret;
  const asMade = { authorization: `Bearer ${secret}` };
  const source = await send('POST', '/v1/sources', { title: `${CANARY} title`, kind: 'article' }, asMade);
  await send('PUT', `/v1/sources/${source.json.id}/text`, `${CANARY} text`, {
    'content-type': 'text/plain',
    'if-match': source.etag,
  });
  const question = await send('POST', '/v1/questions', {
    title: CANARY,
    type: 'binary',
    resolutionCriteria: CANARY,
  });
  const evidence = [{ url: `https://example.org/${CANARY}`, tier: 'primary', fact: `${CANARY} fact` }];
  const outcome = { outcome: { value: true }, knownAt: '2025-01-01', rationale: CANARY, evidence };
  expect((await send('POST', `/v1/questions/${question.json.id}/resolutions`, outcome)).status).toBe(201);
  await send('GET', `/v1/questions?q=${CANARY}&topic=${CANARY}`);
  const refused: [string, string, unknown?, Record<string, string>?][] = [
    ['POST', '/v1/sources', `{"title":"${CANARY}"`],
    ['POST', '/v1/sources', { title: CANARY, [CANARY]: CANARY }],
    ['POST', '/v1/sources', `${CANARY}`, { 'content-type': 'application/xml' }],
    ['POST', '/v1/sources', { title: CANARY, kind: 'article' }, { 'idempotency-key': `${CANARY} \u00e9` }],
    ['GET', `/v1/sources?api_key=${CANARY}`],
    ['GET', '/v1/keys', undefined, { authorization: `Bearer ${CANARY}` }],
    ['GET', '/v1/keys', undefined, { authorization: `Basic ${CANARY}` }],
    ['GET', `/v1/sources/${CANARY}`],
    ['GET', `/v1/${CANARY}`],
    ['DELETE', `/v1/sources/${CANARY}`],
    ['GET', `/v1/sources/a%0D%0A%7B%22level%22%3A60%2C%22${CANARY}%22%3A1%7D`],
    ['POST', '/v1/scoring/evaluate', `probability,outcome\n${CANARY},1\n`, { 'content-type': 'text/csv' }],
    ['GET', `/v1/questions?cursor=${CANARY}`],
  ];
  for (const [method, path, body, headers] of refused)
    expect((await send(method, path, body, headers)).status, path).toBeGreaterThanOrEqual(400);
  await sendRaw(`/v1/sources?q=${CANARY}`);

  await expect.poll(() => service.printed()).toContain('"raw-1"');
  const printed = service.printed();
  expect(printed).not.toContain(CANARY);
  expect(printed).not.toContain(secret);
  const lines = printed
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'request');
  expect(lines.map(({ id }) => id).filter((id) => ids.includes(String(id)))).toEqual(ids);
  for (const line of lines) {
    expect(line).toMatchObject({ method: expect.any(String), route: expect.any(String) });
    expect([typeof line['status'], typeof line['ms'], 'key' in line]).toEqual(['number', 'number', true]);
  }

  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  const holding: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query(`SELECT 1 FROM "${name}" t WHERE t::text LIKE ANY($1) LIMIT 1`, [
      [`%${secret}%`, `%${ADMIN}%`],
    ]);
    if (rows.length > 0) holding.push(name);
  }
  await client.end();
  expect([tables.length > 20, holding]).toEqual([true, []]);
});
