/**
 * `npm run verify:clock`: the service as a process whose clock is wrong by 400 days either way, on a
 * database whose clock is right. The record is judged, ordered and dated by the database.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Checks, skip } from '../support/faults/checks.ts';
import { verifyTrail } from '../support/faults/ledger.ts';
import { rowsOf } from '../support/faults/rows.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';

try {
  execFileSync('faketime', ['--version'], { stdio: 'ignore' });
} catch {
  skip('faketime missing');
}

const DAY_MS = 86_400_000;
const checks = new Checks();
const database = await startDatabase();

/** What faketime sets for the programs that it starts. */
function wrongBy(days: string): Record<string, string> {
  const printed = execFileSync('faketime', ['-f', days, 'env'], { encoding: 'utf8' });
  return Object.fromEntries(
    printed
      .split('\n')
      .filter((line) => /^(LD_PRELOAD|FAKETIME\w*)=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

interface Body {
  readonly id: string;
  readonly ignored?: { readonly reason: string } | null;
  readonly secret?: string;
  readonly expiresAt?: string;
}

const databaseNow = async () =>
  (await rowsOf<{ now: Date }>(database.ownerUrl, 'SELECT clock_timestamp() AS now'))[0]?.now.getTime() ?? 0;
const fromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const day = (days: number) => fromNow(days).slice(0, 10);

for (const days of ['-400d', '+400d', '+0d']) {
  const service = await supervise({
    ...database,
    folder: join(database.folder, 'service'),
    environment: { LOG_LEVEL: 'info', ...wrongBy(days) },
  });
  const address = service.address();
  const send = async (path: string, body: object, key = ADMIN_KEY) => {
    const answer = await fetch(address + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Body };
  };
  const get = async <Body>(path: string) => (await (await fetch(address + path)).json()) as Body;
  const head = () => get<{ seq: number; recordedAt: string }>('/v1/audit/head');

  const before = await head();
  const forecaster = (await send('/v1/forecasters', { name: randomUUID(), kind: 'person' })).body.id;
  const recorded = await head();
  const logged = [...service.printed().matchAll(/"time":"([^"]+)"/g)].map(([, time]) =>
    Date.parse(time ?? ''),
  );
  const off = Math.round(((logged.at(-1) ?? 0) - Date.now()) / DAY_MS);
  checks.that(
    off === Number.parseInt(days, 10),
    `${days}: the clock of the process is wrong`,
    `by ${off} days`,
  );
  checks.that(
    Math.abs(Date.parse(recorded.recordedAt) - (await databaseNow())) < 5000 &&
      recorded.recordedAt > before.recordedAt,
    `${days}: recordedAt is the database's time, after what was recorded before`,
    recorded.recordedAt,
  );
  checks.that(
    recorded.seq === before.seq + 1,
    `${days}: the order goes on`,
    `${before.seq}, ${recorded.seq}`,
  );

  const question = async (closesAt: string) =>
    (
      await send('/v1/questions', {
        title: randomUUID(),
        type: 'binary',
        resolutionCriteria: 'The bureau says so.',
        closesAt,
      })
    ).body.id;
  const [closed, open] = [await question(fromNow(-2)), await question(fromNow(1))];
  const forecast = (questionId: string, madeAt: string) =>
    send('/v1/forecasts', {
      questionId,
      forecasterId: forecaster,
      madeAt,
      prediction: { probability: 0.5 },
      basis: 'assigned',
    });
  const [late, inTime, early] = [
    await forecast(closed, fromNow(-1)),
    await forecast(open, fromNow(-1)),
    await forecast(open, fromNow(1)),
  ];
  checks.that(
    late.status === 201 && late.body.ignored?.reason === 'madeAtOrAfterClose',
    `${days}: a forecast after the close is marked`,
    JSON.stringify(late.body.ignored),
  );
  checks.that(inTime.status === 201 && inTime.body.ignored === null, `${days}: one before the close counts`);
  checks.that(early.status === 400, `${days}: one of tomorrow is refused`, String(early.status));

  const evidence = [{ url: 'https://example.org/a', tier: 'primary', fact: 'It was so.' }];
  const resolve = (knownAt: string) =>
    send(`/v1/questions/${closed}/resolutions`, { outcome: { value: true }, knownAt, evidence });
  const [tomorrow, yesterday] = [await resolve(day(2)), await resolve(day(-1))];
  checks.that(
    tomorrow.status === 400 && yesterday.status === 201,
    `${days}: an outcome may be known since yesterday, not from the day after tomorrow`,
    `${yesterday.status} and ${tomorrow.status}`,
  );

  const expiresAt = fromNow(1);
  const key = (await send('/v1/keys', { name: randomUUID(), scopes: ['write'], expiresAt })).body;
  const source = () => send('/v1/sources', { title: randomUUID(), kind: 'article' }, key.secret);
  const good = await source();
  await rowsOf(
    database.ownerUrl,
    `UPDATE api_keys SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
    [key.id],
  );
  const expired = await source();
  await rowsOf(database.ownerUrl, 'UPDATE api_keys SET expires_at = $2 WHERE id = $1', [
    key.id,
    (key as unknown as { expiresAt: string }).expiresAt,
  ]);
  checks.that(
    good.status === 201 && expired.status === 401,
    `${days}: a key expires when the database says so`,
    `${good.status}, then ${expired.status}`,
  );
  const { ok } = await get<{ ok: boolean }>('/v1/audit/verification');
  const trail = await (await fetch(`${address}/v1/audit/trail`)).text();
  checks.that(ok && verifyTrail(trail).length === 0, `${days}: both verifiers pass`);
  checks.that((await fetch(`${address}/readyz`)).status === 200, `${days}: the service is ready`);
  await service.stop();
}
await database.remove();
checks.finish();
