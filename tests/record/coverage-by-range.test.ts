import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/store/prisma/connect.ts';
import { readCoverage } from '../../src/store/prisma/read/audit-coverage.ts';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

it('rows and records are as many, whatever range of numbers is counted at a time', async () => {
  const limits = { connectionTimeoutMs: 5000, statementTimeoutMs: 10_000, queryTimeoutMs: 12_000 };
  const connection = connect({
    url: service.databaseUrl,
    poolSize: 1,
    lockTimeoutMs: 8000,
    onError: () => undefined,
    ...limits,
  });
  const whole = await readCoverage(connection.prisma);
  expect(whole.filter(({ rows, records }) => rows !== records)).toEqual([]);
  expect(whole.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(500);
  for (const events of [1, 2, 7, 50]) expect(await readCoverage(connection.prisma, events)).toEqual(whole);
  await connection.prisma.$disconnect();
});
