/**
 * Clients in a process of their own, on a core of their own where the machine has two: what they
 * measure is then not their own waiting. `node --import tsx load-process.ts <JSON of a LoadOrder>`
 * prints one line of JSON, a LoadResult.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadOrder, LoadResult, SeenThere } from './load-elsewhere.ts';

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder;
const { hostname, port } = new URL(order.address);
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const seen: SeenThere[] = [];

/** 0 for a connection that was refused or cut. */
function send(kind: SeenThere['kind']): Promise<SeenThere> {
  const at = performance.now();
  const body = kind === 'write' ? JSON.stringify({ title: randomUUID(), kind: 'article' }) : '';
  const headers = {
    authorization: `Bearer ${order.key}`,
    'content-type': 'application/json',
    'content-length': body.length,
  };
  return new Promise((resolve) => {
    const done = (status: number, retryAfter: boolean) =>
      resolve({ kind, status, retryAfter, at, took: performance.now() - at });
    const sent = request({
      agent,
      hostname,
      port,
      ...(kind === 'write'
        ? { method: 'POST', path: '/v1/sources', headers }
        : { path: '/v1/sources?limit=50' }),
    });
    sent.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0, answer.headers['retry-after'] !== undefined));
      answer.on('error', () => done(0, false));
    });
    sent.on('error', () => done(0, false));
    sent.end(body);
  });
}

async function client(number: number, end: number): Promise<void> {
  const kind = number % 2 === 0 ? 'write' : 'read';
  // As a fleet of clients meets a slow service: within a second, not within a millisecond.
  await sleep((1000 * number) / order.clients);
  while (performance.now() < end) {
    const one = await send(kind);
    seen.push(one);
    await sleep(one.status >= 200 && one.status < 300 ? 1 : order.pauseAfterRefusalMs);
  }
}

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const end = performance.now() + order.milliseconds;
await Promise.all(Array.from({ length: order.clients }, (_, number) => client(number, end)));
agent.destroy();
const result: LoadResult = { seen, ownDelayMs: delay.percentile(99) / 1e6 };
process.stdout.write(`${JSON.stringify(result)}\n`);
