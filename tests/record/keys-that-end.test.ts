/** A key that ends while its request is under way writes nothing: it was looked up before the body came. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let other: Awaited<ReturnType<TestService['beside']>>;
beforeAll(async () => {
  service = await startService();
  other = await service.beside();
});
afterAll(async () => {
  await other.close();
  await service.close();
});

async function newKey(expiresAt: string | null = null): Promise<{ id: string; secret: string }> {
  const made = await service.admin
    .post('/v1/keys')
    .send({ name: 'ends', scopes: ['admin'], ...(expiresAt === null ? {} : { expiresAt }) });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body as { id: string; secret: string };
}

/** Sends the head and the first bytes; what is given back sends the rest and answers status and body. */
async function begun(path: string, secret: string, body: object, headers = '') {
  const { port } = service.app.server.address() as { port: number };
  const text = JSON.stringify(body);
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (part) => (received += part));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${secret}\r\nContent-Type: application/json\r\n${headers}Content-Length: ${text.length}\r\n\r\n${text.slice(0, 3)}`,
  );
  await sleep(200);
  return async () => {
    socket.write(text.slice(3));
    await closed;
    const [head = '', answer = ''] = received.split('\r\n\r\n');
    return { status: Number(head.split(' ')[1]), body: JSON.parse(answer) as { code?: string } };
  };
}

const REFUSED = { status: 401, body: { code: 'invalidKey' } };

describe('a key that ends before the body has come', () => {
  it('makes no new key where it was revoked through another process', async () => {
    const key = await newKey();
    const rest = await begun('/v1/keys', key.secret, { name: 'outlives', scopes: ['admin'] });
    expect((await other.admin.delete(`/v1/keys/${key.id}`)).status).toBe(200);
    expect(await rest()).toMatchObject(REFUSED);
    expect(await service.query(`SELECT 1 FROM api_keys WHERE name = 'outlives'`)).toEqual([]);
  });

  it('records nothing where it has expired or was rotated', async () => {
    const expiring = await newKey(new Date(Date.now() + 700).toISOString());
    const rotated = await newKey();
    const late = await begun('/v1/forecasters', expiring.secret, { name: 'Too late', kind: 'person' });
    const old = await begun('/v1/forecasters', rotated.secret, { name: 'Too late', kind: 'person' });
    expect((await other.admin.post(`/v1/keys/${rotated.id}/rotation`).send({})).status).toBe(201);
    await sleep(700);
    expect(await late()).toMatchObject(REFUSED);
    expect(await old()).toMatchObject(REFUSED);
    expect(await service.query(`SELECT 1 FROM forecasters WHERE name = 'Too late'`)).toEqual([]);
  });

  it('is not given an answer that was kept for it', async () => {
    const key = await newKey();
    const sent = { name: 'Kept', kind: 'person' };
    const answers = [
      await begun('/v1/forecasters', key.secret, sent, 'Idempotency-Key: once\r\n'),
      await begun('/v1/forecasters', key.secret, sent, 'Idempotency-Key: once\r\n'),
    ];
    expect((await answers[0]?.())?.status).toBe(201);
    await other.admin.delete(`/v1/keys/${key.id}`);
    expect(await answers[1]?.()).toMatchObject(REFUSED);
  });
});

it('a key that is revoked while its write waits for the head writes nothing: the chain holds no event of it after', async () => {
  const key = await newKey();
  const owner = new pg.Client(service.ownerUrl);
  await owner.connect();
  await owner.query('BEGIN');
  await owner.query('SELECT 1 FROM audit_head WHERE id = 1 FOR UPDATE');
  const revoked = other.admin.delete(`/v1/keys/${key.id}`).then(({ status }) => status);
  await sleep(300);
  const written = service.anyone
    .post('/v1/forecasters')
    .set('Authorization', `Bearer ${key.secret}`)
    .send({ name: 'Behind', kind: 'person' })
    .then((answer) => answer);
  await sleep(300);
  await owner.query('COMMIT');
  await owner.end();
  expect(await revoked).toBe(200);
  expect(await written).toMatchObject(REFUSED);
  expect((await service.admin.get('/v1/audit/verification')).body).toMatchObject({ ok: true });
});

it('a key may revoke itself, and that is the last that it writes', async () => {
  const key = await newKey();
  const asKey = { Authorization: `Bearer ${key.secret}` };
  expect((await service.anyone.delete(`/v1/keys/${key.id}`).set(asKey)).status).toBe(200);
  expect((await service.anyone.get('/v1/keys').set(asKey)).status).toBe(401);
});
