/** Random histories against a small model: after each, the service holds what the model predicts. HISTORIES=300 tries more. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GENESIS_HASH } from '../../src/domain/audit/chain.ts';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';
import { type Action, actions } from './history-actions.ts';
import { HistoryRun } from './history-run.ts';

const HISTORIES = Number(process.env['HISTORIES'] ?? 25);

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

it(
  'the service agrees with the model over random histories',
  async () => {
    const forecasters = [await record.forecaster(), await record.forecaster()].map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(
        fc.array(actions, { minLength: 8, maxLength: 30 }),
        async (history: readonly Action[]) => {
          const run = new HistoryRun(service, record, forecasters);
          for (const action of history) await run.take(action);
          await run.compare();
        },
      ),
      { numRuns: HISTORIES, endOnFailure: true },
    );
    const events = await service.query<{ seq: string; previous_hash: string; hash: string }>(
      'SELECT seq, previous_hash, hash FROM audit_events ORDER BY seq',
    );
    expect(events.map((event) => Number(event.seq))).toEqual(events.map((_event, index) => index + 1));
    expect(events.map((event) => event.previous_hash)).toEqual([
      GENESIS_HASH,
      ...events.slice(0, -1).map((event) => event.hash),
    ]);
    const { body } = await service.anyone.get('/v1/audit/verification');
    expect([body.ok, body.events, body.findings]).toEqual([true, events.length, []]);
  },
  Math.max(60_000, HISTORIES * 6000),
);
