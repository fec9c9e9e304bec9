/**
 * Statuses that the contract names for every operation, provoked for every operation: what the
 * document says can come, does come. 500 has a defect of a test's own (tests/http/problems.test.ts);
 * 401, 403, 405, 415, 428 and unknown ids of reads are in access.test.ts.
 */
import type supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HttpClient } from '../support/http.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Example, examples } from './examples.ts';
import { NOWHERE, Recorder, refusal, sourceBody, unique } from './fixtures.ts';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
interface Operation {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly statuses: readonly number[];
}

/** Some tests send a hundred requests. */
vi.setConfig({ testTimeout: 60_000 });

let service: TestService;
let recorder: Recorder;
let operations: readonly Operation[];
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
  operations = Object.entries(service.document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).flatMap(([method, operation]) =>
      typeof operation === 'object' && 'responses' in operation
        ? [
            {
              name: `${method.toUpperCase()} ${path}`,
              method: method as Method,
              path,
              statuses: Object.keys(operation.responses as object).map(Number),
            },
          ]
        : [],
    ),
  );
});
afterAll(() => service.close());

const documented = (status: number): Operation[] =>
  operations.filter(({ statuses }) => statuses.includes(status));
const nowhere = (path: string): string =>
  path
    .replace('{id}', NOWHERE)
    .replace('{seq}', '999999')
    .replace(/\{\w+\}/, 'none');

async function exampleOf({ name }: Operation): Promise<Example> {
  const make = (examples as Record<string, ((recorder: Recorder) => Promise<Example>) | undefined>)[name];
  if (make === undefined) throw new Error(`${name} has no example in tests/record/examples.ts`);
  return make(recorder);
}

/** Sends an example, each part as given. */
function send(client: HttpClient, { method }: Operation, { target, body, ifMatch }: Example): supertest.Test {
  const request = client[method](target);
  if (ifMatch !== undefined) request.set('If-Match', ifMatch);
  if (body === undefined) return request;
  return typeof body === 'string' ? request.type('text/plain').send(body) : request.send(body);
}

/** Every operation of the list answers so; all that do not are named at once. */
async function all(
  of: readonly Operation[],
  wanted: readonly [number, ...string[]],
  ask: (operation: Operation) => Promise<supertest.Response>,
): Promise<void> {
  expect(of.length).toBeGreaterThan(0);
  const answers: string[] = [];
  for (const operation of of) {
    const answer = await ask(operation);
    const [status, code] = answer.status >= 400 ? refusal(answer) : [answer.status];
    const seen = wanted.length === 1 ? `${status}` : `${status} ${code}`;
    if (seen !== wanted.join(' ')) answers.push(`${operation.name}: ${status} ${code}`);
  }
  expect(answers).toEqual([]);
}

describe('every operation that writes', () => {
  it('succeeds with its example, under the last status of success that the document names', async () => {
    const writing = operations.filter(({ name, method }) => method !== 'get' && name in examples);
    expect(writing.length).toBe(Object.keys(examples).length);
    for (const operation of writing) {
      const success = operation.statuses.findLast((status) => status < 300);
      expect([
        operation.name,
        (await send(service.admin, operation, await exampleOf(operation))).status,
      ]).toEqual([operation.name, success]);
    }
  });

  it('answers 404 to an id that nothing has, whatever else is right', async () => {
    const withId = documented(404).filter(({ name, path }) => name in examples && path.includes('{id}'));
    await all(withId, [404, 'notFound'], async (operation) => {
      const example = await exampleOf(operation);
      return send(service.admin, operation, { ...example, target: nowhere(operation.path) });
    });
  });

  it('answers 412 to an ETag that is no longer that of the item', async () => {
    await all(documented(412), [412, 'preconditionFailed'], async (operation) =>
      send(service.admin, operation, { ...(await exampleOf(operation)), ifMatch: '"stale"' }),
    );
  });

  it('answers 422 where an Idempotency-Key comes again with other bytes', async () => {
    await all(documented(422), [422, 'idempotencyKeyReused'], async (operation) => {
      const example = await exampleOf(operation);
      const key = unique('idempotent');
      const text = JSON.stringify(example.body);
      const post = (bytes: string) => {
        const request = service.admin[operation.method](example.target).set('Idempotency-Key', key);
        if (example.ifMatch !== undefined) request.set('If-Match', example.ifMatch);
        return request.type('json').send(bytes);
      };
      const first = await post(text);
      expect([operation.name, first.status]).toEqual([operation.name, 201]);
      return post(` ${text}`);
    });
  });

  it('answers 409 with Retry-After while the first request with that key still runs', async () => {
    const [actor] = await service.query<{ id: string }>(
      'SELECT id FROM api_keys WHERE secret_sha256 IS NOT NULL ORDER BY created_at LIMIT 1',
    );
    const key = unique('running');
    const lock = `hashtextextended('${actor?.id} ${key}', 0)`;
    await service.query(`SELECT pg_advisory_lock(${lock})`);
    try {
      await all(documented(422), [409, 'idempotencyInProgress'], async (operation) => {
        const example = await exampleOf(operation);
        const request = send(service.admin, operation, example).set('Idempotency-Key', key);
        return request.expect((answer) => expect(answer.headers['retry-after']).toBe('1'));
      });
    } finally {
      await service.query(`SELECT pg_advisory_unlock(${lock})`);
    }
  });
});

