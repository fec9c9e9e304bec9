/** POST /v1/scoring/evaluate over a socket: JSON and files, every format, and what is wrong with each. */
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../../src/domain/evaluate.ts';
import { startService, type TestService } from '../support/service.ts';

const PATH = '/v1/scoring/evaluate';
let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const CSV = `forecaster,question,probability,outcome
Ann,rain,0.7,1
Ann,snow,0.2,0
Ben,rain,0.4,1
Ben,hail,0.3,
`;
const rows = [
  { forecaster: 'Ann', question: 'rain', probability: 0.7, outcome: true },
  { forecaster: 'Ann', question: 'snow', probability: 0.2, outcome: false },
  { forecaster: 'Ben', question: 'rain', probability: 0.4, outcome: true },
  { forecaster: 'Ben', question: 'hail', probability: 0.3, outcome: null },
];

const csv = (text: string | Buffer, query = '') =>
  service.anyone.post(`${PATH}${query}`).set('Content-Type', 'text/csv').send(text);
const json = (body: object) => service.anyone.post(PATH).send(body);

describe('an evaluation over HTTP', () => {
  it('is the same from JSON, CSV, lines of JSON and the library', async () => {
    const expected = evaluate(rows);
    const lines = rows.map((row) => JSON.stringify(row)).join('\r\n');
    const answers = await Promise.all([
      json({ forecasts: rows }),
      csv(CSV),
      csv(`\uFEFF${CSV.replaceAll('\n', '\r\n')}`),
      service.anyone.post(PATH).set('Content-Type', 'application/x-ndjson').send(lines),
      csv(gzipSync(CSV))
        .set('Content-Encoding', 'gzip')
        .serialize((body) => body as never),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toEqual(expected);
    }
    expect(expected.totals.forecasts).toEqual({ read: 4, scored: 3 });
    expect(expected.totals.leftOut.outcomeNotKnown).toBe(1);
  });

  it.each(['csv', 'md', 'html', 'svg'])('comes as %s', async (format) => {
    const answer = await csv(CSV, `?format=${format}`).buffer(true);
    expect(answer.status).toBe(200);
    expect(answer.text ?? answer.body.toString()).toContain(format === 'svg' ? 'Calibration: All' : 'Ann');
  });

  it('takes options from the query with a file and from the body with JSON', async () => {
    const byQuery = await csv(CSV, '?level=0.5&baseline=baseRate&scores=true&rule=brier');
    const options = { level: 0.5, baseline: 'baseRate', scores: true };
    const byBody = await json({ forecasts: rows, rules: ['brier'], options });
    expect(byQuery.body).toEqual(byBody.body);
    expect(byQuery.body.scores[0].scores).toEqual([
      { rule: 'brier', value: 0.09000000000000002, reason: null },
    ]);
    expect(byQuery.body.scores[3]).toMatchObject({ leftOut: 'outcomeNotKnown', scores: [] });
  });

  it('keeps nothing', async () => {
    const before = await service.anyone.get('/v1/audit/head');
    await csv(CSV);
    expect((await service.anyone.get('/v1/audit/head')).body).toEqual(before.body);
  });
});

describe('what cannot be evaluated is refused by row and field', () => {
  it('in CSV by line', async () => {
    const answer = await csv(`${CSV}Ben,fog,70,1\nBen,"a\nb",0.5,2\n`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'invalidRows', rows: 6, invalidRows: 2 });
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/6/probability', code: 'outOfRange' });
    expect(answer.body.errors[0].message).toContain('Line 6: probability must be from 0 to 1');
    expect(answer.body.errors[1].message).toContain('Line 7: outcome must be 1 or 0');
  });

  it('in JSON by pointer', async () => {
    const answer = await json({ forecasts: [rows[0], { ...rows[1], probability: 1.2 }] });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe('/forecasts/1/probability');
    const sums = await json({
      forecasts: [
        {
          type: 'multipleChoice',
          options: ['a', 'b'],
          prediction: { probabilities: { a: 0.6, b: 0.6 } },
          outcome: 'a',
        },
      ],
    });
    expect(sums.status).toBe(400);
    expect(sums.body.errors[0].pointer).toMatch(/^\/forecasts\/0\/prediction/);
    expect(sums.body.errors[0].message).toMatch(/^Row 1: /);
  });

  it('in lines of JSON by line', async () => {
    const lines = `${JSON.stringify(rows[0])}\n{"probability":0.1,"probability":0.2,"outcome":1}\n{"probability":0.1\n`;
    const answer = await service.anyone.post(PATH).set('Content-Type', 'application/x-ndjson').send(lines);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ rows: 3, invalidRows: 2 });
    expect(answer.body.errors.map(({ message }: { message: string }) => message.slice(0, 7))).toEqual([
      'Line 2:',
      'Line 3:',
    ]);
  });

  it.each([
    [
      'an unknown column, with the nearest name',
      'forecaster,probabilty,outcome\n',
      /did you mean probability/,
    ],
    ['a column twice', 'probability,outcome,outcome\n', /outcome stands there twice/],
    ['other separators', 'forecaster;probability;outcome\n', /separated by commas/],
    ['an empty file', '', /empty|header|needs a body/],
    ['bytes that are no UTF-8', Buffer.from([0x70, 0xff, 0xfe]), /UTF-8/],
    ['a quotation mark that is never closed', 'probability,outcome\n"0.1,1\n', /never closed/],
  ])('refuses %s', async (_title, body, words) => {
    const answer = await csv(body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(words);
  });

  it('refuses unknown options, rules and parameters that belong elsewhere', async () => {
    expect((await csv(CSV, '?levl=0.9')).body.errors[0].message).toContain('level');
    expect((await csv(CSV, '?rule=briar')).body.errors[0]).toMatchObject({
      parameter: 'rule',
      code: 'unknownRule',
    });
    expect((await json({ forecasts: rows, options: { bins: 0 } })).body.errors[0].pointer).toBe(
      '/options/bins',
    );
    const misplaced = await service.anyone.post(`${PATH}?level=0.9`).send({ forecasts: rows });
    expect(misplaced.body.errors[0]).toMatchObject({ parameter: 'level', code: 'belongsInBody' });
  });

  it('answers 406 to formats, 415 to types and encodings that it does not have', async () => {
    expect((await csv(CSV, '?format=docx')).status).toBe(406);
    expect(
      (await service.anyone.post(PATH).set('Content-Type', 'text/tab-separated-values').send('a')).status,
    ).toBe(415);
    expect((await csv(CSV).set('Content-Encoding', 'compress')).status).toBe(415);
    expect((await service.admin.post('/v1/sources').set('Content-Type', 'text/csv').send(CSV)).status).toBe(
      415,
    );
    expect((await csv('no gzip').set('Content-Encoding', 'gzip')).status).toBe(400);
  });

  it('answers 413 beyond 10,000 rows of JSON and beyond the bytes of a file, announced or not', async () => {
    const many = Array.from({ length: 10_001 }, () => ({ probability: 0.5, outcome: true }));
    const answer = await json({ forecasts: many });
    expect(answer.status).toBe(413);
    expect(answer.body.detail).toContain('text/csv');
    expect(await statusOfEndless({ 'Content-Length': '200000000' })).toBe(413);
  });

  it('says 10,000 rows is the most whose scores are given one by one', async () => {
    const answer = await csv(`probability,outcome\n${'0.5,1\n'.repeat(10_001)}`, '?scores=true');
    expect(answer.status).toBe(413);
    expect(answer.body.code).toBe('tooManyScores');
  });

  it('lets go of a sender that breaks off', async () => {
    const sent = httpRequest(`${service.anyone.url}${PATH}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
    });
    sent.on('error', () => undefined);
    sent.write('probability,outcome\n0.5,1\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    sent.destroy();
    expect((await csv(CSV)).status).toBe(200);
  });
});

/** Announces a body and sends only its beginning. */
function statusOfEndless(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      `${service.anyone.url}${PATH}`,
      { method: 'POST', headers: { 'Content-Type': 'text/csv', ...headers } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
        sent.destroy();
      },
    );
    sent.on('error', reject);
    sent.write('probability,outcome\n');
  });
}
