/** What every route refuses by itself, read from the access table: no route can be forgotten. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scope, scopes } from '../../src/domain/keys/api-key.ts';
import { access } from '../../src/http/access.ts';
import type { HttpClient } from '../support/http.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, NOWHERE, refusal, sourceBody } from './fixtures.ts';

let service: TestService;
const clients = new Map<Scope, HttpClient>();
beforeAll(async () => {
  service = await startService();
  for (const scope of scopes) clients.set(scope, await clientWith(service, scope));
});
afterAll(() => service.close());

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
const operations = Object.entries(access)
  .filter(([operation]) => / \/v1\//.test(operation))
  .map(([operation, needed]) => {
    const [method = '', path = ''] = operation.split(' ');
    const target = path.replace('{id}', NOWHERE).replace('{seq}', '999999').replace('{key}', 'none');
    return { operation, needed: needed as Scope, method: method.toLowerCase() as Method, path, target };
  });
const writing = operations.filter(({ method, needed }) => method !== 'get' && needed !== 'read');
const withBody = writing.filter(({ method }) => method !== 'delete');
const reading = operations.filter(({ method }) => method === 'get');
const hasText = (path: string) => path.endsWith('/text');
const allowed = new Map<string, Set<string>>();
for (const { path, method } of operations) {
  allowed.set(path, (allowed.get(path) ?? new Set(['OPTIONS'])).add(method.toUpperCase()));
  if (method === 'get') allowed.get(path)?.add('HEAD');
}

describe('a key', () => {
  it.each(writing)('$operation needs one', async ({ method, target }) => {
    const answer = await service.anyone[method](target).send({});
    expect(refusal(answer)).toEqual([401, 'keyRequired']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each(operations.filter(({ needed }) => needed !== 'read'))(
    '$operation needs scope $needed',
    async ({ method, target, needed }) => {
      for (const scope of scopes.slice(0, scopes.indexOf(needed))) {
        const answer = await clients
          .get(scope)
          ?.[method](target)
          .send(method === 'get' ? undefined : {});
        expect([answer?.status, answer?.body.code, answer?.body.scope]).toEqual([
          403,
          'missingScope',
          needed,
        ]);
      }
      const enough = await clients.get(needed)?.[method](target);
      expect(enough?.status).not.toBe(403);
    },
  );

  it('that nobody has, that is malformed or stands in the URL is 401', async () => {
    expect(refusal(await service.anyone.withKey('rk_unknown').get('/v1/sources'))).toEqual([
      401,
      'invalidKey',
    ]);
    expect(refusal(await service.anyone.get('/v1/sources').set('Authorization', 'Basic abc'))).toEqual([
      401,
      'malformedAuthorization',
    ]);
    expect(refusal(await service.admin.get('/v1/sources?api_key=abc'))).toEqual([401, 'keyInAddress']);
  });

  it('is not needed for reading, unless PUBLIC_READ is false', async () => {
    expect((await service.anyone.get('/v1/sources')).status).toBe(200);
    const closed = await startService({ publicRead: false });
    try {
      for (const { target, needed } of reading) {
        expect(refusal(await closed.anyone.get(target)), `${target} ${needed}`).toEqual([401, 'keyRequired']);
      }
      expect((await (await clientWith(closed, 'read')).get('/v1/sources')).status).toBe(200);
      expect((await closed.anyone.get('/livez')).status).toBe(200);
    } finally {
      await closed.close();
    }
  });
});

describe('an id', () => {
  it.each(operations.filter(({ path }) => path.includes('{id}')))(
    '$operation refuses one that is no UUID',
    async ({ method, path }) => {
      const request = service.admin[method](path.replace('{id}', '7')).set('If-Match', '"x"');
      const answer =
        hasText(path) && method === 'put'
          ? await request.type('text/plain').send('x')
          : await request.send(method === 'get' || method === 'delete' ? undefined : {});
      expect(answer.status).toBe(400);
      expect(answer.body.errors[0]).toMatchObject({ parameter: 'id' });
    },
  );

  it.each(reading.filter(({ path }) => path.includes('{')))(
    '$operation answers 404 for what is not there',
    async ({ target }) => {
      expect(refusal(await service.admin.get(target))).toEqual([404, 'notFound']);
    },
  );
});

describe('a body', () => {
  it.each(withBody.filter(({ path }) => !hasText(path)))(
    '$operation reads JSON only',
    async ({ method, target }) => {
      const send = () => service.admin[method](target).set('If-Match', '"x"');
      expect((await send().type('text/plain').send('{}')).status).toBe(415);
      expect((await send().type('application/xml').send('<a/>')).status).toBe(415);
      expect((await send().set('Content-Encoding', 'gzip').type('json').send('{}')).status).toBe(415);
      expect(refusal(await send())).toEqual([400, 'bodyRequired']);
      expect((await send().type('json').send('{"a":1,')).status).toBe(400);
      const unknown = await send().send({ surelyNoField: 1 });
      expect([
        unknown.status,
        unknown.body.errors.some(
          (error: { pointer: string; code: string }) =>
            error.pointer === '/surelyNoField' && error.code === 'unknownField',
        ),
      ]).toEqual([400, true]);
    },
  );

  it.each(writing.filter(({ method }) => method === 'delete'))(
    '$operation reads none: it is refused, and a content type alone says nothing',
    async ({ method, target }) => {
      const sent = await service.admin[method](target).send({ reason: 'x' });
      expect(refusal(sent)).toEqual([415, 'noBodyHere']);
      for (const type of ['', 'application/json', 'application/x-www-form-urlencoded'])
        expect((await service.admin[method](target).set('Content-Type', type)).status).toBe(404);
    },
  );

  it('larger than the limit is 413', async () => {
    const answer = await service.admin.post('/v1/sources').send(sourceBody({ title: 'x'.repeat(1_100_000) }));
    expect(refusal(answer)).toEqual([413, 'bodyTooLarge']);
  });
});

describe('If-Match', () => {
  const needed = writing.filter(
    ({ path, method }) => method === 'patch' || method === 'put' || /(retraction|merge)$/.test(path),
  );
  it.each(needed)('$operation is 428 without it', async ({ method, target, path }) => {
    const body =
      method === 'patch'
        ? {}
        : path.endsWith('merge')
          ? { intoId: crypto.randomUUID(), reason: 'x' }
          : { reason: 'x' };
    const request = service.admin[method](target);
    const answer = hasText(path) ? await request.type('text/plain').send('x') : await request.send(body);
    expect(refusal(answer)).toEqual([428, 'preconditionRequired']);
    const tag = service.admin[method](target).set('If-Match', 'no-quotes');
    expect(
      refusal(hasText(path) ? await tag.type('text/plain').send('x') : await tag.send(body)).slice(0, 2),
    ).toEqual([400, 'invalidIfMatch']);
  });
});

describe('a path', () => {
  it.each([...allowed])(
    '%s answers 405 with Allow to a method that it has not, and OPTIONS',
    async (path, methods) => {
      const target = path.replace(/\{\w+\}/, NOWHERE);
      const all = [...methods].sort().join(', ');
      for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
        if (methods.has(method.toUpperCase())) continue;
        const answer = await service.admin[method](target);
        expect([answer.status, answer.body.code, answer.headers['allow']]).toEqual([
          405,
          'methodNotAllowed',
          all,
        ]);
        expect(answer.headers['x-content-type-options']).toBe('nosniff');
        const nobody = await service.anyone[method](target).set('Authorization', 'Basic YTpi');
        expect([nobody.status, nobody.body.code]).toEqual([405, 'methodNotAllowed']);
      }
      const options = await service.anyone.options(target);
      expect([options.status, options.headers['allow']]).toEqual([204, all]);
    },
  );

  it('that is not there is 404', async () => {
    expect(refusal(await service.anyone.get('/v1/nothing'))).toEqual([404, 'unknownPath']);
    expect(refusal(await service.anyone.get('/v1/sources/'))).toEqual([404, 'unknownPath']);
  });
});

describe('an answer', () => {
  it.each(reading.filter(({ path }) => !hasText(path)))(
    '$operation is 406 where Accept excludes it',
    async ({ target }) => {
      const answer = await service.admin.get(target).set('Accept', 'image/png');
      expect([answer.status, answer.body.code]).toEqual([406, 'notAcceptable']);
    },
  );

  it.each(reading.filter(({ path }) => !path.includes('{')))(
    '$operation refuses a parameter that it does not have',
    async ({ target }) => {
      const answer = await service.admin.get(`${target}?surelyNone=1`);
      expect(refusal(answer)).toEqual([400, 'invalidRequest', 'surelyNone unknownParameter']);
    },
  );
});