describe('every operation', () => {
  it('that has an ETag to read answers 304 to it, without a body', async () => {
    const { id: questionId } = await recorder.question({ topics: [unique('t')], entities: [unique('e')] });
    await recorder.forecast(questionId, 0.5);
    await recorder.statement();
    await all(
      documented(304).filter(({ path }) => path.includes('{id}')),
      [304],
      async ({ path }) => {
        const list = await service.admin.get(`${path.replace(/\/\{id\}.*/, '')}?limit=1`);
        const [first] = (list.body as { items: { id?: string; forecastId?: string }[] }).items;
        // Lexicons come with the seeds.
        if (first === undefined && path.startsWith('/v1/lexicons')) await service.addLexicon(smallLexicon);
        const id = first?.id ?? first?.forecastId ?? (await onlyId(path));
        const target = path.replace('{id}', id);
        const answer = await service.admin.get(target).set('If-None-Match', await recorder.etag(target));
        expect(answer.text).toBe('');
        return answer;
      },
    );
  });

  it('answers 406 where Accept excludes every form of its answer, and does nothing', async () => {
    const head = async () => (await service.admin.get('/v1/audit/head')).body as { seq: number };
    const before = await head();
    await all(
      documented(406).filter(({ path }) => !path.startsWith('/docs')),
      [406, 'notAcceptable'],
      async ({ method, path }) => service.admin[method](nowhere(path)).set('Accept', 'image/x-none').send(),
    );
    expect((await head()).seq).toBe(before.seq);
  });

  it('with a body answers 413 beyond its limit', async () => {
    // A read answers 413 where its answer is too large, which its own tests show.
    const takingBodies = documented(413).filter(({ method }) => method !== 'get');
    await all(takingBodies, [413, 'bodyTooLarge'], async ({ method, path }) => {
      const request = service.admin[method](nowhere(path)).set('If-Match', '"x"');
      return path.endsWith('/text')
        ? request.type('text/plain').send('x'.repeat(5_300_000))
        : request.send({ reason: 'x'.repeat(/\/(evaluate|batch)$/.test(path) ? 4_200_000 : 1_100_000) });
    });
  });

  it('with a path parameter answers 414 to one that is longer than any', async () => {
    await all(documented(414), [414, 'addressTooLong'], async ({ method, path }) =>
      service.admin[method](path.replace(/\{\w+\}/, 'a'.repeat(2000))).send(),
    );
  });

  it('but health answers 429 with Retry-After when the limit is used up', async () => {
    const limited = await startService({ rateLimitPerMinute: 1 });
    try {
      await limited.admin.get('/v1/sources');
      await limited.anyone.get('/v1/sources');
      await all(documented(429), [429, 'rateLimited'], async ({ method, path }) =>
        limited.admin[method](nowhere(path)),
      );
    } finally {
      await limited.close();
    }
  });

  it('but health answers 503 with Retry-After when too many requests are in work', async () => {
    const crowded = await startService({ limits: { concurrentRequests: 1 } });
    const { body: key } = await crowded.admin.post('/v1/keys').send({ name: unique(), scopes: ['write'] });
    // One write that waits for the head of the chain takes the only place.
    await crowded.query('BEGIN');
    await crowded.query('SELECT seq FROM audit_head FOR UPDATE');
    const waiting = crowded.anyone.withKey(key.secret).post('/v1/sources').send(sourceBody()).then();
    try {
      await expect
        .poll(() => crowded.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
        .toHaveLength(1);
      await all(
        documented(503).filter(({ path }) => path !== '/readyz'),
        [503, 'busy'],
        async ({ method, path }) => crowded.admin[method](nowhere(path)),
      );
      expect((await crowded.anyone.get('/livez')).status).toBe(200);
    } finally {
      await crowded.query('COMMIT');
      await waiting;
      await crowded.close();
    }
  });
});

const smallLexicon = {
  key: 'small',
  version: '1',
  title: 'Small',
  language: 'en',
  register: 'general',
  partition: false,
  status: 'published' as const,
  source: 'A test.',
  entries: [{ phrase: 'probably', lower: 0.6, upper: 0.9 }],
};

async function onlyId(path: string): Promise<string> {
  const list = await service.admin.get(path.replace(/\/\{id\}.*/, ''));
  return (list.body as { items: { id: string }[] }).items[0]?.id as string;
}
