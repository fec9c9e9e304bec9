/** A short walk over the contract; `npm run test:fuzz` is the long one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Walk } from '../fuzz/walk.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

it('500 requests, valid and mutated, get only answers that the contract has', async () => {
  const { document, secret } = service;
  const walk = new Walk({ url: service.anyone.url, key: secret, document, requests: 500, seed: 11 });
  const { failures, counts } = await walk.run();
  expect(failures).toEqual([]);
  const statuses = new Set([...counts.values()].flatMap((found) => [...found.keys()]));
  for (const status of [200, 201, 400, 404, 405]) expect(statuses).toContain(status);
  expect((await service.admin.get('/v1/audit/verification')).body).toMatchObject({ ok: true, findings: [] });
});
