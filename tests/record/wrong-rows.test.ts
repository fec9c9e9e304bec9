/** Rows that cannot be evaluated, over HTTP: each is refused by its row and field, and none is dropped. */
import { Agent, request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkerPool } from '../../src/services/reports/worker-pool.ts';
import { startService, type TestService } from '../support/service.ts';

const PATH = '/v1/scoring/evaluate';
let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const send = (type: string, body: string | Buffer) =>
  service.anyone.post(PATH).set('Content-Type', type).send(body);

const choice = (probabilities: object, outcome: unknown = 'a') => ({
  type: 'multipleChoice',
  options: ['a', 'b'],
  prediction: { probabilities },
  outcome,
});
const numeric = (prediction: object, outcome: unknown = 3) => ({ type: 'numeric', prediction, outcome });
const p = (probability: unknown, outcome: unknown = 1) => ({ probability, outcome });

/** A row as JSON, where its defect is, and what is said of it. */
const defects: readonly [string, string, RegExp][] = [
  [json(p(1.2)), '/probability', /must be at most 1/],
  [json(p(-0.2)), '/probability', /must be at least 0/],
  [json(p('0.5')), '/probability', /must be a number, not a text/],
  [json(p(null)), '/probability', /must be a number, not null/],
  ['{"probability":1e400,"outcome":1}', '/probability', /beyond the largest/],
  ['{"probability":NaN,"outcome":1}', '/probability', /"N" stands where a value should stand/],
  ['{"probability":0.5,"probability":0.6,"outcome":1}', '/probability', /stands twice/],
  [json({ outcome: 1 }), '/probability', /or prediction is needed/],
  [json({ probability: 0.5 }), '/outcome', /is required/],
  [json({ ...p(0.5), probabilty: 1 }), '/probabilty', /did you mean probability/],
  [
    json(p(0.5, 1.65)),
    '/outcome',
    /must be true or false, 1 or 0, or a probability between them; 1.65 is not/,
  ],
  [json(p(0.5, 'yes')), '/outcome', /must be true or false, not a text/],
  [json(p(0.5, { date: '2026-01-01' })), '/outcome/value', /is required/],
  [json({ ...p(0.5), weight: 0 }), '/weight', /must be more than 0/],
  [json({ ...p(0.5), prediction: { probability: 0.5 } }), '/probability', /send one of them/],
  [json(choice({ a: 0.6, b: 0.6 })), '/prediction/probabilities', /must sum to 1 within 0.000001/],
  [json(choice({ a: 0.6, b: 0.4 }, 'z')), '/outcome', /is not an option; there are a, b/],
  [json(choice({ a: 0.6, c: 0.4 })), '/prediction/probabilities/c', /is not an option/],
  [json({ ...choice({ a: 1 }), options: undefined }), '/options', /is needed with type multipleChoice/],
  [
    json(numeric({ quantiles: quantiles([0.1, 5], [0.9, 4]) })),
    '/prediction/quantiles/1/value',
    /the quantiles cross/,
  ],
  [
    json(numeric({ quantiles: quantiles([0.9, 4], [0.1, 5]) })),
    '/prediction/quantiles/1/level',
    /levels must rise/,
  ],
  [json(numeric({ quantiles: quantiles([1, 4]) })), '/prediction/quantiles/0/level', /less than 1/],
  [
    json(
      numeric({
        cdf: [
          { value: 1, probability: 0.5 },
          { value: 2, probability: 0.4 },
        ],
      }),
    ),
    '/prediction/cdf/1/probability',
    /must not fall/,
  ],
  [json(numeric({ samples: [] })), '/prediction/samples', /at least 1/],
  [json(numeric({ point: 3 }, true)), '/outcome', /must be a number, not true or false/],
  [json({ ...numeric({ point: '2026-02-30' }), type: 'date' }), '/prediction/point', /must be a real date/],
  [json(numeric({ distribution: { family: 'normal', mean: 0, sd: 0 } })), '/prediction/distribution/sd', /./],
];

function json(row: unknown): string {
  return JSON.stringify(row);
}
function quantiles(...pairs: readonly (readonly [number, number])[]) {
  return pairs.map(([level, value]) => ({ level, value }));
}

