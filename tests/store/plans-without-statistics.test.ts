/**
 * Until the server has looked at new tables (a minute after a large load, or later) it plans as if they
 * held next to nothing: what a statement reads must not hang on that.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Prisma } from '../../src/store/prisma/generated/client.ts';
import { forecastChanged } from '../../src/store/prisma/read/changed-after.ts';
import { forecastList, predictionList } from '../../src/store/prisma/read/list-sources.ts';
import { Recorder } from '../record/fixtures.ts';
import { forgetStatistics } from '../support/faults/statistics.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let owner: pg.Client;
beforeAll(async () => {
  service = await startService({ seed: true });
  const record = new Recorder(service.admin);
  const question = await record.question();
  const forecasts = await Promise.all(
    Array.from({ length: 100 }, (_, at) => record.forecastBody(question.id, at / 100)),
  );
  const batch = await service.admin.post('/v1/forecasts/batch').send({ forecasts });
  expect(batch.status).toBe(201);
  owner = new pg.Client(service.ownerUrl);
  await owner.connect();
  await forgetStatistics(service.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

it.each([
  ['predictions', predictionList],
  ['forecasts', forecastList],
] as const)('%s that have changed are found by reading each table a few times', async (_noun, source) => {
  const conditions = [...source.always, source.notRetracted ?? Prisma.sql`true`, forecastChanged(1_000_000)];
  const { text, values } = Prisma.sql`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
    SELECT ${source.key.expression} FROM ${source.from} WHERE ${Prisma.join(conditions, ' AND ')} LIMIT 50`;
  const { rows } = await owner.query<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }>(text, [...values]);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  expect(plan?.['Actual Rows']).toBe(0);
  // Blocks of 8 kB. The whole record has some hundred.
  expect((plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)).toBeLessThan(3000);
});
