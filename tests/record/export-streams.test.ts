/** Exports while the record changes, clients dawdle or leave, sessions break, and every place is taken. */

import { createHash } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drain } from '../../src/start/listen.ts';
import { startService, type TestService } from '../support/service.ts';
import { Recorder } from './fixtures.ts';

const ROWS = 3000;
const NOTE_BYTES = 10_000;
const BIG = '/v1/exports/forecasts?format=ndjson';
const SMALL = '/v1/exports/questions?format=ndjson';

let service: TestService;
let record: Recorder;
const sockets = new Map<number, Socket>();
/** What the log warns of, a line each. */
const warned: string[] = [];
const warnings = new Writable({
  write: (line: Buffer, _encoding, done) => {
    warned.push(line.toString());
    done();
  },
});

beforeAll(async () => {
  service = await startService({ snapshots: { waitMs: 200 }, logger: pino({ level: 'warn' }, warnings) });
  record = new Recorder(service.admin);
  service.app.server.on('connection', (socket) => sockets.set(socket.remotePort ?? 0, socket));
});
afterAll(() => service.close());

const sessions = () =>
  service.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'reckoner-export' AND state <> 'idle'",
  );

/** Waits until no session is at work; how long that took. */
async function untilFree(limitMs = 3000): Promise<number> {
  const begin = performance.now();
  while ((await sessions()).length > 0) {
    expect(performance.now() - begin).toBeLessThan(limitMs);
    await sleep(50);
  }
  return performance.now() - begin;
}

/** An answer of which nothing is taken yet. */
function open(target: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${service.anyone.url}${target}`, { agent: false }, (answer) => {
      answer.pause();
      resolve(answer);
    }).on('error', reject);
  });
}

interface Taken {
  readonly bytes: number;
  readonly sha256: string;
  readonly lines: number;
  /** Whether the transfer ended as HTTP wants it. */
  readonly whole: boolean;
}

function take(answer: IncomingMessage): Promise<Taken> {
  const hash = createHash('sha256');
  let [bytes, lines] = [0, 0];
  return new Promise((resolve) => {
    answer.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    });
    answer.on('error', () => undefined);
    answer.on('close', () => resolve({ bytes, lines, sha256: hash.digest('hex'), whole: answer.complete }));
    answer.resume();
  });
}

async function bytesOf(target: string): Promise<{ seq: string; bytes: Uint8Array }> {
  const answer = await fetch(`${service.anyone.url}${target}`);
  expect(answer.status).toBe(200);
  return { seq: answer.headers.get('snapshot-seq') ?? '', bytes: new Uint8Array(await answer.arrayBuffer()) };
}

it('is the state of one audit number while corrections are written', async () => {
  const questions = await Promise.all(Array.from({ length: 12 }, () => record.question()));
  for (const { id } of questions) {
    await record.forecast(id, 0.7);
    await record.resolve(id);
  }
  let writing = true;
  let corrections = 0;
  const writer = async () => {
    for (; writing; corrections += 1)
      await record.correct(questions[corrections % 12]?.id ?? '', { value: corrections % 24 >= 12 });
  };
  const written = writer();
  const exports: { target: string; seq: string; bytes: Uint8Array }[] = [];
  const head = async () => (await service.store.auditHead()).seq;
  let during = 0;
  for (let round = 0; round < 2; round += 1)
    for (const target of ['questions', 'resolutions', 'scores', 'forecasts', 'package.zip']) {
      const path = `/v1/exports/${target}?${target === 'package.zip' ? '' : 'format=ndjson&'}`;
      const exported = await bytesOf(path);
      if ((await head()) > Number(exported.seq)) during += 1;
      exports.push({ target: path, ...exported });
    }
  writing = false;
  await written;
  expect(new Set(exports.map(({ seq }) => seq)).size).toBeGreaterThan(3);
  expect(during).toBeGreaterThan(0);
  for (const { target, seq, bytes } of exports) {
    const again = (await bytesOf(`${target}asOf=${seq}`)).bytes;
    if (!target.includes('zip')) {
      expect(Buffer.from(bytes).equals(again), `${target}asOf=${seq}`).toBe(true);
      continue;
    }
    // The descriptor tells the time too, which at the head is now.
    const [now, then] = [unzipSync(bytes), unzipSync(again)];
    for (const path of Object.keys(now).filter((name) => name.endsWith('.csv')))
      expect(Buffer.from(now[path] ?? []).equals(then[path] ?? Buffer.of()), `${path} at ${seq}`).toBe(true);
  }
});

it(`of ${(ROWS * NOTE_BYTES) / 1e6} MB waits for a slow reader, holds little meanwhile, and is whole in the end`, async () => {
  const question = await record.question();
  const { id } = await record.forecast(question.id, 0.5);
  await service.query(
    `INSERT INTO forecasts SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(),
      'made_at', f.made_at + n * interval '1 second', 'note', n || repeat('x', ${NOTE_BYTES})))).*
      FROM forecasts f, generate_series(1, ${ROWS}) n WHERE f.id = $1`,
    [id],
  );
  const expected = await take(await open(BIG));
  expect(expected.bytes).toBeGreaterThan(ROWS * NOTE_BYTES);
  const held = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  const slow = await open(BIG);
  const sent = () => sockets.get(slow.socket.localPort ?? 0)?.bytesWritten ?? Number.NaN;
  let most = 0;
  for (let waited = 0; waited < 1000; waited += 50) {
    await sleep(50);
    most = Math.max(most, held() - before);
  }
  const waiting = sent();
  await sleep(300);
  expect(sent()).toBe(waiting);
  expect(waiting).toBeLessThan(expected.bytes / 2);
  expect(most).toBeLessThan(expected.bytes);
  const taken = await take(slow);
  expect(taken).toEqual({ ...expected, whole: true });
  expect(taken.lines).toBe(Number(slow.headers['row-count']));
  await untilFree();
});

it('is refused with 503 while every place is held, and a client that leaves gives its place back', async () => {
  const dawdling = [await open(BIG), await open(BIG)];
  expect(await sessions()).toHaveLength(2);
  const refused = await service.anyone.get(SMALL);
  expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([
    503,
    'exportsBusy',
    '5',
  ]);
  for (const answer of dawdling) answer.destroy();
  await untilFree();
  const [one, two] = await Promise.all([open(BIG), open(BIG)]);
  expect(await sessions()).toHaveLength(2);
  expect([(await take(one)).whole, (await take(two)).whole]).toEqual([true, true]);
});

it('that a client leaves is no warning: nothing was forgotten, and nobody is left to answer', async () => {
  warned.length = 0;
  const answer = await open(BIG);
  answer.destroy();
  await untilFree();
  // The session is given back before the handler has heard of the end.
  await sleep(100);
  expect(warned).toEqual([]);
});

it('breaks off, and does not end, when its database session is lost', async () => {
  const answer = await open(BIG);
  const [session] = await sessions();
  await service.query('SELECT pg_terminate_backend($1)', [session?.pid]);
  const { whole, lines } = await take(answer);
  expect(whole).toBe(false);
  expect(lines).toBeLessThan(Number(answer.headers['row-count']));
  await untilFree();
  expect((await take(await open(BIG))).whole).toBe(true);
});

it('that hangs is cut when the service has waited long enough for its end', async () => {
  const hanging = await open(BIG);
  const begin = performance.now();
  expect(await drain(service.app, 400)).toBe(false);
  expect(performance.now() - begin).toBeLessThan(3000);
  expect((await take(hanging)).whole).toBe(false);
  await untilFree();
});