describe('a row that is wrong', () => {
  const good = json({ forecaster: 'Ann', ...p(0.5) });

  it.each(defects)('as a line: %s', async (row, pointer, words) => {
    const answer = await send('application/x-ndjson', `${good}\r\n${row}\r\n`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalidRows', rows: 2, invalidRows: 1 });
    expect(answer.body.errors[0].pointer).toBe(`/2${pointer}`);
    expect(answer.body.errors[0].message).toMatch(/^Line 2: /);
    expect(answer.body.errors[0].message).toMatch(words);
    const fieldNamed = pointer.slice(1).replaceAll('/', '.');
    expect(answer.body.errors[0].message).toContain(fieldNamed);
  });

  it.each(defects)('in a list: %s', async (row, pointer, words) => {
    const answer = await send('application/json', `{"forecasts":[${good},${row}]}`);
    expect(answer.status).toBe(400);
    expect(
      answer.body.errors[0].pointer.startsWith('/forecasts/1') || answer.body.code === 'malformedJson',
    ).toBe(true);
    if (answer.body.code !== 'malformedJson')
      expect(answer.body.errors[0].pointer).toBe(`/forecasts/1${pointer}`);
    expect(answer.body.errors[0].message).toMatch(words);
  });

  it.each([
    ['1.2,1', 'probability', /must be from 0 to 1; 1.2 is not/],
    ['-0.1,1', 'probability', /must be from 0 to 1/],
    ['70,1', 'probability', /a percentage\? divide by 100/],
    ['70%,1', 'probability', /not a percentage/],
    ['"0,7",1', 'probability', /a point before its decimals/],
    ['NaN,1', 'probability', /must be a number/],
    ['Infinity,1', 'probability', /must be a number/],
    ['1e400,1', 'probability', /beyond the largest double/],
    [',1', 'probability', /is empty/],
    ['0.5,2', 'outcome', /must be 1 or 0/],
    ['0.5,2026-01-01', 'outcome', /must be 1 or 0/],
    ['0.5,1,3', '', /has 3 cells where the header has 2/],
    ['0.5', '', /has 1 cells where the header has 2/],
  ])('in a table: %s', async (cells, field, words) => {
    const bom = '\uFEFF';
    const answer = await send('text/csv', `${bom}probability,outcome\r\n0.5,1\r\n\r\n${cells}\r\n`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ rows: 2, invalidRows: 1 });
    expect(answer.body.errors[0].pointer).toBe(field === '' ? '/4' : `/4/${field}`);
    expect(answer.body.errors[0].message).toMatch(/^Line 4: /);
    expect(answer.body.errors[0].message).toMatch(words);
  });

  it('is found behind line breaks in quotation marks', async () => {
    const answer = await send('text/csv', 'question,probability,outcome\r\n"a\r\nb\nc",0.5,1\r\nd,7,1\r\n');
    expect(answer.body.errors).toHaveLength(1);
    expect(answer.body.errors[0].pointer).toBe('/5/probability');
  });

  it('of bytes that are no UTF-8 is named by its line', async () => {
    const bytes = Buffer.from('forecaster,probability,outcome\nAnn,0.5,1\nJos\xe9,0.5,1\n', 'latin1');
    const answer = await send('text/csv', bytes);
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/3', code: 'invalidUtf8' });
  });

  it('that says another outcome of its question names both rows, whatever the form', async () => {
    const rows = [
      { question: 'rain', ...p(0.5, true) },
      { question: 'rain', ...p(0.5, false) },
    ];
    const list = await service.anyone.post(PATH).send({ forecasts: rows });
    expect(list.body.errors[0]).toMatchObject({ pointer: '/forecasts/1/outcome', code: 'contradiction' });
    const table = await send('text/csv', 'question,probability,outcome\nrain,0.5,1\nrain,0.5,0\n');
    expect(table.body.errors[0].message).toMatch(/^Line 3: outcome is 0 .*Line 2 says 1/);
    const types = [rows[0], { question: 'rain', ...numeric({ point: 3 }) }].map(json).join('\n');
    const lines = await send('application/x-ndjson', types);
    expect(lines.body.errors[0].message).toMatch(/^Line 2: type is numeric .*Line 1 says binary/);
  });
});

