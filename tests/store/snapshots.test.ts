/** Snapshots: the same rows as the lists, at the head and as of any audit number. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSnapshots } from '../../src/store/prisma/snapshot/open-snapshots.ts';
import type { SnapshotItems, SnapshotNoun, SnapshotQuery, Snapshots } from '../../src/store/snapshots.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
let snapshots: Snapshots;
beforeAll(async () => {
  service = await startService({ seed: true });
  snapshots = openSnapshots({
    url: service.databaseUrl,
    connectionTimeoutMs: 5000,
    onError: () => undefined,
  });
});
afterAll(async () => {
  await snapshots.close();
  await service.close();
});

async function read<Noun extends SnapshotNoun>(
  noun: Noun,
  asOf: number | null,
  query: SnapshotQuery<Noun> = { filter: {}, includeRetracted: false },
): Promise<SnapshotItems[Noun][]> {
  const snapshot = await snapshots.open(asOf);
  try {
    const items: SnapshotItems[Noun][] = [];
    for await (const batch of snapshot.read(noun, query)) items.push(...batch);
    expect(await snapshot.count(noun, query)).toBe(items.length);
    return items;
  } finally {
    await snapshot.close();
  }
}

async function listed(path: string): Promise<unknown[]> {
  const items: unknown[] = [];
  for (let next: string | undefined = `${path}?limit=200`; next !== undefined; ) {
    const answer: Awaited<ReturnType<typeof service.anyone.get>> = await service.anyone.get(next);
    items.push(...answer.body.items);
    next = answer.headers['link']?.match(/<(.*)>/)?.[1];
  }
  return items;
}

describe('the seeded record', () => {
  const nouns = [
    'statements',
    'questions',
    'forecasts',
    'forecasters',
    'topics',
    'entities',
    'scores',
  ] as const;
  it.each(nouns)('%s at the head are the items of the list', async (noun) => {
    const items = await read(noun, null);
    expect(items.length).toBeGreaterThan(3);
    expect(items).toEqual(await listed(`/v1/${noun}`));
  });

  it.each([...nouns, 'resolutions', 'verdicts', 'sources'] as const)(
    '%s as of the head are those at the head',
    async (noun) => {
      const { seq } = await service.store.auditHead();
      expect(await read(noun, seq)).toEqual(await read(noun, null));
    },
  );

  it('was empty before its first event', async () => {
    expect(await read('statements', 0)).toEqual([]);
    expect(await read('scores', 0)).toEqual([]);
  });
});
