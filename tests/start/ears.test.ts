/** Connections that come at once are taken in few turns of the event loop, and served as any other. */
import { spawnSync } from 'node:child_process';
import { Agent, createServer, get } from 'node:http';
import { type AddressInfo, connect, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { openEars } from '../../src/start/ears.ts';

const CLIENTS = 120;
const turn = () => new Promise(setImmediate);

it('a crowd is heard of in a tenth of the turns, and answered; the socket stays as it was', async () => {
  let heard = 0;
  const server = createServer((request, response) => response.end(request.url));
  server.on('connection', () => (heard += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 511, resolve));
  const { port } = server.address() as AddressInfo;
  const ears: readonly Server[] = await openEars(server, 511);
  expect(ears).toHaveLength(31);
  const sockets = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1'));
  let turns = 0;
  for (; heard < CLIENTS && turns < 10_000; turns += 1) {
    // Whoever takes one a turn needs as many turns as there are clients, however long they are.
    const until = performance.now() + 5;
    while (performance.now() < until);
    await turn();
  }
  expect(heard).toBe(CLIENTS);
  expect(turns).toBeLessThan(CLIENTS / 2);
  for (const socket of sockets) socket.destroy();

  const agent = new Agent({ keepAlive: true });
  const ask = (path: string) =>
    new Promise<string>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, agent }, (answer) => {
        let text = '';
        answer.on('data', (part) => (text += part)).on('end', () => resolve(text));
      }).on('error', reject);
    });
  const paths = Array.from({ length: 60 }, (_, n) => `/${n}`);
  expect(await Promise.all(paths.map(ask))).toEqual(paths);
  const closed = [...ears, server].map((one) => new Promise((resolve) => one.close(resolve)));
  server.closeIdleConnections();
  await Promise.all(closed);
  agent.destroy();
});

/** Listens, opens files until the system gives no more, then opens ears. */
const WITHOUT_FILES = `
import { openSync } from 'node:fs';
import { createServer } from 'node:http';
const { openEars } = await import(process.argv[1]);
const server = createServer((request, response) => response.end('served'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
try { for (;;) openSync('/dev/null'); } catch {}
console.log((await openEars(server, 511)).length);
process.exit(0);`;

it('where no file is left to open there are none, and nothing fails', () => {
  const module = new URL('../../src/start/ears.ts', import.meta.url).href;
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', WITHOUT_FILES, module];
  const { stdout, stderr } = spawnSync('sh', ['-c', 'ulimit -n 200; exec "$@"', 'sh', ...node], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stdout.trim(), stderr).toBe('0');
});
