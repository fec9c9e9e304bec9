import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

const total = async (target: string): Promise<number> =>
  (await service.anyone.get(`/v1/${target}&include=total&limit=1`)).body.total;

describe('the seeded article', () => {
  it.each(['TPU', '也许', 'neoclouds', 'OpenAI'])(
    '%s finds statements and predictions, not all',
    async (word) => {
      for (const resource of ['statements', 'predictions']) {
        const found = await total(`${resource}?q=${encodeURIComponent(word)}`);
        expect(found).toBeGreaterThan(0);
        expect(found).toBeLessThan(await total(`${resource}?sort=createdAt`));
      }
    },
  );

  it('every row of the flat view fits the contract, and those that are resolved have scores', async () => {
    const { items } = (await service.anyone.get('/v1/predictions?status=resolved&limit=200')).body;
    expect(items.length).toBeGreaterThan(0);
    for (const row of items) expect(row.brier === null, row.question).toBe(row.probability === null);
  });

  it('stands in the audit chain, which verifies', async () => {
    const { body } = await service.anyone.get('/v1/audit/verification');
    expect([body.ok, body.findings, body.uncovered]).toEqual([true, [], []]);
  });
});
