/** Each row of the table of wrong defaults in the design's reliability notes, on a listening server. */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { type ThingApp, thingApp } from './thing-app.ts';

let thing: ThingApp;
let http: HttpClient;
beforeAll(async () => {
  thing = await thingApp({ limits: { bodyLimitBytes: 2_000_000, eventLoopDelayMs: 0 } });
  http = (await serve(thing.app, thing.document)).withKey(secrets.write);
});
afterAll(async () => http.close());
beforeEach(() => thing.things.clear());

/** Posts the text as it stands. */
function post(
  text: string | Buffer,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) {
  return http
    .post('/v1/things')
    .set(headers)
    .serialize((body: unknown) => body as string)
    .send(text as string);
}

describe('bodies are taken as they are or refused, and nothing is recorded', () => {
  it.each([
    ['null', 'null'],
    ['true', 'true'],
    ['a text', '"0.5"'],
    ['a list', '[0.5]'],
    ['an object', '{}'],
    ['-0', '-0'],
    ['1e400', '1e400'],
    ['1e-400', '1e-400'],
    ['-1e-9', '-1e-9'],
    ['1.0000000001', '1.0000000001'],
    ['NaN', 'NaN'],
    ['Infinity', 'Infinity'],
  ])('a probability that is %s', async (_what, probability) => {
    const { status, body } = await post(`{"name":"x","p":${probability}}`);
    expect([status, body.errors.length > 0]).toEqual([400, true]);
    expect(body.errors[0].pointer).toBe('/p');
    expect(thing.things.size).toBe(0);
  });

  it.each([
    ['an unknown field', '{"name":"x","p":0.5,"owner":"evil"}', '/owner'],
    ['a duplicate key', '{"name":"x","p":0.1,"p":0.9}', '/p'],
    ['a lone surrogate', '{"name":"a\\ud800b","p":0.5}', '/name'],
    ['NUL', '{"name":"a\\u0000b","p":0.5}', '/name'],
    ['second 60', '{"name":"x","p":0.5,"at":"2016-12-31T23:59:60Z"}', '/at'],
    ['year 0', '{"name":"x","p":0.5,"at":"0000-01-01T00:00:00Z"}', '/at'],
    ['a blank for the T', '{"name":"x","p":0.5,"at":"2026-02-01 00:00:00Z"}', '/at'],
    ['30 February', '{"name":"x","p":0.5,"at":"2026-02-30T00:00:00Z"}', '/at'],
    ['hour 24', '{"name":"x","p":0.5,"at":"2026-02-01T24:00:00Z"}', '/at'],
    ['no offset', '{"name":"x","p":0.5,"at":"2026-02-01T00:00:00"}', '/at'],
    ['the offset +25:00', '{"name":"x","p":0.5,"at":"2026-02-01T00:00:00+25:00"}', '/at'],
    ['__proto__', '{"name":"x","p":0.5,"__proto__":{"polluted":1}}', '/__proto__'],
    [
      'constructor.prototype',
      '{"name":"x","p":0.5,"constructor":{"prototype":{"polluted":1}}}',
      '/constructor',
    ],
  ])('%s', async (_what, text, pointer) => {
    const { status, body } = await post(text);
    expect([status, body.errors[0]?.pointer]).toEqual([400, pointer]);
    expect(thing.things.size).toBe(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('invalid UTF-8', async () => {
    const { status, body } = await post(
      Buffer.from([...Buffer.from('{"name":"a'), 0xff, ...Buffer.from('","p":0.5}')]),
    );
    expect([status, body.code]).toEqual([400, 'invalidEncoding']);
  });

  it.each([
    ['', 'emptyBody'],
    ['{"name":', 'malformedJson'],
    ['['.repeat(20_000), 'tooDeep'],
  ])('%.10s', async (text, code) => {
    const { status, body } = await post(text);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('no body at all', async () => {
    const { status, body } = await http.post('/v1/things');
    expect([status, body.code]).toEqual([400, 'bodyRequired']);
  });

  it('doubles come back as they were sent', async () => {
    for (const p of [0.1 + 0.2, 5e-324, 0, 1, 0.7, 1 / 3]) {
      expect((await http.post('/v1/things').send({ name: `p${p}`, p })).body.p).toBe(p);
    }
  });
});

describe('media types and encodings', () => {
  it.each([
    ['text/csv', 'unsupportedMediaType'],
    ['text/plain', 'unsupportedMediaType'],
    ['application/json\ta', 'unsupportedMediaType'],
    ['application/json garbage', 'unsupportedMediaType'],
    ['application/json; charset=latin1', 'unsupportedCharset'],
    ['application/merge-patch+json', 'unsupportedMediaType'],
  ])('%s is 415', async (type, code) => {
    const { status, body } = await post('{"name":"x","p":0.5}', { 'Content-Type': type });
    expect([status, body.code]).toEqual([415, code]);
  });

  it('a body without content type is 415', async () => {
    const answer = await raw(
      'POST',
      '/v1/things',
      { authorization: `Bearer ${secrets.write}`, 'content-length': '2' },
      '{}',
    );
    expect(answer.status).toBe(415);
  });

  it.each(['gzip', 'br', 'x-unknown'])(
    'content-encoding %s is 415, whatever the body is',
    async (encoding) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': encoding };
      expect((await post('{"name":"x","p":0.5}', headers)).body.code).toBe('unsupportedEncoding');
      expect((await post(gzipSync('{"name":"x","p":0.5}'), headers)).status).toBe(415);
    },
  );

  it('application/json with charset utf-8 is read', async () => {
    expect(
      (await post('{"name":"x","p":0.5}', { 'Content-Type': 'Application/JSON; charset="UTF-8"' })).status,
    ).toBe(201);
  });

  it('a body over the limit is 413, declared or chunked', async () => {
    const { status, body } = await post(`{"name":"${'x'.repeat(2_100_000)}","p":0.5}`);
    expect([status, body.code]).toEqual([413, 'bodyTooLarge']);
    const chunked = await raw(
      'POST',
      '/v1/things',
      { authorization: `Bearer ${secrets.write}`, 'content-type': 'application/json' },
      'x'.repeat(2_100_000),
    );
    expect(chunked.status).toBe(413);
  });

  it('a text body is kept as it is, up to its own limit', async () => {
    const put = (text: string | Buffer) =>
      http
        .put(`/v1/things/${crypto.randomUUID()}/text`)
        .set('Content-Type', 'text/plain')
        .send(text as string);
    expect((await put('微软\r\n也许')).body).toEqual({ length: 6, text: '微软\r\n也许' });
    expect((await put('x'.repeat(2001))).status).toBe(413);
    expect((await put('a\u0000b')).body.code).toBe('nulCharacter');
    expect((await put(Buffer.from([0x61, 0xff]))).body.code).toBe('invalidEncoding');
    expect((await http.put(`/v1/things/${crypto.randomUUID()}/text`).send({ a: 1 })).status).toBe(415);
  });
});

describe('paths and methods', () => {
  it.each([
    ['/v1/named/%00', 400, 'invalidPath'],
    ['/v1/named/a%00b', 400, 'invalidPath'],
    ['/v1/named/%zz', 400, 'invalidPath'],
    ['/v1/named/%ED%A0%80', 400, 'invalidPath'],
    [`/v1/named/${'x'.repeat(1001)}`, 414, 'addressTooLong'],
    ['/v1/things/1', 400, 'invalidRequest'],
    ['/v1/things/constructor', 400, 'invalidRequest'],
    ['/v1/nothing', 404, 'unknownPath'],
    ['/v1/things/', 404, 'unknownPath'],
    ['/v1/things?statsu=x', 400, 'invalidRequest'],
    ['/v1/things?colour=%00', 400, 'invalidRequest'],
  ])('%.40s is %i', async (target, status, code) => {
    const answer = await http.get(target);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
  });

  it('a known path with another method is 405 with Allow, TRACE too', async () => {
    for (const method of ['PUT', 'DELETE', 'TRACE', 'PATCH', 'PROPFIND']) {
      const { status, headers } = await raw(method, '/v1/things', {});
      expect([method, status, headers['allow']]).toEqual([method, 405, 'GET, HEAD, OPTIONS, POST']);
    }
    expect((await http.put('/v1/things').send({})).body.code).toBe('methodNotAllowed');
  });

  it('OPTIONS lists the methods', async () => {
    const { status, headers } = await http.options(`/v1/things/${crypto.randomUUID()}`);
    expect([status, headers['allow']]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PATCH']);
    expect((await raw('OPTIONS', '/nothing', {})).status).toBe(404);
  });

  it('HEAD answers as GET, without the body', async () => {
    const { body } = await http.post('/v1/things').send({ name: 'x', p: 0.5 });
    const [get, head] = [await http.get(`/v1/things/${body.id}`), await http.head(`/v1/things/${body.id}`)];
    expect(head.headers['etag']).toBe(get.headers['etag']);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.text ?? '').toBe('');
  });
});

describe('what is not HTTP', () => {
  it('headers of 20 kB are 431, garbage is 400, both as problems', async () => {
    const large = await talk(`GET /livez HTTP/1.1\r\nHost: x\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1.1 431 /);
    expect(large).toContain('application/problem+json');
    expect(large).toContain('"code":"headersTooLarge"');
    expect(await talk('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*"code":"malformedRequest"/s);
  });

  it('conflicting lengths are 400', async () => {
    const both =
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
    expect(await talk(both)).toMatch(/^HTTP\/1.1 400 /);
    expect(
      await talk('POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'),
    ).toMatch(/^HTTP\/1.1 400 /);
  });
});

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A request with exactly these headers; without a content-length it is chunked. */
async function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${http.url}${path}`, { method, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What the server says to these bytes until it closes the connection. */
async function talk(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1', () => socket.write(bytes));
    let heard = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      heard += part;
      if (heard.includes('"errors":[]')) socket.end();
    });
    socket.on('close', () => resolve(heard)).on('error', reject);
  });
}
