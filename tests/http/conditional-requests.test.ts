import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { etagOf, isUnchanged } from '../../src/http/conditional.ts';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
let path: string;
let etag: string;
beforeAll(async () => {
  const { app, document } = await thingApp();
  http = (await serve(app, document)).withKey(secrets.resolve);
});
afterAll(async () => http.close());
beforeEach(async () => {
  const { headers } = await http.post('/v1/things').send({ name: crypto.randomUUID(), p: 0.5 });
  path = headers['location'] ?? '';
  etag = headers['etag'] ?? '';
});

describe('ETag', () => {
  it('is strong, the same on every read, and changes with the item only', async () => {
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect((await http.get(path)).headers['etag']).toBe(etag);
    const changed = await http.patch(path).set('If-Match', etag).send({ p: 0.6 });
    expect(changed.headers['etag']).not.toBe(etag);
    const back = await http
      .patch(path)
      .set('If-Match', changed.headers['etag'] ?? '')
      .send({ p: 0.5 });
    expect(back.headers['etag']).toBe(etag);
  });

  it('does not depend on the order of the fields', () => {
    expect(etagOf({ a: 1, b: [1, 2] })).toBe(etagOf({ b: [1, 2], a: 1 }));
    expect(etagOf({ a: 1, b: [1, 2] })).not.toBe(etagOf({ a: 1, b: [2, 1] }));
  });
});

describe('If-None-Match', () => {
  it('gives 304 without a body where the state still stands', async () => {
    for (const tags of [etag, `"x", ${etag}`, `W/${etag}`, '*']) {
      const answer = await http.get(path).set('If-None-Match', tags);
      expect([answer.status, answer.text, answer.headers['etag']]).toEqual([304, '', etag]);
    }
    expect((await http.head(path).set('If-None-Match', etag)).status).toBe(304);
  });

  it('gives the item otherwise, also where it is no tag', async () => {
    for (const tags of ['"x"', 'garbage', ''])
      expect((await http.get(path).set('If-None-Match', tags)).status).toBe(200);
    expect(isUnchanged(undefined, etag)).toBe(false);
  });
});

describe('If-Match', () => {
  it('is needed for a change: 428, and nothing changes', async () => {
    const { status, body } = await http.patch(path).send({ p: 0.1 });
    expect([status, body.code]).toEqual([428, 'preconditionRequired']);
    expect((await http.get(path)).body.p).toBe(0.5);
  });

  it('is 412 where it is stale or weak', async () => {
    for (const tags of ['"stale"', `W/${etag}`, '"a", "b"']) {
      const { status, body } = await http.patch(path).set('If-Match', tags).send({ p: 0.1 });
      expect([status, body.code]).toEqual([412, 'preconditionFailed']);
    }
    expect((await http.get(path)).body.p).toBe(0.5);
  });

  it('is 400 where it is * or no tag', async () => {
    for (const tags of ['*', 'stale', '"a" "b"', '"']) {
      const { status, body } = await http.patch(path).set('If-Match', tags).send({ p: 0.1 });
      expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'invalidIfMatch', 'If-Match']);
    }
  });

  it('lets a change through where one of its tags is the state', async () => {
    expect((await http.patch(path).set('If-Match', `"other", ${etag}`).send({ p: 0.1 })).status).toBe(200);
  });

  it('is asked for by the service where it depends on the body', async () => {
    expect((await http.post(`${path}/resolutions`).send({})).status).toBe(201);
    expect((await http.post(`${path}/resolutions`).send({ reason: 'wrong' })).status).toBe(428);
    expect(
      (await http.post(`${path}/resolutions`).set('If-Match', '"x"').send({ reason: 'wrong' })).status,
    ).toBe(412);
    expect(
      (await http.post(`${path}/resolutions`).set('If-Match', etag).send({ reason: 'wrong' })).status,
    ).toBe(201);
  });
});
