/** Requests that are small to send and mean to be large to handle. */
import { request } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { OpenAPIV3_1 } from 'openapi-types';

export interface Bomb {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly encoding?: string;
  readonly body: Buffer;
}

const json = (name: string, path: string, text: string): Bomb => ({
  name,
  path,
  type: 'application/json',
  body: Buffer.from(text),
});
const EVALUATE = '/v1/scoring/evaluate';
const repeat = (count: number, item: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => item(at)).join(',');

/** What any body of JSON may be, for one path. */
function jsonBombs(path: string): Bomb[] {
  return [
    json('20,000 arrays in each other', path, '['.repeat(20_000)),
    json('20,000 objects in each other', path, '{"a":'.repeat(20_000)),
    json(
      '60 levels of 1,000 names',
      path,
      `${`{${repeat(1000, (at) => `"k${at}":0`)},"a":`.repeat(60)}0${'}'.repeat(60)}`,
    ),
    json('a name of 1 MB', path, `{"${'k'.repeat(1_000_000)}":1}`),
    json('50,000 unknown fields', path, `{${repeat(50_000, (at) => `"k${at}":1`)}}`),
    json('an array of 65,000', path, `[${repeat(65_000, () => '0')}]`),
    json('a number of 1 MB', path, `{"a":0.${'0'.repeat(1_000_000)}1}`),
    json('a text of 150,000 escapes', path, `{"title":"${'\\u00e9'.repeat(150_000)}"}`),
    json('500,000 blanks', path, `{${' '.repeat(500_000)}`),
    json('10 MB', path, `{"title":"${'x'.repeat(10_000_000)}"}`),
  ];
}

/** Bombs that are made for what a route reads. */
function ownBombs(): Bomb[] {
  const forecast = (prediction: string) =>
    `{"questionId":"01942a3c-5c00-7a11-8f00-0000000fffff","forecasterId":"01942a3c-5c00-7a11-8f00-0000000fffff","madeAt":"2025-01-01T00:00:00Z","basis":"stated","prediction":${prediction}}`;
  return [
    json(
      '65,000 aliases',
      '/v1/forecasters',
      `{"name":"x","kind":"person","aliases":[${repeat(65_000, (at) => `"a${at}"`)}]}`,
    ),
    json(
      '65,000 topics',
      '/v1/questions',
      `{"title":"x","type":"binary","resolutionCriteria":"x","topics":[${repeat(65_000, (at) => `"a${at}"`)}]}`,
    ),
    json(
      '20,000 options',
      '/v1/questions',
      `{"title":"x","type":"multipleChoice","resolutionCriteria":"x","options":[${repeat(20_000, (at) => `{"id":"a${at}","label":"b"}`)}]}`,
    ),
    json(
      '50,000 probabilities',
      '/v1/forecasts',
      forecast(`{"probabilities":{${repeat(50_000, (at) => `"k${at}":0`)}}}`),
    ),
    json(
      '65,000 samples that are no numbers',
      '/v1/forecasts',
      forecast(`{"samples":[${repeat(65_000, () => '"x"')}]}`),
    ),
    json(
      '30,000 quantiles out of order',
      '/v1/forecasts',
      forecast(`{"quantiles":[${repeat(30_000, () => '{"level":0.5,"value":1}')}]}`),
    ),
  ];
}

/** Files that are unpacked while they are read. */
function fileBombs(unpackedBytes: number): Bomb[] {
  const file = (name: string, type: string, body: Buffer, encoding?: string): Bomb => ({
    name,
    path: EVALUATE,
    type,
    body,
    ...(encoding === undefined ? {} : { encoding }),
  });
  const zeros = Buffer.alloc(unpackedBytes, '0');
  const header = 'probability,outcome\n';
  return [
    file('gzip that becomes 1000 times as much', 'text/csv', gzipSync(zeros), 'gzip'),
    file(
      'br, some bytes that become very many',
      'text/csv',
      brotliCompressSync(zeros, { params: { 1: 1 } }),
      'br',
    ),
    file('gzip in gzip', 'text/csv', gzipSync(gzipSync(zeros.subarray(0, unpackedBytes / 10))), 'gzip'),
    file('lines of JSON, all in one', 'application/x-ndjson', gzipSync(zeros), 'gzip'),
    file('100,000 columns', 'text/csv', Buffer.from(`${repeat(100_000, (at) => `c${at}`)}\n`)),
    file('a row of 400,000 cells', 'text/csv', Buffer.from(`${header}${repeat(400_000, () => '1')}\n`)),
    file('a cell of 900,000 digits', 'text/csv', Buffer.from(`${header}${'1'.repeat(900_000)}x,1\n`)),
    file('30,000 rows that are wrong', 'text/csv', Buffer.from(`${header}${'x,y\n'.repeat(30_000)}`)),
    file('30,000 lines that are no JSON', 'application/x-ndjson', Buffer.from('{"a"\n'.repeat(30_000))),
    file('an encoding that nobody knows', 'text/csv', Buffer.from(header), 'x-unknown'),
  ];
}

/**
 * All bombs; `paths` are those that take JSON.
 * @param unpackedBytes what packed files become
 */
export function bombsFor(paths: readonly string[], unpackedBytes = 1_000_000_000): Bomb[] {
  const packed = gzipSync('{"title":"x","kind":"article"}');
  return [
    ...paths.flatMap(jsonBombs),
    ...ownBombs(),
    ...fileBombs(unpackedBytes),
    { name: 'a packed body', path: '/v1/sources', type: 'application/json', encoding: 'gzip', body: packed },
    {
      name: 'a packed body in br',
      path: '/v1/sources',
      type: 'application/json',
      encoding: 'br',
      body: packed,
    },
  ];
}

/** Paths without an id that take a body of JSON. */
export function jsonPaths(document: OpenAPIV3_1.Document): string[] {
  return Object.entries(document.paths ?? {})
    .filter(([path, methods]) => methods?.post?.requestBody !== undefined && !path.includes('{'))
    .map(([path]) => path);
}

export interface Blast {
  readonly status: number;
  readonly took: number;
  readonly bytes: number;
}

/** Sends it over a connection of its own; 0 where that was cut before there was an answer. */
export function explode(address: string, key: string, { path, type, encoding, body }: Bomb): Promise<Blast> {
  const begin = performance.now();
  const headers = {
    Authorization: `Bearer ${key}`,
    'Content-Type': type,
    'Content-Length': body.length,
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
  };
  return new Promise((resolve) => {
    let [status, bytes] = [0, 0];
    const done = () => resolve({ status, took: performance.now() - begin, bytes });
    const sent = request(
      address + path,
      { method: 'POST', agent: false, headers, timeout: 20_000 },
      (answer) => {
        status = answer.statusCode ?? 0;
        answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
        answer.on('close', done);
      },
    );
    sent.on('timeout', () => sent.destroy());
    // Whoever refuses a body early does not read the rest of it.
    sent.on('error', () => {
      if (status === 0) done();
    });
    sent.end(body);
  });
}
