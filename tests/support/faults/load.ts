/** A steady or heavy load, and what each request saw. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN_KEY } from './service.ts';

export interface Seen {
  readonly status: number;
  readonly retryAfter: boolean;
  readonly at: number;
  readonly took: number;
  readonly id: string;
  readonly etag: string;
}

/** One write of a source; 0 for a connection that was refused or cut. */
export async function writeOnce(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const at = performance.now();
  try {
    const answer = await fetch(`${address}/v1/sources`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ title: randomUUID(), kind: 'article' }),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    const id = answer.status === 201 ? (JSON.parse(text) as { id: string }).id : '';
    return {
      status: answer.status,
      // Or it is recorded, and not to be sent again.
      retryAfter: answer.headers.has('retry-after') || answer.headers.has('audit-seq'),
      at,
      took: performance.now() - at,
      id,
      etag: answer.headers.get('etag') ?? '',
    };
  } catch {
    return { status: 0, retryAfter: false, at, took: performance.now() - at, id: '', etag: '' };
  }
}

export async function readOnce(address: string, path: string): Promise<Seen> {
  const at = performance.now();
  try {
    const answer = await fetch(address + path, { signal: AbortSignal.timeout(20_000) });
    await answer.text();
    return {
      status: answer.status,
      retryAfter: answer.headers.has('retry-after'),
      at,
      took: performance.now() - at,
      id: '',
      etag: '',
    };
  } catch {
    return { status: 0, retryAfter: false, at, took: performance.now() - at, id: '', etag: '' };
  }
}

export interface Load {
  readonly seen: readonly Seen[];
  stop(): Promise<void>;
}

/**
 * That many clients, each sending the next request when the last was answered, after a pause.
 * @param pauseAfterRefusalMs pause after any answer but 2xx, where it is another
 */
export function startLoad(
  clients: number,
  send: () => Promise<Seen>,
  pauseMs = 1,
  pauseAfterRefusalMs = pauseMs,
): Load {
  const seen: Seen[] = [];
  let stopping = false;
  const run = async () => {
    while (!stopping) {
      const one = await send();
      seen.push(one);
      await sleep(one.status >= 200 && one.status < 300 ? pauseMs : pauseAfterRefusalMs);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, run));
  return {
    seen,
    stop: async () => {
      stopping = true;
      await all;
    },
  };
}

/** `201 x 12, 503 x 3` */
export function tally(seen: readonly Pick<Seen, 'status'>[]): string {
  const counts = new Map<number, number>();
  for (const { status } of seen) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${status === 0 ? 'no answer' : status} x ${count}`).join(', ');
}

/** Answered as promised: done, or 503 or 429 with Retry-After. */
export function isHonest({ status, retryAfter }: Pick<Seen, 'status' | 'retryAfter'>): boolean {
  return (status >= 200 && status < 300) || ([429, 503].includes(status) && retryAfter);
}
