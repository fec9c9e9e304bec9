/** A transaction may write without bound, and its event names all of it: a page holds few of those. */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/domain/audit/audit-event.ts';
import { trailStretches } from '../../src/services/audit/trail-stretches.ts';
import { SYSTEM_KEY_ID } from '../../src/services/keys/built-in.ts';
import { startService, type TestService } from '../support/service.ts';

/** So many records take some 340 kB stored, of the 500 kB that a page has room for. */
const RECORDS = 4000;
const ACTION = 'test.many';
let service: TestService;
beforeAll(async () => {
  service = await startService();
  for (const of of ['a', 'b']) {
    await service.store.write(
      { actor: SYSTEM_KEY_ID, action: ACTION, timeoutMs: 60_000 },
      async (unit) => {
        const names = Array.from({ length: RECORDS }, (_, at) => `${of} ${at}`);
        await unit.ensureNames('topic', names, newId);
      },
      async () => undefined,
    );
  }
}, 120_000);
afterAll(() => service.close());

async function pages(sort: string): Promise<AuditEvent[][]> {
  const found: AuditEvent[][] = [];
  for (let cursor = ''; ; ) {
    const { body } = await service.anyone.get(
      `/v1/audit/events?q=${ACTION}&sort=${sort}&include=total${cursor}`,
    );
    expect(body.total).toBe(2);
    found.push(body.items);
    if (body.nextCursor === null) return found;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

it('a page ends before its events name too much, and has one at least; every event comes once, whole', async () => {
  const upwards = await pages('seq');
  expect(upwards.map(({ length }) => length)).toEqual([1, 1]);
  for (const { records } of upwards.flat()) expect(records).toHaveLength(RECORDS);
  const downwards = await pages('-seq');
  expect(downwards.flat().map(({ seq }) => seq)).toEqual(
    upwards
      .flat()
      .map(({ seq }) => seq)
      .reverse(),
  );
});

it('small events beside a large one fill the page up to the limit', async () => {
  const { items, nextCursor } = (await service.anyone.get('/v1/audit/events?limit=200')).body;
  expect(items.map(({ records }: AuditEvent) => records.length).slice(-2)).toEqual([1, RECORDS]);
  expect(nextCursor).not.toBeNull();
});

it('stretches of the trail too: every event comes once, and the chain holds over all of them', async () => {
  const { seq: head } = await service.store.auditHead();
  const stretches: number[][] = [];
  for await (const { entries, upTo } of trailStretches(1, head, service.store.auditTrail)) {
    stretches.push(entries.map(({ event }) => event.seq));
    expect(upTo).toBe(entries.at(-1)?.event.seq);
  }
  expect(stretches.flat()).toEqual(Array.from({ length: head }, (_, at) => at + 1));
  // What comes before the first large one goes with it; the second stands alone.
  expect(stretches.at(-1)).toEqual([head]);
  expect((await service.admin.get('/v1/audit/verification')).body).toMatchObject({ ok: true, events: head });
});
