/**
 * `npm run verify:key-timing`: how long wrong keys take that share nothing, half, or all but the last
 * character with a right one, GUESSES (20,000) of them in random order. Welch's t between any two
 * kinds stays below 4.5, above which one calls a leak found (test vector leakage assessment).
 */
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { mean, variance } from 'simple-statistics';
import { Checks, quantile } from '../support/faults/checks.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';

const GUESSES = Number(process.env['GUESSES'] ?? 20_000);
const LEAK = 4.5;
/** Beyond this share of the times stands what else the machine did. */
const KEPT_SHARE = 0.9;
const checks = new Checks();
const database = await startDatabase();
const service = await supervise({
  ...database,
  folder: join(database.folder, 'service'),
  environment: { WRONG_KEYS_PER_MINUTE: '0', LOG_LEVEL: 'error' },
});
const address = service.address();
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const KINDS = {
  nothing: 0,
  half: Math.floor(ADMIN_KEY.length / 2),
  'all but one': ADMIN_KEY.length - 1,
};
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as Kind[];

/** As long as the right one, with so many of its characters in front, and another after them. */
function guess(shared: number): string {
  const random = randomBytes(ADMIN_KEY.length).toString('base64url');
  const next = ADMIN_KEY[shared] === 'x' ? 'y' : 'x';
  return `${ADMIN_KEY.slice(0, shared)}${next}${random}`.slice(0, ADMIN_KEY.length);
}

function ask(key: string): Promise<{ status: number; took: number }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${key}` };
    const begin = process.hrtime.bigint();
    request(`${address}/v1/keys?limit=1`, { agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        const took = Number(process.hrtime.bigint() - begin) / 1e6;
        resolve({ status: answer.statusCode ?? 0, took });
      });
    })
      .on('error', reject)
      .end();
  });
}

for (let warm = 0; warm < 500; warm += 1) await ask(guess(0));
const times = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
let refused = 0;
for (let sent = 0; sent < GUESSES; sent += 1) {
  const kind = kinds[Math.floor(Math.random() * kinds.length)] as Kind;
  const { status, took } = await ask(guess(KINDS[kind]));
  if (status === 401) refused += 1;
  times.get(kind)?.push(took);
}
checks.that((await ask(ADMIN_KEY)).status === 200, 'the right key opens');
checks.that(refused === GUESSES, 'every wrong key is refused', `${refused} of ${GUESSES}`);
const limit = quantile([...times.values()].flat(), KEPT_SHARE);
const kept = (kind: Kind) => (times.get(kind) ?? []).filter((took) => took <= limit);
for (const [first, second] of [
  ['nothing', 'half'],
  ['nothing', 'all but one'],
  ['half', 'all but one'],
] as const) {
  const [a, b] = [kept(first), kept(second)];
  const t = (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
  checks.that(
    Math.abs(t) < LEAK,
    `keys that share ${first} and ${second} take the same time`,
    `t ${t.toFixed(2)}; means ${mean(a).toFixed(3)} and ${mean(b).toFixed(3)} ms`,
  );
}
agent.destroy();
await service.stop();
await database.remove();
checks.finish();
