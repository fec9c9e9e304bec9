import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
let letSlowGoOn: () => void;
let written = '';
beforeAll(async () => {
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      written += chunk.toString();
      done();
    },
  });
  const { app, document, release } = await thingApp({ logger: pino({ level: 'trace' }, sink) });
  letSlowGoOn = release;
  http = await serve(app, document);
});
afterAll(async () => http.close());

/** The lines of the log since the last call. */
async function lines(): Promise<Record<string, unknown>[]> {
  await new Promise((resume) => setTimeout(resume, 30));
  const text = written;
  written = '';
  return text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('request ids', () => {
  it.each(['mine', 'a'.repeat(128), 'urn:uuid:1/2?3'])('%.20s is echoed', async (id) => {
    expect((await http.get('/v1/things').set('X-Request-Id', id)).headers['x-request-id']).toBe(id);
  });

  it.each(['', 'a b', 'a'.repeat(129), 'é', 'a\tb'])('%j is replaced by a new one', async (id) => {
    const { headers } = await http
      .get('/v1/things')
      .set('X-Request-Id', Buffer.from(id, 'utf8').toString('latin1'));
    expect(headers['x-request-id']).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
  });
});

describe('the log', () => {
  it('has one line a request: id, key, method, route pattern, status, time', async () => {
    await lines();
    const id = crypto.randomUUID();
    await http.withKey(secrets.write).get(`/v1/things/${id}?x=private`).set('X-Request-Id', 'r1');
    await http.get('/v1/nothing/private').set('X-Request-Id', 'r2');
    const logged = (await lines()).filter((line) => line['msg'] === 'request');
    expect(logged).toMatchObject([
      {
        id: 'r1',
        key: '01942a3c-5c00-7a11-8f00-000000000002',
        method: 'GET',
        route: '/v1/things/{id}',
        status: 400,
      },
      { id: 'r2', key: null, method: 'GET', route: 'unknown', status: 404 },
    ]);
    for (const line of logged) expect(line['ms']).toBeTypeOf('number');
    expect(JSON.stringify(logged)).not.toMatch(new RegExp(`private|${id}`));
  });

  it('never holds a secret, a body, a query or a header', async () => {
    await lines();
    const canary = 'CANARY-7f3a';
    await http.withKey(canary).get(`/v1/things?q=${canary}`);
    await http.get(`/v1/things?api_key=${canary}`);
    await http.withKey(secrets.write).post('/v1/things').set('Cookie', canary).send({ name: canary, p: 'x' });
    await http.withKey(secrets.write).post('/v1/things').send({ name: canary, p: 0.5 });
    await http.get(`/v1/named/${canary}`);
    await http.get('/v1/named/%00').set('Referer', canary);
    const text = JSON.stringify(await lines());
    expect(text).not.toContain(canary);
    expect(text).not.toContain(secrets.write);
  });

  it('tells of failed authentication with the address, and of a defect with its cause', async () => {
    await lines();
    await http.withKey('wrong').get('/v1/things').set('X-Request-Id', 'r3');
    await http.get('/v1/defect').set('X-Request-Id', 'r4');
    const logged = await lines();
    expect(logged).toContainEqual(
      expect.objectContaining({
        id: 'r3',
        msg: 'authentication failed',
        code: 'invalidKey',
        address: '127.0.0.1',
      }),
    );
    const defect = logged.find((line) => line['msg'] === 'a request failed');
    expect(defect).toMatchObject({ id: 'r4', err: { message: 'SELECT secret FROM table' } });
  });

  it('has one line of a request whose client goes before it is answered, and says so', async () => {
    await lines();
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
    socket.write('GET /v1/slow HTTP/1.1\r\nHost: x\r\nX-Request-Id: r6\r\n\r\n');
    await new Promise((resume) => setTimeout(resume, 200));
    socket.destroy();
    await expect
      .poll(async () => (await lines()).filter((line) => line['msg'] === 'request'))
      .toMatchObject([{ id: 'r6', key: null, method: 'GET', route: '/v1/slow', status: 499 }]);
    letSlowGoOn();
    expect((await lines()).filter((line) => line['msg'] === 'request')).toEqual([]);
  });

  it('keeps one line whatever line breaks come in', async () => {
    await lines();
    await http.get('/v1/named/a%0D%0A%7B%22level%22%3A60%7D').set('X-Request-Id', 'r5');
    expect((await lines()).filter((line) => line['id'] === 'r5')).toHaveLength(1);
  });
});
