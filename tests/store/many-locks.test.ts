/** A unit that decides on very many things takes one lock for all of them: the server's room for locks is everybody's. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM_KEY_ID } from '../../src/services/keys/built-in.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const request = { actor: SYSTEM_KEY_ID, action: 'test.hold' };
const ids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
const locks = async () =>
  (
    await service.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
  )[0]?.n;

it.each([
  [300, 301],
  [1000, 1],
])('%i statements are held by %i locks', async (count, expected) => {
  const seen = await service.store.rehearse(request, async (unit) => {
    await unit.hold({ rely: { statement: ids(count) } });
    return locks();
  });
  expect(seen).toBe(expected);
});

it('meanwhile nobody else decides on any of them', async () => {
  const many = ids(1000);
  const order: string[] = [];
  let other: Promise<void> | undefined;
  await service.store.rehearse(request, async (unit) => {
    await unit.hold({ rely: { statement: many } });
    other = service.store.rehearse(request, async (second) => {
      await second.hold({ change: { statement: many.slice(0, 1) } });
      order.push('the other');
    });
    await expect.poll(waiting).toBe(1);
    order.push('the many');
  });
  await other;
  expect(order).toEqual(['the many', 'the other']);
});

const waiting = async () =>
  (
    await service.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
  )[0]?.n;
