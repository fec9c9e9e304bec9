/**
 * What was acknowledged is found again: the service is killed with SIGKILL while it writes, alone
 * or together with its database server, and started on the same folder. What was started after one kill is
 * the victim of the next.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ServiceProcess,
  serverOf,
  startProcess,
  temporaryDataFolder,
} from '../support/service-process.ts';

const WRITERS = 8;

const folder = temporaryDataFolder();
const started: ServiceProcess[] = [];
/** Bodies of every 201 of all rounds, by address of the thing. */
const acknowledged = new Map<string, string>();

let current: Started;
beforeAll(async () => {
  current = await start();
});
afterAll(async () => {
  for (const service of started) await service.kill();
  await folder.remove();
});

interface Started {
  readonly service: ServiceProcess;
  readonly address: string;
}

async function start(): Promise<Started> {
  const service = startProcess({ DATA_DIR: folder.path, RATE_LIMIT_PER_MINUTE: '0' });
  started.push(service);
  return { service, address: await service.address };
}

/** Writes one after the other until the service is gone; only a whole 201 counts as acknowledged. */
/** Under load a service that has just started may ask to come again. */
async function readOf(address: string): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(address);
    if (answer.status !== 503 || attempt === 20) return answer;
    await answer.text();
    await sleep(500);
  }
}

async function write(address: string, round: string, writer: number): Promise<void> {
  const key = readFileSync(join(folder.path, 'admin-key'), 'utf8').trim();
  for (let count = 0; ; count += 1) {
    try {
      const answer = await fetch(`${address}/v1/forecasters`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: `${round} ${writer}/${count}`, kind: 'person' }),
      });
      const body = await answer.text();
      if (answer.status === 201) acknowledged.set(`/v1/forecasters/${JSON.parse(body).id}`, body);
      // A service that closes in order would be no proof.
      else if (answer.status !== 503) throw new Error(`${answer.status} ${body}`);
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

test.each(['service', 'service and server', 'server and service'])(
  'kill the %s during writes',
  async (victim) => {
    const { service, address } = current;
    const before = acknowledged.size;
    const writers = Array.from({ length: WRITERS }, (_, writer) => write(address, victim, writer));
    while (acknowledged.size < before + 20) await sleep(5);
    await sleep(Math.random() * 150);
    const server = serverOf(folder.path);
    if (victim.startsWith('server')) process.kill(server, 'SIGKILL');
    service.child.kill('SIGKILL');
    if (victim.endsWith('server')) process.kill(server, 'SIGKILL');
    await Promise.all(writers);

    current = await start();
    for (const [path, body] of acknowledged) {
      const found = await readOf(current.address + path);
      expect(found.status, `${path} of ${body}`).toBe(200);
      expect(await found.text()).toBe(body);
    }
    const head = (await (await fetch(`${current.address}/v1/audit/head`)).json()) as { seq: number };
    expect(head.seq).toBeGreaterThanOrEqual(acknowledged.size);
  },
  60_000,
);

test('what was started after all kills ends in order', async () => {
  current.service.child.kill('SIGTERM');
  expect(await current.service.ended).toBe(0);
});
