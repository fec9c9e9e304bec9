/**
 * Starting, stopping and being killed, with the database that comes with the product. A start takes seconds:
 * a test that leaves its service running says so, and the next one goes on with it.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { processIdentity } from '../../src/store/embedded/process-identity.ts';
import {
  type ServiceProcess,
  serverOf,
  startProcess,
  temporaryDataFolder,
} from '../support/service-process.ts';

const folder = temporaryDataFolder();
const started: ServiceProcess[] = [];
afterAll(async () => {
  for (const service of started) await service.kill();
  await folder.remove();
});

function start(command?: string[]): ServiceProcess {
  const service = startProcess({ DATA_DIR: folder.path }, command);
  started.push(service);
  return service;
}

/** What the test before has left running. */
function running(): ServiceProcess {
  const service = started.at(-1);
  if (service === undefined || service.child.exitCode !== null) throw new Error('none was left running');
  return service;
}

test('a start ends with lines to act on: address, docs, key, something to try (left running)', async () => {
  const service = start();
  const address = await service.address;
  const key = readFileSync(join(folder.path, 'admin-key'), 'utf8').trim();
  expect(statSync(join(folder.path, 'admin-key')).mode & 0o777).toBe(0o600);
  expect(service.printed()).toContain(`${address}/docs`);
  expect(service.printed()).toContain(join(folder.path, 'admin-key'));
  expect(service.printed()).toContain(`curl '${address}/v1/`);
  expect(service.printed(), 'the key itself is never printed').not.toContain(key);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  const made = await fetch(`${address}/v1/forecasters`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Ada', kind: 'person' }),
  });
  expect(made.status, await made.clone().text()).toBe(201);
});

test('a second instance on the same folder says so and ends with 1; the first one goes on (left running)', async () => {
  const first = running();
  const address = await first.address;
  const second = startProcess({ DATA_DIR: folder.path });
  try {
    expect(await second.ended).toBe(1);
  } finally {
    await second.kill();
  }
  expect(second.printed()).toContain(`Another Reckoner (process ${first.child.pid}) is running`);
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
});

test('a signal stops service and Postgres, and further ones while it closes change nothing', async () => {
  const service = running();
  const server = serverOf(folder.path);
  for (const signal of ['SIGTERM', 'SIGTERM', 'SIGINT'] as const) service.child.kill(signal);
  expect(await service.ended, service.printed()).toBe(0);
  expect(processIdentity(server)).toBeUndefined();
});

test('a second start still has the record (left running)', async () => {
  const begin = Date.now();
  const service = start();
  const answer = await fetch(`${await service.address}/v1/forecasters`);
  console.log(`second start: first answer after ${Date.now() - begin} ms`);
  expect((await answer.json()) as object).toMatchObject({ items: [{ name: 'Ada' }] });
});

test('after SIGKILL the next start stops the orphaned server and serves; SIGINT alone ends it in order', async () => {
  const killed = running();
  killed.child.kill('SIGKILL');
  expect(await killed.ended).toBe('SIGKILL');
  const orphan = serverOf(folder.path);
  const next = start();
  expect((await fetch(`${await next.address}/readyz`)).status).toBe(200);
  expect(next.printed()).toContain('Stopped the database server that a killed run had left behind');
  expect(processIdentity(orphan)).toBeUndefined();
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
});

test.each([
  ['SIGINT', 'group'],
  ['SIGTERM', 'npm'],
] as const)(
  'under npm, %s to the %s stops service and Postgres',
  async (signal, target) => {
    const service = start(['npm', 'start']);
    await service.address;
    const server = serverOf(folder.path);
    const pid = service.child.pid ?? 0;
    process.kill(target === 'group' ? -pid : pid, signal);
    await service.ended;
    expect(service.printed()).toContain('Stopped');
    expect(processIdentity(server)).toBeUndefined();
    expect(existsSync(join(folder.path, 'lock'))).toBe(false);
  },
  60_000,
);
