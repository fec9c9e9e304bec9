/**
 * `npm run test:crash`: kills the service, the database and single sessions with SIGKILL under
 * eight writers, and holds every acknowledgement against what is there afterwards. A control, in
 * which a pooler drops the pinned setting and the server commits asynchronously, must be caught
 * losing acknowledged writes: otherwise the run could not have seen a loss and counts for nothing.
 * CYCLES sets how many.
 */
import { Checks, spread } from '../support/faults/checks.ts';
import { VICTIMS } from '../support/faults/crash-cycles.ts';
import { runCrashes } from '../support/faults/crash-run.ts';
import { agesAreBounded, agesInWords } from '../support/faults/transaction-ages.ts';

const CYCLES = Number(process.env['CYCLES'] ?? 64);
const CONTROL_CYCLES = 8;

const checks = new Checks();

const control = await runCrashes(
  Array.from({ length: CONTROL_CYCLES }, () => 'database'),
  true,
);
const found = control.losses.lost + control.losses.receipts;
checks.that(
  found > 0,
  'the control is caught: without pinned settings acknowledged writes are lost',
  `${control.losses.lost} lost and ${control.losses.receipts} receipts gone of ${control.writers.ledger.length} acknowledged in ${CONTROL_CYCLES} kills`,
);
checks.that(
  control.readiness === 503 && /synchronous_commit=off/.test(control.warned),
  'the control is not ready, and the log names the setting',
  String(control.readiness),
);

const victims = Array.from({ length: CYCLES }, (_, index) => VICTIMS[index % VICTIMS.length] ?? 'database');
const { writers, losses, notWhole, recovered, readiness, verified, ages, selfDeaths } = await runCrashes(
  victims,
  false,
  (line) => console.log(`     ${line}`),
);
const keys = [...writers.answers].map(
  ([status, count]) => `${count} x ${status === 0 ? 'no answer' : status}`,
);
console.log(`     ${CYCLES} kills, ${writers.ledger.length} acknowledged; answers: ${keys.join(', ')}`);
for (const example of losses.examples) console.log(`     ${example}`);
checks.that(readiness === 200, 'ready with the settings of the product');
checks.that(writers.ledger.length > CYCLES * 20, 'acknowledged writes', String(writers.ledger.length));
checks.that(losses.lost === 0, 'lost', String(losses.lost));
checks.that(losses.wrong === 0, 'wrong', String(losses.wrong));
checks.that(
  notWhole.length === 0 && writers.batches.length > CYCLES,
  'batches in part or not there',
  `${notWhole.length} of ${writers.batches.length} acknowledged ${notWhole[0] ?? ''}`,
);
checks.that(losses.receipts === 0, 'receipts not in the trail', String(losses.receipts));
checks.that(losses.doubled === 0, 'done twice', String(losses.doubled));
checks.that(losses.chainBreaks === 0 && verified, 'chain breaks', String(losses.chainBreaks));
checks.that(selfDeaths === 0, 'ends of the service by itself', String(selfDeaths));
checks.that(
  writers.odd.length === 0,
  'answers other than 201 and 503 or 409 with Retry-After',
  writers.odd[0] ?? '0',
);
checks.that(agesAreBounded(ages), 'no transaction lives long, none is idle long', agesInWords(ages));
for (const [victim, times] of recovered)
  console.log(`     recovery after killing the ${victim}: ${spread(times)}`);
checks.finish();
