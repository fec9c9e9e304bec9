/**
 * `npm run bench:writes`: writes a second by 1, 8 and 64 clients that never pause, as a ratio to bare pg
 * inserting one row a commit from as many clients over the same number of connections, in turns, in one
 * run; and what one write costs the service's processor. Who is turned away comes back at once.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import pg from 'pg';
import { v7 as newId } from 'uuid';
import { ensureBuiltInActors } from '../src/services/keys/built-in.ts';
import { ensureAdminKey } from '../src/services/keys/ensure-admin-key.ts';
import { applyMigrations } from '../src/store/migrate.ts';
import { connect } from '../src/store/prisma/connect.ts';
import { openStore } from '../src/store/prisma/open-store.ts';
import { startTemporaryDatabase } from './temporary-database.ts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const CLIENTS = [1, 8, 64];
const CONNECTIONS = 10;
const KEY = 'bench-key-0123456789abcdef0123456789abcdef';

interface Counted {
  readonly done: number;
  readonly refused: number;
  /** Milliseconds that each one done took. */
  readonly took: readonly number[];
}

/** That many clients, each beginning again when it was answered; true counts as done. */
async function closedLoop(clients: number, send: () => Promise<boolean>): Promise<Counted> {
  const end = performance.now() + SECONDS * 1000;
  const took: number[] = [];
  let refused = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let begin = performance.now(); begin < end; begin = performance.now()) {
        if (await send()) took.push(performance.now() - begin);
        else refused += 1;
      }
    }),
  );
  return { done: took.length, refused, took };
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

/** Milliseconds of processor time that a process has used; the kernel counts in hundredths of a second. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

const database = await startTemporaryDatabase();
await applyMigrations({ url: database.ownerUrl, log: () => undefined });
const store = openStore(
  connect({
    url: database.url,
    poolSize: 1,
    connectionTimeoutMs: 2000,
    statementTimeoutMs: 5000,
    queryTimeoutMs: 6000,
    lockTimeoutMs: 1000,
    onError: () => undefined,
  }),
  { maxWaitMs: 2000, timeoutMs: 5000 },
);
await ensureBuiltInActors(store);
await ensureAdminKey(store, KEY, newId);
await store.close();
const PORT = 4803;
const service = fork(new URL('./reckoner-server.ts', import.meta.url), {
  execArgv: process.execArgv,
  env: { ...process.env, BENCH_URL: database.url, BENCH_PORT: String(PORT) },
});
const started = new Promise<void>((resolve, reject) => {
  service.once('message', () => resolve());
  service.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
});
const bare = new pg.Pool({ connectionString: database.ownerUrl, max: CONNECTIONS });
// The server is stopped while some of its connections are still closing.
bare.on('error', () => undefined);
try {
  await started;
  const address = `http://127.0.0.1:${PORT}`;
  const send = async (method: string, path: string, body: object, headers = {}) => {
    const answer = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status >= 300 && answer.status !== 503) throw new Error(`${path}: ${answer.status} ${text}`);
    return { done: answer.ok, etag: answer.headers.get('etag') ?? '', text };
  };
  const create = async (path: string, body: object): Promise<string> => {
    for (;;) {
      const { done, text } = await send('POST', path, body);
      if (done) return (JSON.parse(text) as { id: string }).id;
    }
  };

  await bare.query('CREATE TABLE bare_rows (id uuid PRIMARY KEY, made_at timestamptz NOT NULL, note text)');
  const forecasterId = await create('/v1/forecasters', { name: 'Ann', kind: 'person' });
  const questionIds: string[] = [];
  for (let made = 0; made < 20; made += 1)
    questionIds.push(
      await create('/v1/questions', { title: `Q ${made}`, type: 'binary', resolutionCriteria: 'So.' }),
    );
  let turn = 0;
  const insertBare = async () => {
    await bare.query('INSERT INTO bare_rows VALUES ($1, clock_timestamp(), $2)', [randomUUID(), 'a row']);
    return true;
  };
  const forecast = async () => {
    turn += 1;
    return (
      await send('POST', '/v1/forecasts', {
        questionId: questionIds[turn % questionIds.length],
        forecasterId,
        madeAt: new Date(Date.UTC(2020, 0, 1) + turn * 1000).toISOString(),
        prediction: { probability: 0.7 },
        basis: 'stated',
      })
    ).done;
  };
  const keyed = async () => {
    turn += 1;
    const key = { 'idempotency-key': randomUUID() };
    return (await send('POST', '/v1/sources', { title: `S ${turn}`, kind: 'article' }, key)).done;
  };

  console.log(
    `${cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s each\n`,
  );
  console.log(
    '| write | clients | bare pg, rows/s | reckoner, writes/s | ratio | p50, p99 ms | turned away | processor ms a write |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [name, write] of Object.entries({ 'a forecast': forecast, 'a source with a key': keyed })) {
    await closedLoop(4, write);
    for (const clients of CLIENTS) {
      const [rows, took]: [number[], number[]] = [[], []];
      let [done, refused, used] = [0, 0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        rows.push((await closedLoop(clients, insertBare)).done / SECONDS);
        const before = processorTime(service.pid ?? 0);
        const counted = await closedLoop(clients, write);
        used += processorTime(service.pid ?? 0) - before;
        done += counted.done;
        refused += counted.refused;
        took.push(...counted.took);
      }
      const [ours, theirs] = [done / SECONDS / ROUNDS, quantile(rows, 0.5)];
      console.log(
        `| ${name} | ${clients} | ${theirs.toFixed(0)} | ${ours.toFixed(0)} | ${(ours / theirs).toFixed(3)} | ${quantile(took, 0.5).toFixed(0)}, ${quantile(took, 0.99).toFixed(0)} | ${((100 * refused) / (done + refused)).toFixed(0)} % | ${(used / done).toFixed(1)} |`,
      );
    }
  }
} finally {
  await bare.end();
  service.kill();
  await database.remove();
}
