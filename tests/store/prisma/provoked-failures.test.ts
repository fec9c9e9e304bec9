/** The failures themselves, brought about on a real server: what is thrown is recognised. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, connect } from '../../../src/store/prisma/connect.ts';
import { classify } from '../../../src/store/prisma/failures.ts';
import { inTransaction, type Transaction } from '../../../src/store/prisma/transaction.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { startChaosProxy } from '../../support/faults/chaos-proxy.ts';
import { runStatements } from '../../support/test-server.ts';

let database: TestDatabase;
let connection: Connection;
const LIMITS = { maxWaitMs: 1000, timeoutMs: 8000 };
const open = (poolSize: number) =>
  connect({
    url: database.url,
    poolSize,
    connectionTimeoutMs: 300,
    statementTimeoutMs: 2000,
    queryTimeoutMs: 2500,
    lockTimeoutMs: 1500,
    onError: () => undefined,
  });
const failureOf = (work: Promise<unknown>) => work.then(() => null, classify);

beforeAll(async () => {
  database = await createTestDatabase();
  await runStatements(database.ownerUrl, [
    'CREATE TABLE counters (id int PRIMARY KEY, value int NOT NULL)',
    'INSERT INTO counters VALUES (1, 0), (2, 0)',
    'GRANT SELECT, INSERT, UPDATE, DELETE ON counters TO reckoner_app',
  ]);
  connection = open(4);
});
afterAll(async () => {
  await connection.prisma.$disconnect();
  await database.drop();
});

/** Two transactions that meet in the middle, each under READ COMMITTED or SERIALIZABLE. */
async function together(
  work: (transaction: Transaction, other: () => Promise<void>, own: number) => Promise<void>,
  level: 'ReadCommitted' | 'Serializable',
) {
  let arrived = 0;
  const meet = async () => {
    arrived += 1;
    while (arrived < 2) await sleep(5);
  };
  return Promise.all(
    [1, 2].map((own) =>
      failureOf(
        connection.prisma.$transaction((transaction) => work(transaction, meet, own), {
          isolationLevel: level,
          timeout: 8000,
        }),
      ),
    ),
  );
}

test('write skew, which only COMMIT finds', async () => {
  const failures = await together(async (transaction, meet, own) => {
    await transaction.$queryRaw`SELECT sum(value) FROM counters`;
    await meet();
    await transaction.$executeRaw`UPDATE counters SET value = value + 1 WHERE id = ${own}`;
  }, 'Serializable');
  expect(failures.filter((failure) => failure !== null)).toEqual(['retry']);
});

test('a deadlock', async () => {
  const failures = await together(async (transaction, meet, own) => {
    await transaction.$executeRaw`UPDATE counters SET value = value + 1 WHERE id = ${own}`;
    await meet();
    await transaction.$executeRaw`UPDATE counters SET value = value + 1 WHERE id = ${3 - own}`;
  }, 'ReadCommitted');
  expect(failures.filter((failure) => failure !== null)).toEqual(['retry']);
});

test('twenty-four transactions that lock in crossing order all succeed in the end', async () => {
  const own = open(10);
  const before = await own.prisma.$queryRaw<{ value: number }[]>`SELECT value FROM counters ORDER BY id`;
  const results = await Promise.allSettled(
    Array.from({ length: 24 }, (_, index) =>
      inTransaction(own.prisma, { maxWaitMs: 8000, timeoutMs: 8000 }, async (transaction) => {
        const [first, second] = index % 2 === 0 ? [1, 2] : [2, 1];
        await transaction.$executeRaw`UPDATE counters SET value = value + 1 WHERE id = ${first}`;
        await transaction.$executeRaw`UPDATE counters SET value = value + 1 WHERE id = ${second}`;
      }),
    ),
  );
  const after = await own.prisma.$queryRaw<{ value: number }[]>`SELECT value FROM counters ORDER BY id`;
  await own.prisma.$disconnect();
  const done = results.filter((result) => result.status === 'fulfilled').length;
  const kinds = results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as { kind?: string }).kind] : [],
  );
  expect(new Set(kinds).size === 0 || kinds.every((kind) => kind === 'unavailable'), String(kinds)).toBe(
    true,
  );
  expect(after.map((row, index) => row.value - (before[index]?.value ?? 0))).toEqual([done, done]);
});

test('a duplicate', async () => {
  expect(await failureOf(connection.prisma.$executeRaw`INSERT INTO counters VALUES (1, 0)`)).toBe('raced');
});

