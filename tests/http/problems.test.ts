import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReckonerError } from '../../src/domain/errors.ts';
import { refusalOf } from '../../src/http/plugins/problems.ts';
import { kindOfStatus, problemKinds } from '../../src/http/problem-kinds.ts';
import { type HttpClient, serve } from '../support/http.ts';
import { secrets } from '../support/keys.ts';
import { thingApp } from './thing-app.ts';

let http: HttpClient;
beforeAll(async () => {
  const { app, document } = await thingApp();
  http = (await serve(app, document)).withKey(secrets.admin);
});
afterAll(async () => http.close());

describe('problem documents', () => {
  it('have every member of the contract, and extra ones that cannot replace them', async () => {
    await http.post('/v1/things').send({ name: 'twice', p: 0.5 });
    const { status, headers, body } = await http
      .post('/v1/things')
      .send({ name: 'twice', p: 0.5 })
      .set('X-Request-Id', 'mine');
    expect(status).toBe(409);
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: '/docs/problems#conflict',
      title: 'Conflict',
      status: 409,
      detail: 'There is a thing of this name.',
      instance: '/v1/things',
      code: 'duplicateThing',
      requestId: 'mine',
      errors: [],
      firstId: 'x',
    });
  });

  it('of a defect say nothing but the request id', async () => {
    const { status, body, text } = await http.get('/v1/defect');
    expect([status, body.code]).toEqual([500, 'internal']);
    expect(text).not.toMatch(/SELECT|secret|Error:|\.ts/);
  });

  it('do not carry the query in instance', async () => {
    expect((await http.get('/v1/things?q=private')).body.instance).toBe('/v1/things');
  });

  it('collect the defects of path, query and body in one answer', async () => {
    const { body } = await http.patch('/v1/things/7?x=1').set('If-Match', '"a"').send({ p: 2 });
    expect(
      body.errors.map((error: { parameter?: string; pointer?: string }) => error.parameter ?? error.pointer),
    ).toEqual(['id', 'x', '/p']);
  });

  it('name an id that there is not', async () => {
    const id = crypto.randomUUID();
    const { status, body } = await http.get(`/v1/things/${id}`);
    expect([status, body.code, body.detail]).toEqual([404, 'notFound', `There is no thing with id ${id}.`]);
  });
});

describe('406', () => {
  it.each(['text/html', 'application/xml, image/*;q=0.5', 'application/json;q=0'])(
    'Accept: %s',
    async (accept) => {
      const { status, body } = await http.get('/v1/things').set('Accept', accept);
      expect([status, body.available]).toEqual([406, ['application/json']]);
    },
  );

  it.each(['*/*', 'application/*', 'text/html, */*;q=0.1', 'application/json; charset=utf-8'])(
    'not with Accept: %s',
    async (accept) => {
      expect((await http.get('/v1/things').set('Accept', accept)).status).toBe(200);
    },
  );

  it('format wins over Accept, and an unknown one lists what there is', async () => {
    expect((await http.get('/v1/table?format=csv').set('Accept', 'application/json')).type).toBe('text/csv');
    expect((await http.get('/v1/table').set('Accept', 'text/csv')).text).toBe('a\r\n1\r\n');
    expect((await http.get('/v1/table')).body).toEqual({ rows: 1 });
    const unknown = await http.get('/v1/table?format=xml');
    expect([unknown.status, unknown.body.available]).toEqual([406, ['json', 'csv']]);
    expect((await http.get('/v1/table').set('Accept', 'image/png')).status).toBe(406);
  });
});

describe('the table of kinds', () => {
  it('has one kind a status, with a title and a description', () => {
    const facts = Object.values(problemKinds);
    expect(new Set(facts.map(({ status }) => status)).size).toBe(facts.length);
    for (const { title, description } of facts) expect(title.length * description.length).toBeGreaterThan(0);
  });

  it('gives the status of every kind of the domain', () => {
    expect(refusalOf(new ReckonerError('unprocessable', 'keyReused', 'No.', { retryAfter: 3 }))).toEqual({
      kind: 'unprocessable',
      code: 'keyReused',
      detail: 'No.',
      retryAfter: 3,
    });
    expect(kindOfStatus(418)).toBe('invalid');
    expect(kindOfStatus(599)).toBe('internal');
  });

  it.each([null, undefined, 'text', 7, new Error('x'), { statusCode: 503 }, { code: 'P2002' }])(
    'takes %s for a defect',
    (thrown) => {
      expect(refusalOf(thrown).kind).toBe('internal');
    },
  );
});
