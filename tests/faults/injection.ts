/**
 * `npm run verify:injection`: sqlmap over every parameter of the contract: query, path, header and
 * every field of every body, each in a request that the service accepts, as far as it does.
 * `-- --operations reports`, `--minutes 20`, `--jobs 2`, `--level 5`, `--risk 3`.
 */
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { OpenAPIV3_1 } from 'openapi-types';
import { makeTemporaryFolder } from '../../bench/temporary-folder.ts';
import { Checks } from '../support/faults/checks.ts';
import { CONTROL_NAME, startInjectableControl } from '../support/faults/injectable-control.ts';
import { type InjectionTarget, InjectionTargets } from '../support/faults/injection-targets.ts';
import { openRelay } from '../support/faults/relay.ts';
import { ADMIN_KEY, startDatabase, supervise } from '../support/faults/service.ts';
import { MARK, requireSqlmap, sqlmap } from '../support/faults/sqlmap.ts';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '' },
    minutes: { type: 'string', default: '120' },
    jobs: { type: 'string', default: '2' },
    level: { type: 'string', default: '3' },
    risk: { type: 'string', default: '2' },
    /** A file that keeps everything sqlmap printed. */
    log: { type: 'string' },
  },
});
const [level, risk] = [Number(values.level), Number(values.risk)];
const deadline = Date.now() + Number(values.minutes) * 60_000;
/** Of a request with all its marks. */
const TIMEOUT_MS = 900_000;
/** So much longer than the time given may a run take that has begun. */
const GRACE_MS = 60_000;
const SHOWN = 20;

console.log(`sqlmap ${requireSqlmap()}, level ${level}, risk ${risk}`);
const checks = new Checks();
const folder = makeTemporaryFolder('reckoner-injection-');
const database = await startDatabase({ log_line_prefix: '[%a] %e ' });
const service = await supervise({
  ...database,
  folder: join(database.folder, 'service'),
  environment: { SEED: 'article', WRONG_KEYS_PER_MINUTE: '0' },
});
const address = service.address();
const databaseLog = join(database.folder, 'postgres.log');
/** What migrations and the start have in it is theirs. */
const logged = readFileSync(databaseLog, 'utf8').length;

const control = await startInjectableControl(database.ownerUrl);
for (const [place, request] of Object.entries(control.requests)) {
  const relay = await openRelay({ address: control.address });
  const found = await sqlmap(relay.port, request, {
    level,
    risk,
    folder: join(folder, `control-${place}`),
    timeoutMs: TIMEOUT_MS,
  });
  await relay.close();
  if (values.log !== undefined) appendFileSync(values.log, found.printed);
  checks.that(
    found.injectable.length === 1,
    `the control is found in the ${place}`,
    `${found.injectable.join(', ')}; ${total(relay.statuses)} requests`,
  );
}
await control.close();

const document = (await (await fetch(`${address}/openapi.json`)).json()) as OpenAPIV3_1.Document;
const attack = new InjectionTargets(address, ADMIN_KEY, document);
await attack.learn();
const wanted = attack.operations.filter(({ key }) => new RegExp(values.operations).test(key));
const reads = wanted.filter(({ method }) => method === 'GET');
// Taking away comes last: the others need what there is.
const last = ({ path, method }: { path: string; method: string }) =>
  Number(method === 'DELETE') * 4 +
  Number(method !== 'POST') +
  2 * Number(/\/(retraction|merge|redaction|withdrawal|rotation)$/.test(path));
const writes = wanted.filter(({ method }) => method !== 'GET').sort((a, b) => last(a) - last(b));

/** Each parameter once before any is tried in a second operation: the same code reads most of them. */
function broadFirst(targets: readonly InjectionTarget[]): InjectionTarget[] {
  const seen = new Map<string, number>();
  const ranked = targets.map((target) => {
    const name = target.marked.join();
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { target, rank: seen.get(name) ?? 0 };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ target }) => target);
}

const statuses = new Map<string, Map<number, number>>();
const injectable: string[] = [];
const incomplete: string[] = [];
const refusedAtFirst: string[] = [];
const parameters = new Map<string, number>();
/** Every parameter that stands in some request. */
const aimed = new Set<string>();
let unreached = 0;
let runs = 0;

function total(counts: ReadonlyMap<number, number>, wantedStatus = (_status: number) => true): number {
  return [...counts].reduce((sum, [status, count]) => sum + (wantedStatus(status) ? count : 0), 0);
}