test('a recorded row that somebody tries to change', async () => {
  const attempt = connection.prisma.$executeRaw`UPDATE audit_events SET action = 'x'`;
  // The restricted role has not even the right to try.
  expect(await failureOf(attempt)).toBe('other');
});

test('a statement that takes too long', async () => {
  expect(await failureOf(connection.prisma.$queryRaw`SELECT pg_sleep(5)::text`)).toBe('unavailable');
});

test('a lock that is not given', async () => {
  await connection.prisma.$transaction(
    async (holder) => {
      await holder.$executeRaw`UPDATE counters SET value = 0 WHERE id = 1`;
      expect(await failureOf(connection.prisma.$executeRaw`UPDATE counters SET value = 1 WHERE id = 1`)).toBe(
        'unavailable',
      );
    },
    { timeout: 8000 },
  );
});

test('a full pool, for a query and for a transaction', async () => {
  const small = open(1);
  await small.prisma.$transaction(async (holder) => {
    await holder.$queryRaw`SELECT 1`;
    expect(await failureOf(small.prisma.$queryRaw`SELECT 1`)).toBe('unavailable');
    expect(await failureOf(small.prisma.$transaction(async () => undefined, { maxWait: 200 }))).toBe(
      'unavailable',
    );
  });
  await small.prisma.$disconnect();
});

test('a session that is killed in the middle, and one that is killed while idle', async () => {
  const pid = async (from: Transaction) =>
    (await from.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`)[0]?.pid ?? 0;
  const kill = (victim: number) =>
    runStatements(database.ownerUrl, [`SELECT pg_terminate_backend(${victim})`]);
  const attempt = inTransaction(connection.prisma, LIMITS, async (transaction) => {
    await kill(await pid(transaction));
    await sleep(50);
    await transaction.$queryRaw`SELECT 1`;
  });
  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable' });
  const one = open(1);
  await kill(await pid(one.prisma));
  await sleep(100);
  expect(await failureOf(one.prisma.$queryRaw`SELECT 1`), 'the pool opens another').toBe(null);
  await one.prisma.$disconnect();
});

test('a database that freezes in a transaction is waited for once, not again for the ROLLBACK', async () => {
  const proxy = await startChaosProxy(database.url);
  const errors: Error[] = [];
  const queryTimeoutMs = 800;
  const { prisma } = connect({
    url: proxy.url,
    poolSize: 2,
    connectionTimeoutMs: 300,
    statementTimeoutMs: 700,
    queryTimeoutMs,
    lockTimeoutMs: 500,
    onError: (error) => errors.push(error),
  });
  let frozenAt = 0;
  const attempt = inTransaction(prisma, LIMITS, async (transaction) => {
    await transaction.$queryRaw`SELECT 1`;
    proxy.freeze();
    frozenAt = performance.now();
    await transaction.$queryRaw`SELECT 2`;
  });
  await expect(attempt).rejects.toMatchObject({ kind: 'unavailable' });
  expect((performance.now() - frozenAt) / queryTimeoutMs).toBeLessThan(1.6);
  await proxy.close();
  await prisma.$disconnect();
});

test('a connection that is lost while nobody uses it is told of once, and nothing of what it holds', async () => {
  const proxy = await startChaosProxy(database.url);
  const told: string[] = [];
  const { prisma } = connect({
    url: proxy.url,
    poolSize: 1,
    connectionTimeoutMs: 300,
    statementTimeoutMs: 700,
    queryTimeoutMs: 800,
    lockTimeoutMs: 500,
    // As a line of the log tells it: with all of its fields.
    onError: (error) => told.push(JSON.stringify([error.message, { ...error }])),
  });
  await prisma.$queryRaw`SELECT 1`;
  await prisma.$transaction(async (transaction) => transaction.$queryRaw`SELECT 2`);
  await proxy.close();
  await expect.poll(() => told).not.toEqual([]);
  await sleep(50);
  expect(told).toEqual([JSON.stringify(['Connection terminated unexpectedly', {}])]);
  await prisma.$disconnect();
});

test('a server that is not there', async () => {
  const { prisma } = connect({
    url: 'postgresql://nobody@127.0.0.1:1/nothing',
    poolSize: 1,
    connectionTimeoutMs: 300,
    statementTimeoutMs: 500,
    queryTimeoutMs: 600,
    lockTimeoutMs: 500,
    onError: () => undefined,
  });
  expect(await failureOf(prisma.$queryRaw`SELECT 1`)).toBe('unavailable');
  expect(await failureOf(prisma.$transaction(async () => undefined))).toBe('unavailable');
  await prisma.$disconnect();
});
