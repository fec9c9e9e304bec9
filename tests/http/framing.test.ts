/** Requests byte by byte, as no client library would send them. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { type ThingApp, thingApp } from './thing-app.ts';

let thing: ThingApp;
let http: HttpClient;
beforeAll(async () => {
  thing = await thingApp();
  http = await serve(thing.app, thing.document);
});
afterAll(async () => http.close());

/** Everything that comes back until the service closes the connection. */
function send(lines: readonly string[], body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const request = `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => (text += chunk));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}
/** Status, and the code of the problem. */
async function refusalOf(lines: readonly string[], body = ''): Promise<[number, string | null]> {
  const text = await send(lines, body);
  return [Number(text.split(' ')[1]), /"code":"(\w+)","requestId"/.exec(text)?.[1] ?? null];
}

const READ = 'GET /v1/things HTTP/1.1';
const KEY = `Authorization: Bearer ${secrets.write}`;
const create = (...more: string[]) => {
  const body = JSON.stringify({ name: crypto.randomUUID(), p: 0.5 });
  const lines = ['POST /v1/things HTTP/1.1', 'Host: x', KEY, 'Content-Type: application/json', ...more];
  return { lines: [...lines, `Content-Length: ${Buffer.byteLength(body)}`], body };
};

describe('a request is refused with a problem document', () => {
  it('without Host, or with two', async () => {
    expect(await refusalOf([READ])).toEqual([400, 'hostRequired']);
    expect(await refusalOf([READ, 'Host: a', 'Host: b'])).toEqual([400, 'repeatedHeader']);
    expect(await refusalOf([READ, 'Host: a'])).toEqual([200, null]);
    expect(await refusalOf(['GET /v1/things HTTP/1.0'])).toEqual([200, null]);
  });

  it('with two keys, whichever comes first, or two kinds of body', async () => {
    const before = thing.things.size;
    for (const twice of [
      KEY,
      `authorization: Bearer ${secrets.admin}`,
      'Authorization: Bearer wrong',
      'content-type: text/plain',
    ]) {
      const { lines, body } = create(twice);
      expect(await refusalOf(lines, body)).toEqual([400, 'repeatedHeader']);
      expect(await refusalOf([lines[0] ?? '', twice, ...lines.slice(1)], body)).toEqual([
        400,
        'repeatedHeader',
      ]);
    }
    expect(thing.things.size).toBe(before);
    const { lines, body } = create();
    expect(await refusalOf(lines, body)).toEqual([201, null]);
  });

  it('with a transfer coding that is not undone', async () => {
    const { lines, body } = create();
    const chunked = (coding: string) => [...lines.slice(0, -1), `Transfer-Encoding: ${coding}`];
    const sent = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(await refusalOf(chunked('gzip, chunked'), sent)).toEqual([400, 'unknownTransferCoding']);
    expect(await refusalOf(chunked('Chunked'), sent)).toEqual([201, null]);
  });

  it('where Node cannot read it', async () => {
    for (const lines of [
      [READ, 'Host : x'],
      [READ, 'Host: x', 'X-A: b', ' folded'],
      [READ, 'Host: x', 'Content-Length: 1', 'Content-Length: 2'],
      [READ, 'Host: x', 'Content-Length: 1', 'Transfer-Encoding: chunked'],
      ['PRI * HTTP/2.0', 'Host: x'],
    ])
      expect(await refusalOf(lines)).toEqual([400, 'malformedRequest']);
  });
});

describe('a request is answered', () => {
  it('in absolute form, and with trailers, which say nothing', async () => {
    expect(await refusalOf(['GET http://elsewhere.example/v1/things HTTP/1.1', 'Host: x'])).toEqual([
      200,
      null,
    ]);
    const { lines, body } = create();
    const chunks = `${Buffer.byteLength(body).toString(16)};a=b\r\n${body}\r\n0\r\nAuthorization: Bearer wrong\r\n\r\n`;
    const head = [...lines.slice(0, -1), 'Transfer-Encoding: chunked', 'Trailer: Authorization'];
    expect(await refusalOf(head, chunks)).toEqual([201, null]);
  });

  it('each of three in one packet, in their order', async () => {
    const [first, second] = [create(), create()];
    const text = [
      `${first.lines.join('\r\n')}\r\n\r\n${first.body}`,
      `${READ}\r\nHost: x\r\n\r\n`,
      second.lines[0],
    ].join('');
    const answers = await send([text, ...second.lines.slice(1)], second.body);
    expect([...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '201',
      '200',
      '201',
    ]);
  });
});
