/** A large record is read before anybody asks for a report, and a small one only when somebody does. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import type { RecordReader } from '../../../src/services/reports/report-order.ts';
import { hereRunner } from '../../../src/services/reports/run-here.ts';
import { warmReports } from '../../../src/services/reports/warm.ts';
import { startService, type TestService } from '../../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

/** The store, counting how often the whole record is read from it. */
function counted(): { readonly store: TestService['store']; readonly read: () => number } {
  let read = 0;
  const recordAsOf: RecordReader['recordAsOf'] = (seq) => {
    read += 1;
    return service.store.recordAsOf(seq);
  };
  const store: TestService['store'] = Object.assign(Object.create(service.store), { recordAsOf });
  return { store, read: () => read };
}

it('is read once, and no report reads it again', async () => {
  const { store, read } = counted();
  expect(await warmReports(store, hereRunner, 1)).toBe(true);
  expect(read()).toBe(1);
  await hereRunner.build({ kind: 'leaderboard', parameters: defaultParameters, filter: {} }, null, store);
  expect(read()).toBe(1);
});

it('a small record is left alone', async () => {
  const { store, read } = counted();
  expect(await warmReports(store, hereRunner)).toBe(false);
  expect(read()).toBe(0);
});
