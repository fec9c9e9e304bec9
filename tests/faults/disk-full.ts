/**
 * `npm run verify:disk-full`: the database's disk is filled by writes until nothing is taken any
 * more; then the disk grows and the server is started again.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { Checks } from '../support/faults/checks.ts';
import { auditLedger } from '../support/faults/ledger.ts';
import { isHonest, readOnce, startLoad, tally, writeOnce } from '../support/faults/load.ts';
import { killServer } from '../support/faults/processes.ts';
import { ADMIN_KEY, supervise } from '../support/faults/service.ts';
import { mountSmallDisk } from '../support/faults/small-disk.ts';
import { startWriters } from '../support/faults/writers.ts';

const [SMALL_MB, LARGE_MB] = [Number(process.env['MEGABYTES'] ?? 160), 600];
const TEXT_BYTES = 500_000;
const FULL_MS = 10_000;

const checks = new Checks();
const [folder, serviceFolder] = [
  makeTemporaryFolder('reckoner-disk-'),
  makeTemporaryFolder('reckoner-disk-'),
];
let lastWords = '';
const disk = mountSmallDisk(folder, SMALL_MB);
const database = await startEmbeddedPostgres({
  dataDirectory: folder,
  onLog: (line) => {
    lastWords = line;
  },
  settings: { min_wal_size: '32MB', max_wal_size: '48MB' },
});
const service = await supervise({ ...database, folder: serviceFolder });
const [pid, address] = [service.pid(), service.address()];
const begin = performance.now();
const texts = new Map<string, string>();

/** Sends a text that does not shrink, and remembers what was acknowledged. */
async function fill() {
  const source = await writeOnce(address);
  if (source.status !== 201) return source;
  const at = performance.now();
  const body = randomBytes((TEXT_BYTES * 3) / 4).toString('base64');
  const seen = await fetch(`${address}/v1/sources/${source.id}/text`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'text/plain', 'if-match': source.etag },
    body,
  });
  await seen.arrayBuffer();
  if (seen.status === 200) texts.set(source.id, createHash('sha256').update(body).digest('hex'));
  return {
    ...source,
    status: seen.status,
    retryAfter: seen.headers.has('retry-after'),
    took: performance.now() - at,
  };
}

const writers = startWriters(4, () => address);
const fillers = startLoad(2, fill, 20);
const readers = startLoad(2, () => readOnce(address, '/v1/sources?limit=5'), 20);
const alive = startLoad(1, () => readOnce(address, '/livez'), 100);
const lastWrite = () => writers.acknowledged.at(-1)?.answered ?? begin;
for (const limit = begin + 180_000; performance.now() - lastWrite() < FULL_MS; await sleep(100))
  if (performance.now() > limit) break;
const full = performance.now();
console.log(
  `     full after ${Math.round((full - FULL_MS - begin) / 1000)} s: ${writers.ledger.length} writes and ${texts.size} texts acknowledged; ${(disk.free() / 1e6).toFixed(1)} MB free; fillers ${tally(fillers.seen)}; readers ${tally(readers.seen)}`,
);
const down = existsSync(join(folder, 'postgres', 'cluster', 'postmaster.pid')) ? null : lastWords;
if (down !== null) console.log(`     ${down.replaceAll('\n', '\n     ')}`);
checks.that(full - lastWrite() >= FULL_MS, 'the disk is full: no write is taken for 10 seconds');

disk.enlarge(LARGE_MB);
const enlarged = performance.now();
// Where WAL found no room the server is down already, and is started again and again.
if (down === null) killServer(folder);
for (const limit = enlarged + 60_000; lastWrite() < enlarged && performance.now() < limit; ) await sleep(10);
checks.that(
  lastWrite() > enlarged,
  'with more space and the server started again, writes go on by themselves',
  `after ${Math.round(lastWrite() - enlarged)} ms`,
);
await sleep(2000);
await Promise.all([writers.stop(), fillers.stop(), readers.stop(), alive.stop()]);

checks.that(
  fillers.seen.some(({ status }) => status === 503) && [...fillers.seen, ...readers.seen].every(isHonest),
  'each answer is the thing asked for, or 503 with Retry-After',
  tally([...fillers.seen, ...readers.seen]),
);
checks.that(writers.odd.length === 0, 'of the writers too', writers.odd[0]);
checks.that(
  alive.seen.every(({ status }) => status === 200),
  'liveness is 200 all along',
  tally(alive.seen),
);
checks.that(service.selfDeaths() === 0 && service.pid() === pid, 'the service has lived through all of it');
const { examples, ...losses } = await auditLedger(writers.ledger, address, database.ownerUrl);
checks.that(
  writers.ledger.length > 0 && Object.values(losses).every((count) => count === 0),
  'nothing acknowledged is lost, changed or doubled; the chain holds',
  examples[0] ?? `${writers.ledger.length} writes`,
);
let wrong = 0;
for (const [id, hash] of texts) {
  const answer = await fetch(`${address}/v1/sources/${id}/text`, {
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
  });
  if (
    createHash('sha256')
      .update(await answer.text())
      .digest('hex') !== hash
  )
    wrong += 1;
}
checks.that(texts.size > 0 && wrong === 0, 'each text is there to the byte', `${texts.size} texts`);
const verification = (await (await fetch(`${address}/v1/audit/verification`)).json()) as { ok: boolean };
checks.that(verification.ok, 'the verification passes');
await service.stop();
await database.stop();
disk.remove();
await removeEmbeddedPostgres(folder);
rmSync(serviceFolder, { recursive: true, force: true });
checks.finish();
