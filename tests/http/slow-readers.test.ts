/** A client that hardly takes its answer is cut off; one that is merely slow is not. */
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cutSlowReaders } from '../../src/http/plugins/slow-readers.ts';

/** More than the buffers of the system take. */
const BYTES = 60_000_000;
/** Two seconds and a half for all of it. */
const PACE = { graceMs: 400, bytesPerSecond: BYTES / 2 };
const app = Fastify();
cutSlowReaders(app, PACE);
app.get('/', () => 'a'.repeat(BYTES));
beforeAll(() => app.listen({ host: '127.0.0.1', port: 0 }));
afterAll(() => app.close());

function ask(): Socket {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  return socket;
}

it.each([
  ['nothing', 0],
  ['a few bytes at a time', 1000],
])('cuts the connection of a client that reads %s', async (_what, bytes) => {
  const begin = performance.now();
  const connections = () => new Promise<number>((resolve) => app.server.getConnections((_, n) => resolve(n)));
  const socket = ask().pause();
  socket.on('error', () => undefined);
  const reading = setInterval(() => bytes > 0 && socket.read(bytes), 50);
  await sleep(PACE.graceMs);
  expect(await connections()).toBe(1);
  await expect.poll(connections, { timeout: 10_000 }).toBe(0);
  clearInterval(reading);
  expect(performance.now() - begin).toBeGreaterThan(2000);
  socket.resume();
  await expect.poll(() => socket.destroyed).toBe(true);
  expect(socket.bytesRead).toBeLessThan(BYTES);
});

it('serves one that reads slowly to the end', async () => {
  const socket = ask();
  const begin = performance.now();
  let [read, next] = [0, 0];
  for await (const part of socket) {
    read += (part as Buffer).length;
    if (read < next) continue;
    next = read + BYTES / 10;
    await sleep(100);
  }
  expect(read).toBeGreaterThan(BYTES);
  expect(performance.now() - begin).toBeGreaterThan(800);
}, 20_000);
