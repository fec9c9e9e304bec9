import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
beforeAll(async () => {
  const { app, document } = await thingApp();
  http = await serve(app, document);
  const writer = http.withKey(secrets.write);
  for (const index of [1, 2, 3, 4, 5]) {
    await writer
      .post('/v1/things')
      .send({ name: `t${index}`, p: 0.5, colour: index === 5 ? 'blue' : 'red' })
      .expect(201);
  }
});
afterAll(async () => http.close());

/** The target of the next page, from the Link header. */
function next(link: string | undefined): string | null {
  return /^<([^>]+)>; rel="next"$/.exec(link ?? '')?.[1] ?? null;
}

describe('lists', () => {
  it('are walked by Link, every row once, with all filters kept', async () => {
    const seen: string[] = [];
    let target: string | null = '/v1/things?colour=red&colour=green&limit=2&sort=-name&include=total';
    while (target !== null) {
      const page = await http.get(target);
      expect([page.status, page.body.total, page.body.totalIsLowerBound]).toEqual([200, 4, false]);
      seen.push(...page.body.items.map((item: { name: string }) => item.name));
      expect(page.body.nextCursor === null).toBe(next(page.headers['link']) === null);
      target = next(page.headers['link']);
      if (target !== null)
        expect(target).toBe(
          `/v1/things?colour=red&colour=green&limit=2&sort=-name&include=total&cursor=${page.body.nextCursor}`,
        );
    }
    expect([...seen].sort()).toEqual(['t1', 't2', 't3', 't4']);
  });

  it('have no total where it is not asked for', async () => {
    expect(Object.keys((await http.get('/v1/things')).body)).toEqual(['items', 'nextCursor']);
  });

  it('take a limit from 1 to 200', async () => {
    for (const limit of ['0', '201', '-1', '1.5', 'ten', ''])
      expect((await http.get(`/v1/things?limit=${limit}`)).status).toBe(400);
    for (const limit of ['1', '200']) expect((await http.get(`/v1/things?limit=${limit}`)).status).toBe(200);
  });

  it('refuse sorts and includes they do not have, with the nearest name', async () => {
    expect((await http.get('/v1/things?sort=size')).status).toBe(400);
    expect((await http.get('/v1/things?sort=-nme')).body.errors[0].message).toContain(
      'did you mean "-name"?',
    );
    expect((await http.get('/v1/things?include=counts')).status).toBe(400);
  });

  it('refuse a cursor under another filter or sort, but not under another limit', async () => {
    const { nextCursor: cursor } = (await http.get('/v1/things?limit=1&colour=red')).body;
    expect((await http.get(`/v1/things?limit=3&colour=red&cursor=${cursor}`)).status).toBe(200);
    for (const other of ['', 'colour=blue&', 'colour=red&sort=-createdAt&', 'colour=red&size=1&']) {
      const { status, body } = await http.get(`/v1/things?${other}cursor=${cursor}`);
      expect([status, body.code, body.errors[0].parameter]).toEqual([400, 'cursorMismatch', 'cursor']);
    }
    expect((await http.get('/v1/things?cursor=abc')).body.code).toBe('invalidCursor');
    expect((await http.get(`/v1/things?cursor=${cursor}&cursor=${cursor}`)).body.errors[0].code).toBe(
      'repeated',
    );
  });
});
