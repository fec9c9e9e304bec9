/** Pages after the first are of the state of the first one, whatever is edited, resolved or retracted between. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, Recorder, refusal, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

/** Six questions under a topic of their own, due one month after the other. */
async function six(): Promise<{ topic: string; ids: string[] }> {
  const topic = unique('Moment');
  const ids: string[] = [];
  for (const month of [1, 2, 3, 4, 5, 6])
    ids.push((await record.question({ topics: [topic], resolvesBy: `2028-0${month}-15` })).id);
  return { topic, ids };
}

/** Pages of two; after the first one something happens. */
async function walk(target: string, meanwhile: () => Promise<unknown>) {
  const items: Record<string, unknown>[] = [];
  const totals: number[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { status, body } = await service.anyone.get(`${target}&limit=2&include=total${next}`);
    expect(status, JSON.stringify(body)).toBe(200);
    items.push(...body.items);
    totals.push(body.total);
    if (cursor === null) await meanwhile();
    cursor = body.nextCursor;
  } while (cursor !== null);
  return { ids: items.map((item) => item['id'] ?? item['forecastId']), items, totals };
}

describe('a walk of lists holds each row of its first moment once, in the order of then', () => {
  it('by a date that is edited', async () => {
    const { topic, ids } = await six();
    const { ids: seen } = await walk(`/v1/questions?topic=${topic}&sort=resolvesBy`, async () => {
      await record.edit(`/v1/questions/${ids[4]}`, { resolvesBy: '2028-01-01' });
      await record.edit(`/v1/questions/${ids[0]}`, { resolvesBy: '2028-05-20' });
    });
    expect(seen).toEqual(ids);
  });

  it('by the time at which an outcome became known', async () => {
    const { topic, ids } = await six();
    for (const [at, id] of ids.slice(0, 3).entries())
      await record.resolve(id, { value: true }, { knownAt: daysAgo(30 - at) });
    const { ids: seen, totals } = await walk(`/v1/questions?topic=${topic}&sort=knownAt`, () =>
      record.resolve(ids[5] as string, { value: true }, { knownAt: daysAgo(60) }),
    );
    expect(seen).toEqual(ids);
    expect(new Set(totals)).toEqual(new Set([6]));
  });

  it('by status, and tells what each row has become', async () => {
    const { topic, ids } = await six();
    const { items, totals } = await walk(`/v1/questions?topic=${topic}&status=open`, () =>
      record.resolve(ids[3] as string),
    );
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(totals).toEqual([6, 6, 6]);
    expect(items.map((item) => (item as unknown as Question).status)).toEqual([
      ...['open', 'open', 'open'],
      ...['resolved', 'open', 'open'],
    ]);
  });

  it('by a topic that is renamed by a merge, with what is retracted, marked', async () => {
    const { topic, ids } = await six();
    const { items } = await walk(`/v1/questions?topic=${topic}`, async () => {
      await record.retract(`/v1/questions/${ids[5]}`);
      await record.edit(`/v1/questions/${ids[4]}`, { topics: [] });
    });
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(items.map(({ retraction }) => retraction !== null)).toEqual([...Array(5).fill(false), true]);
  });

  it('scores, of questions whose outcome is corrected', async () => {
    const { id } = await record.question();
    for (const p of [0.1, 0.2, 0.3]) await record.forecast(id, p);
    await record.resolve(id);
    const { items } = await walk(`/v1/scores?questionId=${id}&rule=brier`, () =>
      record.correct(id, { value: false }),
    );
    expect(items.map(({ value }) => Number((value as number).toFixed(2)))).toEqual([0.81, 0.64, 0.49]);
    expect(new Set(items.map(({ resolutionId }) => resolutionId)).size).toBe(1);
  });

  it('a cursor of a number that is yet to come is of no page of this record', async () => {
    const { topic } = await six();
    const { body } = await service.anyone.get(`/v1/questions?topic=${topic}&limit=2`);
    const { encode, content } = opened(body.nextCursor);
    const cursor = encode({ ...content, q: 2 ** 53 - 1 });
    expect(refusal(await service.anyone.get(`/v1/questions?topic=${topic}&cursor=${cursor}`))[1]).toBe(
      'invalidCursor',
    );
  });
});

describe('predictions are wholly of the first moment', () => {
  it('page by page: outcome, names and scores', async () => {
    const { topic, ids } = await six();
    const forecaster = await record.forecaster();
    for (const id of ids) await record.forecast(id, 0.8, { forecasterId: forecaster.id });
    const { items } = await walk(`/v1/predictions?topic=${topic}&status=open&sort=resolvesBy`, async () => {
      await record.resolve(ids[3] as string);
      await record.edit(`/v1/questions/${ids[2]}`, { resolvesBy: '2029-01-01' });
      await record.edit(`/v1/forecasters/${forecaster.id}`, { name: unique('Renamed') });
      const last = (await service.anyone.get(`/v1/predictions?questionId=${ids[5]}`)).body.items[0]
        .forecastId;
      const body = await record.forecastBody(ids[5] as string, 0.7, { forecasterId: forecaster.id });
      const corrected = await service.admin
        .post('/v1/forecasts')
        .set('If-Match', await record.etag(`/v1/forecasts/${last}`))
        .send({ ...body, supersedesId: last, reason: 'A typing error' });
      expect(corrected.status, JSON.stringify(corrected.body)).toBe(201);
    });
    expect(items.map(({ questionId }) => questionId)).toEqual(ids);
    expect(new Set(items.map((item) => item['forecaster']))).toEqual(new Set([forecaster.name]));
    expect(items.map(({ status, brier, probability }) => [status, brier, probability])).toEqual(
      Array(6).fill(['open', null, 0.8]),
    );
  });
});

function opened(cursor: string) {
  const content = JSON.parse(Buffer.from(cursor, 'base64url').toString().slice(16)) as object;
  return {
    content,
    encode: (changed: object) => {
      const text = JSON.stringify(changed);
      const digest = createHash('sha256').update(text).digest('base64url').slice(0, 16);
      return Buffer.from(`${digest}${text}`).toString('base64url');
    },
  };
}