describe('rows that say too little for a number', () => {
  const reasonOf = (answer: { body: { totals: { rows: { cell: { diagnostics: unknown } }[] } } }) =>
    answer.body.totals.rows[0]?.cell.diagnostics as Record<string, { value: unknown; reason: unknown }>;

  it('none: no rule, and a note', async () => {
    for (const answer of [
      await send('text/csv', 'probability,outcome\n'),
      await send('application/x-ndjson', '\n\n'),
      await service.anyone.post(PATH).send({ forecasts: [] }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.body.totals.forecasts).toEqual({ read: 0, scored: 0 });
      expect(answer.body.totals.rows).toEqual([]);
      expect(answer.body.notes).toEqual(['There is no row to evaluate.']);
    }
  });

  it('one class: no AUC and no slope, with the reason', async () => {
    const answer = await send('text/csv', `probability,outcome\n${'0.3,1\n0.6,1\n'.repeat(20)}`);
    const diagnostics = reasonOf(answer);
    for (const name of ['auc', 'recalibrationSlope']) {
      expect(diagnostics[name]?.value).toBeNull();
      expect(diagnostics[name]?.reason).toEqual(expect.any(String));
    }
  });

  it('no variance: no slope and no z, with the reason, and an interval of no width', async () => {
    const answer = await send('text/csv', `probability,outcome\n${'0.5,1\n0.5,0\n'.repeat(20)}`);
    const diagnostics = reasonOf(answer);
    for (const name of ['recalibrationSlope', 'spiegelhalterP']) {
      expect(diagnostics[name]?.value).toBeNull();
      expect(diagnostics[name]?.reason).toEqual(expect.any(String));
    }
    expect(answer.body.totals.rows[0].cell.mean).toMatchObject({ value: 0.25, lower: 0.25, upper: 0.25 });
  });

  it('every row is scored or counted as left out', async () => {
    const outcomes = ['1', '0', '', 'annulled', 'ambiguous', 'conditionFalse', 'notAvailable'];
    const answer = await send(
      'text/csv',
      `probability,outcome\n${outcomes.map((o) => `0.5,${o}\n`).join('')}`,
    );
    const { forecasts, leftOut } = answer.body.totals;
    const { withheldForSmallSample: _numbers, ...reasons } = leftOut as Record<string, number>;
    expect(forecasts).toEqual({ read: 7, scored: 2 });
    expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(5);
  });
});

describe('a body beyond what is taken', () => {
  it('of JSON, in pieces of which no length was announced, is 413', async () => {
    expect(await inPieces('application/json', Buffer.alloc(65_536, ' '), 70)).toMatchObject({ status: 413 });
  });

  it('of a table, in pieces of which no length was announced, is 413', async () => {
    const piece = Buffer.from('0.5,1\n'.repeat(170_000));
    expect(await inPieces('text/csv', piece, 140)).toMatchObject({ status: 413 });
  });

  it('that is small only while packed is 413', async () => {
    const packed = gzipSync(Buffer.alloc(140_000_000, `${' '.repeat(9999)}\n`), { level: 1 });
    const answer = await send('application/x-ndjson', packed)
      .set('Content-Encoding', 'gzip')
      .serialize((body) => body as never);
    expect(answer.status).toBe(413);
  });
});

describe('more at a time than is taken', () => {
  it('evaluations: 503 with Retry-After', async () => {
    const pool = openWorkerPool({ threads: 1, queue: 0 });
    const beside = await service.beside({ reports: pool });
    try {
      const ask = () => beside.anyone.post(PATH).send({ forecasts: [p(0.5)] });
      const answers = await Promise.all([ask(), ask(), ask()]);
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 503, 503]);
      const refused = answers.find(({ status }) => status === 503);
      expect(refused?.body.code).toBe('reportsBusy');
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
      // The worker is free again, and what it refuses comes back from it.
      const wrong = await beside.anyone.post(PATH).send({ forecasts: [{ outcome: true }] });
      expect(wrong.body).toMatchObject({ status: 400, code: 'invalidRows' });
    } finally {
      await beside.close();
      await pool.close();
    }
  });

  it('files: 503 with Retry-After, before their bytes are read', async () => {
    const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
    const open = Array.from({ length: 16 }, () => {
      const sent = begin('text/csv', { agent });
      sent.on('error', () => undefined);
      sent.write('probability,outcome\n');
      return sent;
    });
    try {
      // Until the sixteen have arrived, one more is still taken.
      await expect
        .poll(async () => (await send('text/csv', 'probability,outcome\n0.5,1\n')).status, { timeout: 5000 })
        .toBe(503);
      const refused = await send('text/csv', 'probability,outcome\n0.5,1\n');
      expect(refused.body.code).toBe('uploadsBusy');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      for (const sent of open) sent.destroy();
      agent.destroy();
    }
    await expect
      .poll(async () => (await send('text/csv', 'probability,outcome\n0.5,1\n')).status, { timeout: 5000 })
      .toBe(200);
  });
});

function begin(type: string, options: { readonly agent?: Agent } = {}) {
  return httpRequest(`${service.anyone.url}${PATH}`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    ...options,
  });
}

/** Sends pieces without a length until there is an answer. */
function inPieces(type: string, piece: Buffer, pieces: number): Promise<{ status: number | undefined }> {
  return new Promise((resolve, reject) => {
    const sent = begin(type);
    let answered = false;
    sent.on('response', (answer) => {
      answered = true;
      answer.resume();
      resolve({ status: answer.statusCode });
      sent.destroy();
    });
    sent.on('error', (error) => {
      if (!answered) reject(error);
    });
    const write = (left: number): void => {
      if (answered) return;
      if (left === 0) sent.end();
      else if (sent.write(piece)) setImmediate(write, left - 1);
      else sent.once('drain', () => write(left - 1));
    };
    write(pieces);
  });
}
