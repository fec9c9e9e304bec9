/** Rows that cannot be scored are read where they would be scored: nobody else waits for that. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const evaluate = (forecasts: readonly unknown[]) =>
  service.anyone.post('/v1/scoring/evaluate').send({ forecasts });

it('more than a body takes are refused by their number, unread', async () => {
  const answer = await evaluate(new Array(200_000).fill({}));
  expect([answer.status, answer.body.code]).toEqual([413, 'tooManyRows']);
});

it('the first hundred defects are told by row and field, and how many rows have some', async () => {
  const good = { probability: 0.5, outcome: 1 };
  const answer = await evaluate([good, ...new Array(500).fill({ probability: 2 }), good]);
  expect([answer.status, answer.body.code]).toEqual([400, 'invalidRows']);
  expect(answer.body).toMatchObject({ rows: 502, invalidRows: 500 });
  expect(answer.body.errors).toHaveLength(100);
  expect(answer.body.errors[0].pointer).toMatch(/^\/forecasts\/1/);
});

it.each([
  ['text/csv', `probability,outcome\n0.5,1\n${'\n'.repeat(300_000)}`, 400, 'tooManyEmptyLines'],
  ['application/x-ndjson', '{}\n'.repeat(200_000), 400, 'invalidRows'],
  ['application/x-ndjson', '\n'.repeat(5_000_000), 413, 'tooManyLines'],
])('a file of rubbish is not read to its end: %s', async (type, file, status, code) => {
  const answer = await service.anyone.post('/v1/scoring/evaluate').type(type).send(file);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
