/** The verification reads a record of any size in pieces that a statement can hold: what it finds does not depend on them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Connection, connect } from '../../src/store/prisma/connect.ts';
import { readCoverage } from '../../src/store/prisma/read/audit-coverage.ts';
import { readRowDifferences } from '../../src/store/prisma/read/audit-rows.ts';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';

let service: TestService;
let connection: Connection;
beforeAll(async () => {
  service = await startService({ seed: true });
  connection = connect({
    url: service.databaseUrl,
    poolSize: 1,
    lockTimeoutMs: 8000,
    onError: () => undefined,
    connectionTimeoutMs: 5000,
    statementTimeoutMs: 10_000,
    queryTimeoutMs: 12_000,
  });
});
afterAll(async () => {
  await connection.prisma.$disconnect();
  await service.close();
});

it('rows and records are as many, whatever range of numbers is counted at a time', async () => {
  const whole = await readCoverage(connection.prisma);
  expect(whole.filter(({ rows, records }) => rows !== records)).toEqual([]);
  expect(whole.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(500);
  for (const events of [1, 2, 7, 50]) expect(await readCoverage(connection.prisma, events)).toEqual(whole);
});

it('rows are compared with their events, however many of either are taken at a time', async () => {
  const record = new Recorder(service.admin);
  for (let made = 0; made < 4; made += 1) await record.forecaster();
  const { seq: head } = (await service.anyone.get('/v1/audit/head')).body as { seq: number };
  await service.query(
    `SET session_replication_role = replica; UPDATE forecasts SET recorded_at = recorded_at + interval '1 second' WHERE id IN (SELECT id FROM forecasts ORDER BY id LIMIT 3)`,
  );
  const compare = async (events: number, rows: number) => {
    const [found, ends] = [[], []] as [string[], number[]];
    for (let at = 1; at <= head; at = (ends.at(-1) ?? head) + 1) {
      const { differences, upTo } = await readRowDifferences(connection.prisma, at, head, {
        events,
        rows,
        withScores: false,
      });
      expect(upTo).toBeGreaterThanOrEqual(at);
      found.push(...differences.map(({ detail }) => detail));
      ends.push(upTo);
    }
    expect(ends.at(-1)).toBe(head);
    return { found: found.sort(), pieces: ends.length };
  };
  const whole = await compare(5000, 100_000);
  expect(whole.pieces).toBe(1);
  expect(whole.found).toHaveLength(3);
  for (const [events, rows] of [
    [1, 100_000],
    [3, 100_000],
    [5000, 1],
    [5000, 50],
  ] as const) {
    const { found, pieces } = await compare(events, rows);
    expect(found).toEqual(whole.found);
    expect(pieces).toBeGreaterThan(1);
  }
  // What one event names stays together, and what is far outside the chain is one piece.
  expect(await readRowDifferences(connection.prisma, -Number.MAX_SAFE_INTEGER, 0)).toEqual({
    differences: [],
    upTo: 0,
  });
});
