/**
 * `npm run test:fuzz`: 50,000 requests against the built service as a process of its own, with the
 * article loaded. `-- --seed 7 --requests 2000` repeats a walk; the last line is `N passed, N failed`.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { OpenAPIV3_1 } from 'openapi-types';
import { startProcess, temporaryDataFolder } from '../support/service-process.ts';
import { Walk, type WalkResult } from './walk.ts';

const SHOWN_FAILURES = 20;

function printCounts({ counts, slowestMs, slowestOfEverythingMs }: WalkResult): void {
  const totals = new Map<number, number>();
  for (const [operation, statuses] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const line = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status} ${count}`);
    for (const [status, count] of statuses) totals.set(status, (totals.get(status) ?? 0) + count);
    console.log(`${operation}: ${line.join(', ')}`);
  }
  const all = [...totals].sort(([a], [b]) => a - b).map(([status, count]) => `${status} ${count}`);
  console.log(
    `all: ${all.join(', ')}; slowest answer ${Math.round(slowestMs)} ms, of those that read everything ${Math.round(slowestOfEverythingMs)} ms`,
  );
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, requests: { type: 'string', default: '50000' } },
  });
  const [seed, requests] = [Number(values.seed), Number(values.requests)];
  if (!Number.isInteger(seed) || !(Number.isInteger(requests) && requests > 0)) {
    console.error('give --seed and --requests as whole numbers');
    return 2;
  }
  const folder = temporaryDataFolder();
  const key = `fuzz-${randomBytes(24).toString('base64url')}`;
  const service = startProcess({
    DATA_DIR: folder.path,
    ADMIN_KEY: key,
    SEED: 'article',
    RATE_LIMIT_PER_MINUTE: '0',
    WRONG_KEYS_PER_MINUTE: '0',
    LOG_LEVEL: 'error',
  });
  try {
    const url = await service.address;
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPIV3_1.Document;
    console.log(`${requests} requests, seed ${seed}, ${url}`);
    const result = await new Walk({
      url,
      key,
      document,
      requests,
      seed,
      onProgress: (done) => done % 5000 === 0 && console.log(`${done} requests`),
    }).run();
    const ended = await Promise.race([
      service.ended.then(String),
      new Promise<null>((resolve) => setTimeout(resolve, 100, null)),
    ]);
    const verification = (await (
      await fetch(`${url}/v1/audit/verification`, { headers: { authorization: `Bearer ${key}` } })
    ).json()) as { ok: boolean };
    printCounts(result);
    const broken = [
      ...result.failures,
      ...(ended === null ? [] : [`the service ended: ${ended}`]),
      ...(verification.ok ? [] : [`the audit chain does not hold: ${JSON.stringify(verification)}`]),
      ...(requests < 20_000
        ? []
        : result.neverAccepted.map((operation) => `no request of ${operation} was accepted`)),
    ];
    for (const failure of broken.slice(0, SHOWN_FAILURES)) console.log(failure);
    if (broken.length > 0) console.log(service.printed().slice(-4000));
    console.log(`never accepted: ${result.neverAccepted.join(', ') || 'none'}`);
    console.log(`${result.passed} passed, ${broken.length} failed`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    await service.kill();
    await folder.remove();
  }
}

process.exitCode = await main();
