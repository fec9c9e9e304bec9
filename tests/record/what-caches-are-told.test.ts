import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { refusal } from './fixtures.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

describe('what is shown to a key', () => {
  it.each([
    '/v1/questions?limit=1',
    '/v1/predictions?format=csv&limit=1',
    '/v1/reports/accuracy?format=html',
  ])('%s stays with whoever holds it', async (target) => {
    expect((await service.admin.get(target)).headers['cache-control']).toBe('private, no-cache');
    expect((await service.anyone.get(target)).headers['cache-control'] ?? '').not.toContain('private');
  });

  it.each(['/v1/feeds/due.ics', '/v1/feeds/resolutions.atom'])('%s too, for five minutes', async (target) => {
    const [keyed, open] = [await service.admin.get(target), await service.anyone.get(target)];
    expect([keyed.headers['cache-control'], open.headers['cache-control']]).toEqual([
      'private, max-age=300',
      'max-age=300',
    ]);
    expect(keyed.headers['vary']).toMatch(/Authorization/i);
  });

  it('a new secret is kept nowhere', async () => {
    const made = await service.admin.post('/v1/keys').send({ name: 'a', scopes: ['read'] });
    expect([made.status, made.headers['cache-control']]).toEqual([201, 'no-store']);
    const rotated = await service.admin.post(`/v1/keys/${made.body.id}/rotation`).send({});
    expect([rotated.status, rotated.headers['cache-control']]).toEqual([201, 'no-store']);
  });
});

describe('predictions in another form', () => {
  it('tell caches that Accept decides', async () => {
    for (const accept of ['text/csv', 'application/json'])
      expect((await service.anyone.get('/v1/predictions').set('Accept', accept)).headers['vary']).toMatch(
        /Accept(,|$)/,
      );
  });

  it.each(['text/csv; header=present', 'text/csv; charset=utf-8; header=present', 'text/csv'])(
    'come for %s',
    async (accept) => {
      const { status, headers } = await service.anyone.get('/v1/predictions?limit=1').set('Accept', accept);
      expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    },
  );

  it('have as many rows as limit says, however its name is written', async () => {
    for (const name of ['limit', 'li%6Dit']) {
      const { text } = await service.anyone.get(`/v1/predictions?%66ormat=csv&${name}=2`);
      expect(text.trim().split('\n')).toHaveLength(3);
    }
  });

  it('have no place for a total, and say so', async () => {
    expect(refusal(await service.anyone.get('/v1/predictions?format=csv&include=total'))).toEqual([
      400,
      'invalidRequest',
      'include notInThisFormat',
    ]);
  });
});

it('feeds of different filters are different feeds, whatever their order and length', async () => {
  const idOf = async (query: string) =>
    /<id>([^<]*)<\/id>/.exec((await service.anyone.get(`/v1/feeds/resolutions.atom?${query}`)).text)?.[1];
  const all = await idOf('');
  expect(all).toMatch(/\/v1\/feeds\/resolutions\.atom$/);
  expect(await idOf('limit=3')).toBe(all);
  expect(await idOf('type=binary&reading=plain')).toBe(await idOf('reading=plain&type=binary&limit=9'));
  expect(await idOf('type=binary')).not.toBe(all);
});

it('a blank name is no filter', async () => {
  for (const field of ['forecaster', 'topic', 'entity'])
    expect((await service.anyone.get(`/v1/predictions?${field}=%20`)).status).toBe(400);
});

it('what other sites are answered varies by the site, whatever else decides', async () => {
  const origin = 'https://one.example';
  const other = await service.beside({ corsOrigins: [origin, 'https://two.example'] });
  const targets = ['predictions', 'feeds/due.ics', 'reports/accuracy', 'exports/questions'];
  for (const target of [...targets.map((path) => `/v1/${path}`), '/']) {
    const { headers } = await other.anyone.get(target).set('Origin', origin);
    expect(headers['access-control-allow-origin'], target).toBe(origin);
    expect(headers['vary'], target).toMatch(/Origin/);
    expect(headers['vary'], target).toMatch(/Accept(,|$)|Authorization/);
  }
  await other.close();
});
