import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
beforeAll(async () => {
  const { app, document } = await thingApp();
  http = (await serve(app, document)).withKey(secrets.resolve);
});
afterAll(async () => http.close());

const path = `/v1/things/${crypto.randomUUID()}/resolutions`;
async function fingerprint(target: string, key: string, body: object): Promise<string | null> {
  return (await http.post(target).set('Idempotency-Key', key).send(body).expect(201)).body.fingerprint;
}

it('a request is the same where method, address and body are', async () => {
  const first = await fingerprint(path, 'k', {});
  expect(first).toMatch(/^[\da-f]{64}$/);
  expect(await fingerprint(path, 'k', {})).toBe(first);
  expect(await fingerprint(path, '"other"', {})).toBe(first);
  expect(await fingerprint(path, 'k', { reason: null })).not.toBe(first);
  expect(await fingerprint(`/v1/things/${crypto.randomUUID()}/resolutions`, 'k', {})).not.toBe(first);
  expect((await http.post(path).send({})).body.fingerprint).toBeNull();
});

it.each(['', 'a b', 'x'.repeat(256), 'é'])('the key %.20j is refused', async (key) => {
  const { status, body } = await http
    .post(path)
    .set('Idempotency-Key', Buffer.from(key).toString('latin1'))
    .send({});
  expect([status, body.code]).toEqual([400, 'invalidIdempotencyKey']);
});