async function run(target: InjectionTarget): Promise<void> {
  const { operation, marked, request, taggedPath, status } = target;
  if (Date.now() > deadline) {
    unreached += marked.length;
    return;
  }
  runs += 1;
  const begin = performance.now();
  const own = join(folder, `run-${runs}`);
  const relay = await openRelay({
    address,
    staleTag: taggedPath === undefined ? undefined : request.headers['If-Match'],
    currentTag: async () => (await attack.readTag(taggedPath ?? ''))?.etag,
  });
  const timeoutMs = Math.min(TIMEOUT_MS, deadline + GRACE_MS - Date.now());
  const found = await sqlmap(relay.port, request, { level, risk, folder: own, timeoutMs });
  await relay.close();
  rmSync(own, { recursive: true, force: true });
  if (values.log !== undefined)
    appendFileSync(
      values.log,
      `${operation}: ${marked.join(', ')}: ${Math.round((performance.now() - begin) / 1000)} s, ${JSON.stringify([...relay.statuses])}\n${found.printed}`,
    );
  const marks = JSON.stringify(request).split(MARK).length - 1;
  const complete = found.clean + found.injectable.length === marks && marks === marked.length;
  if (!complete && found.injectable.length === 0 && Date.now() > deadline) {
    unreached += marked.length;
    return;
  }
  const counts = statuses.get(operation) ?? new Map<number, number>();
  for (const [code, count] of relay.statuses) counts.set(code, (counts.get(code) ?? 0) + count);
  statuses.set(operation, counts);
  for (const one of marked) {
    const place = one.split(' ', 1)[0] as string;
    parameters.set(place, (parameters.get(place) ?? 0) + 1);
  }
  const name = `${operation}: ${marked.join(', ')}`;
  if (status >= 300) refusedAtFirst.push(`${name} (${status})`);
  if (found.injectable.length > 0) injectable.push(`${name}: ${found.injectable.join(', ')}`);
  if (!complete)
    incomplete.push(
      `${name}: ${found.clean} of ${marks}, ${marked.length} wanted: ${found.printed.slice(-300)}`,
    );
}

async function runAll(what: string, targets: readonly InjectionTarget[]): Promise<void> {
  const count = targets.reduce((sum, { marked }) => sum + marked.length, 0);
  console.log(`     ${what}: ${count} parameters in ${targets.length} requests`);
  for (const { operation, marked } of targets) for (const one of marked) aimed.add(`${operation}: ${one}`);
  const queue = targets.values();
  const worker = async () => {
    for (const target of queue) await run(target);
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
}

async function all(
  make: (operation: (typeof wanted)[number]) => Promise<InjectionTarget[]>,
  operations: readonly (typeof wanted)[number][],
): Promise<InjectionTarget[]> {
  const made: InjectionTarget[] = [];
  for (const operation of operations) made.push(...(await make(operation)));
  return made;
}

await runAll('query of reads', broadFirst(await all((one) => attack.ofQuery(one), reads)));
await runAll('path and headers of reads', await all((one) => attack.ofRest(one), reads));
// One by one, since what one has changed decides what the next is allowed.
for (const operation of writes) await runAll(operation.key, await attack.ofRest(operation));

const summed = new Map<number, number>();
for (const [operation, counts] of [...statuses].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const ordered = [...counts].sort(([a], [b]) => a - b);
  console.log(`     ${operation}: ${ordered.map(([status, count]) => `${status} x ${count}`).join(', ')}`);
  for (const [status, count] of counts) summed.set(status, (summed.get(status) ?? 0) + count);
}
const byPlace = [...parameters].map(([place, count]) => `${place} ${count}`).join(', ');
const tested = [...parameters.values()].reduce((sum, count) => sum + count, 0);
console.log(`     ${tested} parameters (${byPlace}) of ${statuses.size} operations, ${runs} runs of sqlmap`);
console.log(
  `     ${total(summed)} requests, ${total(summed, (status) => status < 300)} accepted: ${[...summed]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${status} x ${count}`)
    .join(', ')}`,
);
console.log(`     refused before anything was marked: ${refusedAtFirst.length}`);
for (const one of refusedAtFirst.slice(0, SHOWN)) console.log(`       ${one.slice(0, 200)}`);
if (unreached > 0) console.log(`     not reached in ${values.minutes} minutes: ${unreached} parameters`);

const missing = wanted
  .flatMap(({ key, parameters: all }) => all.map((one) => `${key}: ${one.in} ${one.name}`))
  .filter((one) => !aimed.has(one));
checks.that(missing.length === 0, 'every parameter of the contract stands in a request', missing.join(', '));
checks.that(tested > 0 && injectable.length === 0, 'nothing is injectable', injectable.join('; '));
checks.that(
  incomplete.length === 0,
  'every marked value was tried to the end',
  incomplete.slice(0, 5).join('; '),
);
checks.that(total(summed, (status) => status >= 500 && status !== 503) === 0, 'no defect is answered');
/** Class 42 is what statements get that are no statements any more, and what a string of SQL is made of. */
const refusals = readFileSync(databaseLog, 'utf8')
  .slice(logged)
  .matchAll(/^\[(.*?)\] (\w{5}) (?:ERROR|FATAL): +(.*)$/gm);
const codes = new Map<string, number>();
const broken: string[] = [];
let controlBroken = 0;
for (const [, application = '', code = '', text = ''] of refusals) {
  const isBroken = code.startsWith('42');
  if (application === CONTROL_NAME) controlBroken += Number(isBroken);
  else {
    codes.set(code, (codes.get(code) ?? 0) + 1);
    if (isBroken) broken.push(`${application} ${code} ${text}`);
  }
}
checks.that(
  controlBroken > 0 && broken.length === 0,
  'the database saw no broken statement but of the control',
  `${controlBroken} of the control; of the service ${JSON.stringify(Object.fromEntries(codes))} ${broken.slice(0, 5).join('; ')}`,
);
checks.that(service.selfDeaths() === 0, 'the service lives');
await service.stop();
await database.remove();
rmSync(folder, { recursive: true, force: true });
checks.finish();
