import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
beforeAll(async () => {
  const { app, document } = await thingApp();
  http = await serve(app, document);
});
afterAll(async () => http.close());

it('an unknown path is 404 and a wrong method 405, whatever is wrong with the body', async () => {
  const odd = { 'Content-Type': 'application/x-odd', 'Content-Encoding': 'zstd' };
  const unknown = await http.post('/v1/nothing').set(odd).send('x');
  expect([unknown.status, unknown.body.code]).toEqual([404, 'unknownPath']);
  const method = await http.put('/v1/things').set(odd).send('x');
  expect([method.status, method.body.code, method.headers['allow']]).toEqual([
    405,
    'methodNotAllowed',
    'GET, HEAD, OPTIONS, POST',
  ]);
  const blank = await http.post('/v1/nothing').set('Content-Type', '').send('x');
  expect(blank.status).toBe(404);
  const huge = await http.post('/v1/nothing').type('json').send('"'.padEnd(1_100_000, 'x'));
  expect(huge.status).toBe(404);
});

it.each([
  ['/v1/thigns', 'did you mean /v1/things?'],
  ['/v1/thing/7', 'did you mean /v1/things/7?'],
  ['/v1/nothing', 'see /docs.'],
  ['/v2/thigns', 'see /docs.'],
])('%s is answered with the path that was probably meant', async (path, advice) => {
  const { status, body } = await http.get(path);
  expect([status, body.detail]).toEqual([404, `There is nothing at this path: ${advice}`]);
});

it('Content-Encoding says nothing where no body is read, and is refused where one is', async () => {
  expect((await http.get('/v1/things').set('Content-Encoding', 'gzip')).status).toBe(200);
  const write = http.withKey(secrets.write).post('/v1/things').set('Content-Encoding', 'gzip');
  expect((await write.type('json').send('{}')).body.code).toBe('unsupportedEncoding');
});

it('an expectation that the service does not know is refused as a problem, with a request id', async () => {
  const answer = await new Promise<{ status: number; id: unknown; body: string }>((resolve, reject) => {
    request(`${http.url}/v1/things?x=1`, { headers: { Expect: 'never', 'X-Request-Id': 'r9' } }, (reply) => {
      let body = '';
      reply.on('data', (part: Buffer) => (body += part.toString()));
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, id: reply.headers['x-request-id'], body }),
      );
    })
      .on('error', reject)
      .end();
  });
  expect([answer.status, answer.id]).toEqual([417, 'r9']);
  expect(JSON.parse(answer.body)).toMatchObject({
    code: 'expectationFailed',
    instance: '/v1/things',
    requestId: 'r9',
  });
});
