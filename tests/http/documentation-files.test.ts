/** The files of the reference page, sent from memory: the same bytes, whoever asks and however. */
import { createReadStream, ReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const STATIC = new URL('../../node_modules/@fastify/swagger-ui/static/', import.meta.url);
interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function ask(file: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(`${service.anyone.url}/docs/static/${file}`, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

it.each(['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'])(
  '%s is the file of the package, also the second time, packed, asked for in part, and unchanged',
  async (file) => {
    const bytes = await readFile(new URL(file, STATIC));
    for (const _time of [1, 2]) {
      const { status, headers, body } = await ask(file);
      expect([status, Number(headers['content-length']), body.equals(bytes)]).toEqual([
        200,
        bytes.length,
        true,
      ]);
    }
    const { headers, body } = await ask(file, { 'accept-encoding': 'gzip' });
    expect((headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).equals(bytes)).toBe(true);
    const part = await ask(file, { range: 'bytes=10-29' });
    expect([part.status, part.body.equals(bytes)]).toEqual([200, true]);
    const known = await ask(file, { 'if-none-match': String(headers['etag']) });
    expect([known.status, known.body.length]).toEqual([304, 0]);
    const head = await ask(file, {}, 'HEAD');
    expect([head.status, Number(head.headers['content-length']), head.body.length]).toEqual([
      200,
      bytes.length,
      0,
    ]);
  },
);

it('a file is not read from the disk again, whatever part is asked for', async () => {
  const reads = vi.spyOn(ReadStream.prototype, '_read');
  try {
    await ask('swagger-ui.js');
    await ask('swagger-ui.js');
    await ask('swagger-ui.js', { range: 'bytes=0-' });
    await ask('swagger-ui.js', { 'accept-encoding': 'gzip' });
    expect(reads).not.toHaveBeenCalled();
    // It would be seen.
    await buffer(createReadStream(new URL('swagger-ui.js', STATIC)));
    expect(reads).toHaveBeenCalled();
  } finally {
    reads.mockRestore();
  }
});

it('thirty who ask at the same moment all get it', async () => {
  const bytes = await readFile(new URL('swagger-ui.css', STATIC));
  const all = await Promise.all(Array.from({ length: 30 }, () => ask('swagger-ui.css')));
  expect(all.every(({ status, body }) => status === 200 && body.equals(bytes))).toBe(true);
});
