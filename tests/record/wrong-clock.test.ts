/** The record is judged by the database's clock: a service whose own clock is wrong changes nothing. */
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import { startService, type TestService } from '../support/service.ts';
import { DAY_MS, dateAgo, daysAgo, Recorder, sourceBody, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterEach(() => vi.useRealTimers());
afterAll(() => service.close());

const wrongBy = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MS });
const databaseTime = async (): Promise<number> =>
  (await service.query<{ now: Date }>('SELECT clock_timestamp() AS now'))[0]?.now.getTime() ?? 0;

it.each([-400, 400])('by %i days: times, order, closing and expiry stay right', async (days) => {
  const [yesterday, tomorrow] = [daysAgo(1), daysAgo(-1)];
  const key = (
    await service.admin.post('/v1/keys').send({ name: unique('key'), scopes: ['write'], expiresAt: tomorrow })
  ).body as { id: string; secret: string };
  const [closed, open] = [
    await record.question({ closesAt: dateAgo(2) }),
    await record.question({ closesAt: tomorrow }),
  ];
  const forecaster = await record.forecaster();
  const before = (await service.anyone.get('/v1/audit/head')).body as { seq: number };

  wrongBy(days);
  const answer = await service.anyone.withKey(key.secret).post('/v1/sources').send(sourceBody());
  expect(answer.status, 'the key has a day to go').toBe(201);
  expect(answer.body.seq).toBe(before.seq + 1);
  expect(Math.abs(Date.parse(answer.body.createdAt) - (await databaseTime()))).toBeLessThan(5000);
  const change = { forecasterId: forecaster.id, madeAt: yesterday };
  const late: Forecast = await record.forecast(closed.id, 0.5, change);
  const inTime: Forecast = await record.forecast(open.id, 0.5, change);
  expect([late.ignored?.reason, inTime.ignored]).toEqual(['madeAtOrAfterClose', null]);
  const future = await service.admin
    .post('/v1/forecasts')
    .send(await record.forecastBody(open.id, 0.5, { forecasterId: forecaster.id, madeAt: tomorrow }));
  expect(future.status, 'made tomorrow').toBe(400);

  await service.query(
    `UPDATE api_keys SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
    [key.id],
  );
  const expired = await service.anyone.withKey(key.secret).post('/v1/sources').send(sourceBody());
  expect(expired.status, 'the key has expired').toBe(401);
});
