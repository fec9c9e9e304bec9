/** The short version of `npm run test:crash`: what was acknowledged survives, and a loss would be seen. */
import { expect, test } from 'vitest';
import { runCrashes } from '../support/faults/crash-run.ts';
import { agesAreBounded, agesInWords } from '../support/faults/transaction-ages.ts';

test('a killed session and a killed database lose, change and double nothing; the service lives', async () => {
  const { writers, losses, notWhole, readiness, verified, ages, selfDeaths } = await runCrashes(
    ['session', 'database'],
    false,
  );
  expect(readiness).toBe(200);
  expect(writers.ledger.length).toBeGreaterThan(40);
  expect(losses, losses.examples.join('\n')).toMatchObject({
    lost: 0,
    wrong: 0,
    receipts: 0,
    doubled: 0,
    chainBreaks: 0,
  });
  expect([writers.batches.length > 0, notWhole]).toEqual([true, []]);
  expect([verified, selfDeaths, writers.odd]).toEqual([true, 0, []]);
  expect(agesAreBounded(ages), agesInWords(ages)).toBe(true);
}, 90_000);

test('the control: without pinned settings the same kill loses, and readiness has said so', async () => {
  const { losses, readiness, warned } = await runCrashes(['database'], true);
  expect(losses.lost).toBeGreaterThan(0);
  expect(readiness).toBe(503);
  expect(warned).toContain('synchronous_commit=off');
}, 90_000);
