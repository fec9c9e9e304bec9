import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../src/domain/sources/source.ts';
import { startService, type TestService } from '../support/service.ts';
import { idsOf, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
const made: string[] = [];
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  for (let index = 0; index < 12; index += 1) made.push((await record.source({ title: `Page ${index}` })).id);
});
afterAll(() => service.close());

const page = async (target: string) => {
  const answer = await service.anyone.get(target);
  return { ids: idsOf(answer), body: answer.body, link: answer.headers['link'] };
};
/** Every page after the first, by the Link header; between two pages something may happen. */
async function walk(
  target: string,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const seen: string[] = [];
  for (let next: string | undefined = target; next !== undefined; ) {
    const { ids, body, link } = await page(next);
    seen.push(...ids);
    expect(link === undefined).toBe(body.nextCursor === null);
    next = /^<(.*)>; rel="next"$/.exec(link ?? '')?.[1];
    if (next !== undefined) await meanwhile();
  }
  return seen;
}

describe('pages', () => {
  it('hold every row once, in order, whatever their size', async () => {
    for (const limit of [1, 5, 12, 200]) expect(await walk(`/v1/sources?limit=${limit}`)).toEqual(made);
    expect(await walk('/v1/sources?limit=5&sort=-createdAt')).toEqual([...made].reverse());
  });

  it('hold every row of the first moment once while others are written, in both directions', async () => {
    for (const sort of ['createdAt', '-createdAt']) {
      const before = (await page(`/v1/sources?limit=200&sort=${sort}`)).ids;
      const seen = await walk(`/v1/sources?limit=3&sort=${sort}`, () => record.source());
      expect(seen.filter((id) => before.includes(id))).toEqual(before);
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('hold every row once while forty are written at the same time', async () => {
    const writes = Promise.all(Array.from({ length: 40 }, () => record.source()));
    const seen = await walk('/v1/sources?limit=4');
    await writes;
    expect(new Set(seen).size).toBe(seen.length);
    for (const id of made) expect(seen).toContain(id);
  });

  it('keep rows of equal sort value apart', async () => {
    const { id } = await record.question();
    const forecasts: string[] = [];
    for (const p of [0.1, 0.2, 0.3, 0.4, 0.5])
      forecasts.push((await record.forecast(id, p, { madeAt: '2025-01-01T00:00:00Z' })).id);
    const seen = await walk(`/v1/forecasts?questionId=${id}&limit=2&sort=madeAt`);
    expect(seen).toHaveLength(5);
    expect([...seen].sort()).toEqual([...forecasts].sort());
  });

  it('put rows without a value at the end, and at the beginning when it descends', async () => {
    const dates = ['2027-01-01', null, '2026-01-01', null];
    const topic = 'Sorting';
    const questions = new Map<string, string | null>();
    for (const resolvesBy of dates)
      questions.set((await record.question({ resolvesBy, topics: [topic] })).id, resolvesBy);
    const sorted = async (sort: string) =>
      (await walk(`/v1/questions?topic=${topic}&limit=1&sort=${sort}`)).map((id) => questions.get(id));
    expect(await sorted('resolvesBy')).toEqual(['2026-01-01', '2027-01-01', null, null]);
    expect(await sorted('-resolvesBy')).toEqual([null, null, '2027-01-01', '2026-01-01']);
  });

  it('sort by name without regard to case', async () => {
    const suffix = 'zzsort';
    for (const name of ['beta', 'Alpha', 'Gamma']) await record.forecaster({ name: `${name} ${suffix}` });
    const answer = await service.anyone.get(`/v1/forecasters?q=${suffix}&sort=name`);
    expect(answer.body.items.map((one: { name: string }) => one.name.split(' ')[0])).toEqual([
      'Alpha',
      'beta',
      'Gamma',
    ]);
  });
});

describe('a total', () => {
  it('is counted when asked for only, over the whole filter', async () => {
    expect((await page('/v1/sources?limit=2')).body.total).toBeUndefined();
    const { body } = await page('/v1/sources?limit=2&include=total&q=Page');
    expect([body.items.length, body.total, body.totalIsLowerBound]).toEqual([2, 12, false]);
  });

  it('counts what is retracted when that is asked for', async () => {
    const { id } = await record.source({ title: 'Xylophone' });
    await record.retract(`/v1/sources/${id}`);
    const total = async (extra: string) =>
      (await page(`/v1/sources?q=Xylophone&include=total${extra}`)).body.total as number;
    expect([await total(''), await total('&include=retracted')]).toEqual([0, 1]);
  });
});

describe('a cursor', () => {
  it('belongs to its list, filter and sort', async () => {
    const { body } = await page('/v1/sources?limit=2');
    const cursor = body.nextCursor as string;
    for (const target of [
      `/v1/sources?q=Page&cursor=${cursor}`,
      `/v1/sources?sort=-createdAt&cursor=${cursor}`,
      `/v1/forecasters?cursor=${cursor}`,
      `/v1/sources?include=retracted&cursor=${cursor}`,
    ]) {
      expect(refusal(await service.anyone.get(target))).toEqual([
        400,
        'cursorMismatch',
        'cursor cursorMismatch',
      ]);
    }
    expect((await service.anyone.get(`/v1/sources?limit=7&include=total&cursor=${cursor}`)).status).toBe(200);
  });

  it('that is damaged or made up is refused', async () => {
    const { body } = await page('/v1/sources?limit=2');
    const cursor = body.nextCursor as string;
    for (const bad of [
      cursor.slice(0, -2),
      `A${cursor.slice(1)}`,
      'abc',
      Buffer.from('{"v":1}').toString('base64url'),
    ]) {
      expect(refusal(await service.anyone.get(`/v1/sources?cursor=${bad}`)).slice(0, 2)).toEqual([
        400,
        'invalidCursor',
      ]);
    }
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=1.5',
    'limit=05',
    'limit=',
    'limit=1&limit=2',
    'sort=title',
    'sort=',
    'include=everything',
    'cursor=',
  ])('%s is refused', async (query) => {
    expect((await service.anyone.get(`/v1/sources?${query}`)).status).toBe(400);
  });
});

describe('an item', () => {
  it('has a strong ETag, and 304 to those who have it', async () => {
    const path = `/v1/sources/${made[0]}`;
    const first = await service.anyone.get(path);
    expect(first.headers['etag']).toMatch(/^"[^"]+"$/);
    const again = await service.anyone.get(path).set('If-None-Match', first.headers['etag'] ?? '');
    expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', first.headers['etag']]);
    expect(
      (await service.anyone.get(path).set('If-None-Match', `"x", W/${first.headers['etag']}`)).status,
    ).toBe(304);
    await record.edit(path, { publisher: 'Now known' });
    const changed = await service.anyone.get(path).set('If-None-Match', first.headers['etag'] ?? '');
    expect([changed.status, (changed.body as Source).publisher]).toEqual([200, 'Now known']);
  });

  it('answers HEAD like GET, without the body', async () => {
    const path = `/v1/sources/${made[1]}`;
    const [head, get] = [await service.anyone.head(path), await service.anyone.get(path)];
    expect([head.status, head.headers['etag'], head.headers['content-length']]).toEqual([
      200,
      get.headers['etag'],
      get.headers['content-length'],
    ]);
  });
});
