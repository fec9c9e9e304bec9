/** A run of crashes: writers, kills, and what is there afterwards. */
import { join } from 'node:path';
import { runStatements } from '../test-server.ts';
import { startChaosProxy } from './chaos-proxy.ts';
import { crash, type Victim } from './crash-cycles.ts';
import { auditLedger, batchesNotWhole } from './ledger.ts';
import { readOnce, startLoad } from './load.ts';
import { startDatabase, supervise } from './service.ts';
import { sampleTransactions } from './transaction-ages.ts';
import { startWriters } from './writers.ts';

const WRITERS = 8;
/** Who reads all the while, each thing by a connection of its kind: at the moment of a kill some are under way. */
const READERS = 4;
const READ = [
  '/readyz',
  '/v1/predictions?limit=20',
  '/v1/exports/forecasts?format=csv',
  '/v1/exports/package.zip',
  '/v1/feeds/due.ics',
  '/v1/reports/accuracy',
  '/v1/audit/verification',
];

/**
 * A server that acknowledges what is in its memory only, and leaves it there: with its usual haste to write
 * the log out a kill may come just after it has, and the control would have nothing to find.
 */
const ASYNCHRONOUS = {
  synchronous_commit: 'off',
  wal_writer_delay: '10s',
  wal_writer_flush_after: '1GB',
  wal_buffers: '64MB',
  bgwriter_lru_maxpages: '0',
};

/** @param control whether the server commits asynchronously and a pooler drops what the service asks for */
export async function runCrashes(
  cycles: readonly Victim[],
  control: boolean,
  say: (line: string) => void = () => undefined,
) {
  const database = await startDatabase(control ? ASYNCHRONOUS : {});
  const proxy = await startChaosProxy(database.url, control ? { drop: '-c synchronous_commit=on' } : {});
  const service = await supervise({
    url: control ? proxy.url : database.url,
    ownerUrl: database.ownerUrl,
    folder: join(database.folder, 'service'),
  });
  const readiness = (await fetch(`${service.address()}/readyz`)).status;
  // What the start has written, the admin key above all, must outlive the control.
  await runStatements(database.ownerUrl, ['CHECKPOINT']);
  const writers = startWriters(WRITERS, service.address);
  let asked = 0;
  const read = () => readOnce(service.address(), READ[asked++ % READ.length] as string);
  const readers = startLoad(READERS, read, 20);
  const sampler = sampleTransactions(database.ownerUrl);
  const recovered = new Map<Victim, number[]>();
  try {
    for (const [index, victim] of cycles.entries()) {
      const took = await crash(victim, database, service, writers);
      recovered.set(victim, [...(recovered.get(victim) ?? []), took]);
      if ((index + 1) % 10 === 0) say(`${index + 1} cycles, ${writers.ledger.length} acknowledged`);
    }
    await Promise.all([writers.stop(), readers.stop()]);
    const losses = await auditLedger(writers.ledger, service.address(), database.ownerUrl);
    const notWhole = await batchesNotWhole(writers.batches, database.ownerUrl);
    const verification = (await (await fetch(`${service.address()}/v1/audit/verification`)).json()) as {
      ok: boolean;
    };
    return {
      writers,
      losses,
      notWhole,
      recovered,
      readiness,
      // Read last: a line of the log comes after the answer that it is about.
      warned: service.printed(),
      verified: verification.ok,
      ages: await sampler.stop(),
      selfDeaths: service.selfDeaths(),
    };
  } finally {
    await Promise.all([writers.stop(), readers.stop(), sampler.stop()]);
    await service.stop();
    await proxy.close();
    await database.remove();
  }
}
