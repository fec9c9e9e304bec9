/** What happens when a client sends a request again: nothing twice, and the same answer. */
import type supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { declaredRoutes } from '../../src/http/openapi/declared.ts';
import type { HttpClient } from '../support/http.ts';
import { startService, type TestService } from '../support/service.ts';
import { type Example, examples } from './examples.ts';
import { clientWith, forecasterBody, Recorder, refusal, sourceBody, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

/** A POST that records nothing, or that is idempotent by what it carries. */
const WITHOUT_KEY = /\/preview$|\/imports$|\/evaluate$/;
const posts = declaredRoutes().declared.filter(
  ({ method, operation }) => method === 'POST' && !WITHOUT_KEY.test(operation),
);

function post(client: HttpClient, example: Example, key: string): supertest.Test {
  const request = client.post(example.target).set('Idempotency-Key', key);
  if (example.ifMatch !== undefined) request.set('If-Match', example.ifMatch);
  return request.send(example.body as object);
}

const head = async () => (await service.anyone.get('/v1/audit/head')).body as { seq: number };

describe('every POST that writes', () => {
  it('takes an Idempotency-Key', () => {
    expect(posts.filter(({ idempotent }) => idempotent !== true).map(({ operation }) => operation)).toEqual(
      [],
    );
  });

  it.each(posts.map(({ operation }) => operation))(
    '%s sent again gives the same answer and writes nothing',
    async (operation) => {
      const make = (examples as Record<string, ((recorder: Recorder) => Promise<Example>) | undefined>)[
        operation
      ];
      if (make === undefined) throw new Error(`${operation} has no example in tests/record/examples.ts`);
      const example = await make(record);
      const key = unique('again');
      const first = await post(service.admin, example, key);
      expect(first.status, JSON.stringify(first.body)).toBeLessThan(300);
      const { seq } = await head();
      const again = await post(service.admin, example, key);
      const expected = 'secret' in first.body ? { ...first.body, secret: null } : first.body;
      expect([again.status, again.body]).toEqual([first.status, expected]);
      const kept = ['location', 'audit-seq', 'audit-hash', 'content-type'];
      const headers = (answer: supertest.Response) => kept.map((name) => answer.headers[name]);
      expect(headers(again)).toEqual(headers(first));
      if (!('secret' in first.body)) expect(again.headers['etag']).toBe(first.headers['etag']);
      expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([
        undefined,
        'true',
      ]);
      expect((await head()).seq).toBe(seq);
    },
  );
});

describe('an Idempotency-Key', () => {
  it('sent 20 times at once, 10 times over, has one effect each time, and every late answer is the same', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [key, body] = [unique('race'), forecasterBody()];
      const before = (await head()).seq;
      const send = async (): Promise<supertest.Response> => {
        const answer = await service.admin.post('/v1/forecasters').set('Idempotency-Key', key).send(body);
        if (answer.status !== 409) return answer;
        expect([answer.body.code, answer.headers['retry-after']]).toEqual(['idempotencyInProgress', '1']);
        await new Promise((resume) => setTimeout(resume, 20));
        return send();
      };
      const answers = await Promise.all(Array.from({ length: 20 }, send));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(
        1,
      );
      expect((await head()).seq).toBe(before + 1);
    }
  });

  it('is not used up by a refusal, nor by what was rolled back', async () => {
    const key = unique('refused');
    const send = (body: object) => service.admin.post('/v1/sources').set('Idempotency-Key', key).send(body);
    expect((await send({})).status).toBe(400);
    expect((await send(sourceBody({ kind: 'nonsense' }))).status).toBe(400);
    expect((await send(sourceBody())).status).toBe(201);
    const { id } = await record.question();
    const conflict = unique('conflict');
    const resolve = (body: object) =>
      service.admin.post(`/v1/questions/${id}/resolutions`).set('Idempotency-Key', conflict).send(body);
    expect((await resolve({ outcome: { reopened: true } })).status).toBe(409);
    expect((await resolve({ outcome: { void: 'annulled' } })).status).toBe(201);
    const rows = await service.query('SELECT 1 FROM idempotency_records WHERE key = ANY($1)', [
      [key, conflict],
    ]);
    expect(rows).toHaveLength(2);
  });

  it('belongs to the key that sent it: another key with the same one is another request', async () => {
    const [one, two] = [await clientWith(service, 'write'), await clientWith(service, 'write')];
    const [key, body] = [unique('mine'), forecasterBody()];
    const send = (client: HttpClient) =>
      client.post('/v1/forecasters').set('Idempotency-Key', key).send(body);
    const [first, second] = [await send(one), await send(two)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).not.toBe(first.body.id);
    expect(second.headers['idempotency-replayed']).toBeUndefined();
  });

  it('with another body or path is 422, also with a body of the same meaning and other bytes', async () => {
    const [key, body] = [unique('other'), forecasterBody()];
    const send = (path: string, text: string) =>
      service.admin.post(path).set('Idempotency-Key', key).type('json').send(text);
    expect((await send('/v1/forecasters', JSON.stringify(body))).status).toBe(201);
    for (const [path, text] of [
      ['/v1/forecasters', JSON.stringify({ ...body, kind: 'model' })],
      ['/v1/forecasters', `${JSON.stringify(body)} `],
      ['/v1/sources', JSON.stringify(sourceBody())],
    ] as const)
      expect(refusal(await send(path, text))).toEqual([422, 'idempotencyKeyReused']);
  });

  it('of a key whose scope was taken since does not open what was answered', async () => {
    const made = (await service.admin.post('/v1/keys').send({ name: 'brief', scopes: ['write'] })).body;
    const client = service.anyone.withKey(made.secret);
    const [key, body] = [unique('gone'), forecasterBody()];
    const send = () => client.post('/v1/forecasters').set('Idempotency-Key', key).send(body);
    expect((await send()).status).toBe(201);
    await service.admin.delete(`/v1/keys/${made.id}`);
    expect((await send()).status).toBe(401);
  });

  it('is remembered for a day and then forgotten', async () => {
    const [key, body] = [unique('old'), forecasterBody()];
    const send = () => service.admin.post('/v1/forecasters').set('Idempotency-Key', key).send(body);
    const first = await send();
    const age = (hours: number) =>
      service.query(`UPDATE idempotency_records SET created_at = now() - $1::interval WHERE key = $2`, [
        `${hours} hours`,
        key,
      ]);
    await age(23);
    await service.store.forgetAnswers(24);
    expect((await send()).headers['idempotency-replayed']).toBe('true');
    await age(25);
    expect(await service.store.forgetAnswers(24)).toBeGreaterThan(0);
    const later = await send();
    expect([later.status, later.headers['idempotency-replayed'], later.body.id !== first.body.id]).toEqual([
      201,
      undefined,
      true,
    ]);
  });

  it('keeps no secret: what is stored of a new key could open nothing', async () => {
    const key = unique('secret');
    const body = { name: unique('key'), scopes: ['admin'] };
    const { secret } = (await service.admin.post('/v1/keys').set('Idempotency-Key', key).send(body)).body;
    const rows = await service.query<{ row: string }>(
      'SELECT r::text AS row FROM idempotency_records r WHERE key = $1',
      [key],
    );
    expect(rows[0]?.row).not.toContain(secret);
  });
});
