/** `npm run verify:commit`: 500 connections cut while COMMIT is under way (CUTS sets how many). */
import { join } from 'node:path';
import { cutCommits } from '../support/faults/ambiguous-commits.ts';
import { startChaosProxy } from '../support/faults/chaos-proxy.ts';
import { Checks } from '../support/faults/checks.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';

const CUTS = Number(process.env['CUTS'] ?? 500);
const checks = new Checks();
const database = await startDatabase();
const proxy = await startChaosProxy(database.url);
const service = await supervise({
  url: proxy.url,
  ownerUrl: database.ownerUrl,
  folder: join(database.folder, 'service'),
});
const { first, replayed, wrong } = await cutCommits(CUTS, service.address(), proxy, database.ownerUrl);
checks.that(proxy.cut() >= CUTS, 'commits were cut', String(proxy.cut()));
checks.that(first.get(503) === CUTS, 'each client first hears 503', JSON.stringify([...first]));
checks.that(
  wrong.length === 0,
  'each key has one row and 201 in the end',
  wrong[0] ?? `${replayed} replayed, ${CUTS - replayed} done by the second request`,
);
checks.that(replayed > 0 && replayed < CUTS, 'both cases occurred: committed and not committed');
checks.that(service.selfDeaths() === 0, 'the service lives');
await service.stop();
await proxy.close();
await database.remove();
checks.finish();
