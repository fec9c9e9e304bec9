/** Commits whose answer is lost: the client hears 503, asks again with the same key, and has one row. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ChaosProxy } from './chaos-proxy.ts';
import { ADMIN_KEY } from './service.ts';

export interface Ambiguous {
  /** First answers, by status. */
  readonly first: Map<number, number>;
  /** Requests that were answered from what the cut commit had done. */
  replayed: number;
  /** Keys without exactly one row, or answered by something else than 201 in the end. */
  readonly wrong: string[];
}

/** Every second commit is cut after it was sent, the others before. */
export async function cutCommits(
  times: number,
  address: string,
  proxy: ChaosProxy,
  ownerUrl: string,
): Promise<Ambiguous> {
  const seen: Ambiguous = { first: new Map(), replayed: 0, wrong: [] };
  const titles = Array.from({ length: times }, (_, index) => `cut ${index} ${randomUUID()}`);
  for (const [index, title] of titles.entries()) {
    proxy.cutCommits(1, index % 2 === 0 ? 'after' : 'before');
    const send = () =>
      fetch(`${address}/v1/sources`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ADMIN_KEY}`,
          'content-type': 'application/json',
          'idempotency-key': title.replaceAll(' ', '-'),
        },
        body: JSON.stringify({ title, kind: 'article' }),
      });
    const first = await send();
    await first.text();
    seen.first.set(first.status, (seen.first.get(first.status) ?? 0) + 1);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await send();
      const text = await answer.text();
      if (answer.status === 201) {
        if (answer.headers.get('idempotency-replayed') === 'true') seen.replayed += 1;
        break;
      }
      if (attempt === 50 || ![503, 409].includes(answer.status)) {
        seen.wrong.push(`${title}: ${answer.status} ${text}`);
        break;
      }
      await sleep(20);
    }
  }
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ title: string; count: number }>(
    'SELECT n.title, count(s.id)::int AS count FROM unnest($1::text[]) AS n(title) LEFT JOIN sources s ON s.title = n.title GROUP BY 1 HAVING count(s.id) <> 1',
    [titles],
  );
  await client.end();
  seen.wrong.push(...rows.map(({ title, count }) => `${title}: ${count} rows`));
  return seen;
}
