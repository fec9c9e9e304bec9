/**
 * `npm run bench`: item read without and with a key, list of 50 with two filters, create forecast, each as a ratio to a
 * bare Fastify and pg doing the same SQL work, in turns, in one run. Ratios hold when the machine
 * is slow or busy; the rates beside them do not.
 */
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import { v7 as newId } from 'uuid';
import { ensureBuiltInActors, seedActor } from '../src/services/keys/built-in.ts';
import { ensureAdminKey } from '../src/services/keys/ensure-admin-key.ts';
import { applyMigrations } from '../src/store/migrate.ts';
import { connect } from '../src/store/prisma/connect.ts';
import { openStore } from '../src/store/prisma/open-store.ts';
import type { Store } from '../src/store/store.ts';
import { fillRecord } from './fill-record.ts';
import { startTemporaryDatabase } from './temporary-database.ts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4);
const ROUNDS = 3;
const CONNECTIONS = 8;
const KEY = 'bench-key-0123456789abcdef0123456789abcdef';

interface Load {
  readonly name: string;
  readonly bare: () => autocannon.Request;
  readonly reckoner: () => autocannon.Request;
}

async function startServer(file: string, url: string, port: number) {
  const child = fork(new URL(file, import.meta.url), {
    execArgv: process.execArgv,
    env: { ...process.env, BENCH_URL: url, BENCH_PORT: String(port) },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return child;
}

/** Requests a second of one load on one server, median of what autocannon sampled. */
async function rate(port: number, request: () => autocannon.Request): Promise<number> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [{ setupRequest: (given) => ({ ...given, ...request() }) }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} errors`);
  return result.requests.average;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function prepare(store: Store) {
  await ensureBuiltInActors(store);
  await ensureAdminKey(store, KEY, newId);
  return fillRecord(store, { store, actor: seedActor, newId });
}

const database = await startTemporaryDatabase();
const servers: Awaited<ReturnType<typeof startServer>>[] = [];
try {
  await applyMigrations({ url: database.ownerUrl, log: () => undefined });
  const limits = {
    poolSize: 4,
    connectionTimeoutMs: 2000,
    statementTimeoutMs: 60_000,
    queryTimeoutMs: 60_000,
    lockTimeoutMs: 5000,
  };
  const store = openStore(connect({ url: database.url, ...limits, onError: () => undefined }), {
    maxWaitMs: 5000,
    timeoutMs: 120_000,
  });
  const { forecastIds, questionIds, forecasterId } = await prepare(store);
  await store.close();
  servers.push(await startServer('./bare-server.ts', database.ownerUrl, 4801));
  servers.push(await startServer('./reckoner-server.ts', database.url, 4802));

  let turn = 0;
  const pick = (ids: readonly string[]): string => {
    turn += 7919;
    return ids[turn % ids.length] as string;
  };
  let made = Date.UTC(2026, 0, 1);
  const earlier = (): string => {
    made -= 1000;
    return new Date(made).toISOString();
  };
  const json = { 'content-type': 'application/json' };
  const loads: Load[] = [
    {
      name: 'item read',
      bare: () => ({ method: 'GET', path: `/item/${pick(forecastIds)}` }),
      reckoner: () => ({ method: 'GET', path: `/v1/forecasts/${pick(forecastIds)}` }),
    },
    {
      name: 'item read with a key',
      bare: () => ({ method: 'GET', path: `/item/${pick(forecastIds)}` }),
      reckoner: () => ({
        method: 'GET',
        path: `/v1/forecasts/${pick(forecastIds)}`,
        headers: { authorization: `Bearer ${KEY}` },
      }),
    },
    {
      name: 'list of 50, two filters',
      bare: () => ({ method: 'GET', path: '/list?topic=topic-3' }),
      reckoner: () => ({ method: 'GET', path: '/v1/forecasts?topic=topic-3&status=resolved' }),
    },
    {
      name: 'create forecast',
      bare: () => ({
        method: 'POST',
        path: '/create',
        headers: json,
        body: JSON.stringify({
          id: newId(),
          questionId: pick(questionIds),
          forecasterId,
          madeAt: earlier(),
          probability: 0.7,
        }),
      }),
      reckoner: () => ({
        method: 'POST',
        path: '/v1/forecasts',
        headers: { ...json, authorization: `Bearer ${KEY}` },
        body: JSON.stringify({
          questionId: pick(questionIds),
          forecasterId,
          madeAt: earlier(),
          prediction: { probability: 0.7 },
          basis: 'assigned',
        }),
      }),
    },
  ];
  console.log(
    `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each`,
  );
  console.log(`${forecastIds.length} forecasts on ${questionIds.length} questions\n`);
  console.log(
    '| load | bare fastify + pg, requests/s | reckoner, requests/s | reckoner / bare (min, median, max) |\n|---|---|---|---|',
  );
  for (const load of loads) {
    const bare: number[] = [];
    const reckoner: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare.push(await rate(4801, load.bare));
      reckoner.push(await rate(4802, load.reckoner));
    }
    const ratios = reckoner.map((value, index) => value / (bare[index] ?? 1));
    const [low, middle, high] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((value) =>
      value.toFixed(2),
    );
    console.log(
      `| ${load.name} | ${median(bare).toFixed(0)} | ${median(reckoner).toFixed(0)} | ${low}, **${middle}**, ${high} |`,
    );
  }
} finally {
  for (const server of servers) server.kill();
  await database.remove();
}
