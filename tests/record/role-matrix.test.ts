/**
 * Every operation asked by everybody, each time with a request that is right: who gets what stands
 * here once more, written apart from src/http/access.ts, so that neither can change by itself. A
 * route without a row fails.
 */
import { createHash } from 'node:crypto';
import type supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpClient } from '../support/http.ts';
import { startService, type TestService } from '../support/service.ts';
import { everyKindOfRow } from './every-kind-of-row.ts';
import { type Example, examples } from './examples.ts';
import { clientWith, Recorder, unique } from './fixtures.ts';

/** `limited` has every scope, but for one forecaster whom no request here is about. */
const ROLES = ['nobody', 'read', 'write', 'resolve', 'admin', 'limited'] as const;
type Role = (typeof ROLES)[number];

const PUBLIC = '200 200 200 200 200 200';
const SOURCE_TEXT = '401 403 200 200 200 200';
const KEYS = '401 403 403 403 200 200';
const WRITE = '401 403 201 201 201 403';
const EDIT = '401 403 200 200 200 403';
const RESOLVE = '401 403 403 201 201 403';
const PREVIEW = '401 403 403 200 200 403';
const ADMIN = '401 403 403 403 201 403';
const REVOKE = '401 403 403 403 200 403';

const matrix: Readonly<Record<string, string>> = {
  'GET /': PUBLIC,
  'GET /v1': PUBLIC,
  'GET /livez': PUBLIC,
  'GET /readyz': PUBLIC,
  'GET /version': PUBLIC,
  'GET /metrics': PUBLIC,
  'GET /openapi.json': PUBLIC,
  'GET /openapi.yaml': PUBLIC,
  'GET /docs/problems': PUBLIC,
  'GET /v1/predictions': PUBLIC,
  'GET /v1/predictions/{id}': PUBLIC,
  'GET /v1/sources': PUBLIC,
  'POST /v1/sources': WRITE,
  'GET /v1/sources/{id}': PUBLIC,
  'PATCH /v1/sources/{id}': EDIT,
  'GET /v1/sources/{id}/text': SOURCE_TEXT,
  'PUT /v1/sources/{id}/text': EDIT,
  'POST /v1/sources/{id}/retraction': RESOLVE,
  'POST /v1/sources/{id}/redaction': ADMIN,
  'GET /v1/forecasters': PUBLIC,
  'POST /v1/forecasters': WRITE,
  'GET /v1/forecasters/{id}': PUBLIC,
  'PATCH /v1/forecasters/{id}': EDIT,
  'POST /v1/forecasters/{id}/retraction': RESOLVE,
  'POST /v1/forecasters/{id}/redaction': ADMIN,
  'POST /v1/forecasters/{id}/merge': RESOLVE,
  'GET /v1/statements': PUBLIC,
  'POST /v1/statements': WRITE,
  'GET /v1/statements/{id}': PUBLIC,
  'PATCH /v1/statements/{id}': EDIT,
  'POST /v1/statements/{id}/retraction': RESOLVE,
  'POST /v1/statements/{id}/redaction': ADMIN,
  'GET /v1/statements/{id}/verdicts': PUBLIC,
  'POST /v1/statements/{id}/verdicts': RESOLVE,
  'GET /v1/questions': PUBLIC,
  'POST /v1/questions': WRITE,
  'POST /v1/questions/batch': WRITE,
  'GET /v1/questions/{id}': PUBLIC,
  'PATCH /v1/questions/{id}': EDIT,
  'POST /v1/questions/{id}/retraction': RESOLVE,
  'POST /v1/questions/{id}/redaction': ADMIN,
  'GET /v1/questions/{id}/resolutions': PUBLIC,
  'POST /v1/questions/{id}/resolutions': RESOLVE,
  'POST /v1/questions/{id}/resolutions/preview': PREVIEW,
  'GET /v1/forecasts': PUBLIC,
  // The example corrects one.
  'POST /v1/forecasts': RESOLVE,
  'POST /v1/forecasts/batch': WRITE,
  'GET /v1/forecasts/{id}': PUBLIC,
  'POST /v1/forecasts/{id}/withdrawal': WRITE,
  'POST /v1/forecasts/{id}/retraction': RESOLVE,
  'POST /v1/forecasts/{id}/redaction': ADMIN,
  'POST /v1/resolutions/{id}/redaction': ADMIN,
  'POST /v1/verdicts/{id}/redaction': ADMIN,
  'GET /v1/topics': PUBLIC,
  'GET /v1/topics/{id}': PUBLIC,
  'POST /v1/topics/{id}/merge': RESOLVE,
  'GET /v1/entities': PUBLIC,
  'GET /v1/entities/{id}': PUBLIC,
  'POST /v1/entities/{id}/merge': RESOLVE,
  'GET /v1/lexicons': PUBLIC,
  'GET /v1/lexicons/{id}': PUBLIC,
  'GET /v1/scores': PUBLIC,
  'GET /v1/scoring-rules': PUBLIC,
  'GET /v1/scoring-rules/{key}': PUBLIC,
  'POST /v1/scoring/evaluate': PUBLIC,
  'GET /v1/keys': KEYS,
  'POST /v1/keys': ADMIN,
  'GET /v1/keys/{id}': KEYS,
  'POST /v1/keys/{id}/rotation': ADMIN,
  'DELETE /v1/keys/{id}': REVOKE,
  'GET /v1/audit/events': PUBLIC,
  'GET /v1/audit/events/{seq}': PUBLIC,
  'GET /v1/audit/head': PUBLIC,
  'GET /v1/audit/verification': PUBLIC,
  'GET /v1/audit/trail': PUBLIC,
  'GET /v1/exports/statements': PUBLIC,
  'GET /v1/exports/questions': PUBLIC,
  'GET /v1/exports/forecasts': PUBLIC,
  'GET /v1/exports/resolutions': PUBLIC,
  'GET /v1/exports/scores': PUBLIC,
  'GET /v1/exports/verdicts': PUBLIC,
  'GET /v1/exports/package.zip': PUBLIC,
  'GET /v1/exports/claim-reviews': PUBLIC,
  'GET /v1/feeds/resolutions.atom': PUBLIC,
  'GET /v1/feeds/due.ics': PUBLIC,
  'GET /v1/reports/accuracy': PUBLIC,
  'GET /v1/reports/calibration': PUBLIC,
  'GET /v1/reports/leaderboard': PUBLIC,
  'GET /v1/reports/head-to-head': PUBLIC,
};
/** Open whatever PUBLIC_READ says. */
const ALWAYS_OPEN = /^GET \/(livez|readyz|openapi\.(json|yaml)|docs\/problems)$/;

let service: TestService;
let recorder: Recorder;
let forecasterIds: readonly string[];
const clients = new Map<Role, HttpClient>();
beforeAll(async () => {
  service = await startService();
  recorder = new Recorder(service.admin);
  await everyKindOfRow(service);
  const text = { path: '', sha256: createHash('sha256').update('Its text.').digest('hex') };
  text.path = `/v1/sources/${(await recorder.source({ textSha256: text.sha256 })).id}`;
  const put = service.admin.put(`${text.path}/text`).set('If-Match', await recorder.etag(text.path));
  expect((await put.type('text/plain').send('Its text.')).status).toBe(200);
  forecasterIds = [(await recorder.forecaster()).id, (await recorder.forecaster()).id];
  clients.set('nobody', service.anyone);
  for (const role of ['read', 'write', 'resolve', 'admin'] as const)
    clients.set(role, await clientWith(service, role));
  clients.set('limited', await clientWith(service, 'admin', [(await recorder.forecaster()).id]));
});
afterAll(() => service.close());

/** The address of something that is there. */
async function readable(path: string): Promise<string> {
  if (path.endsWith('/head-to-head'))
    return `${path}?forecasterId=${forecasterIds[0]}&forecasterId=${forecasterIds[1]}`;
  const filled = path.replace('{seq}', '1').replace('{key}', 'brier');
  if (!filled.includes('{id}')) return filled;
  const { body } = await service.admin.get(`${path.replace(/\/\{id\}.*/, '')}?limit=200`);
  const items = body.items as { id?: string; forecastId?: string; hasText?: boolean }[];
  const item = path.endsWith('/text') ? items.find(({ hasText }) => hasText === true) : items[0];
  return filled.replace('{id}', item?.id ?? item?.forecastId ?? 'nothing');
}

async function requestOf(operation: string): Promise<Example> {
  const make = (examples as Record<string, ((recorder: Recorder) => Promise<Example>) | undefined>)[
    operation
  ];
  if (make !== undefined) return make(recorder);
  return { target: await readable(operation.split(' ')[1] ?? '') };
}

async function send(client: HttpClient, operation: string, example: Example): Promise<supertest.Response> {
  const method = (operation.split(' ')[0] ?? '').toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const request = client[method](example.target);
  if (example.ifMatch !== undefined) request.set('If-Match', example.ifMatch);
  if (example.body === undefined) return request;
  return typeof example.body === 'string'
    ? request.type('text/plain').send(example.body)
    : request.send(example.body);
}

const head = async () => (await service.admin.get('/v1/audit/head')).body as unknown;

/** The status that each role gets; whoever is refused must have written nothing. */
async function asked(operation: string, make: () => Promise<Example>): Promise<string> {
  const writes = !operation.startsWith('GET ');
  let example = await make();
  const seen: number[] = [];
  for (const role of ROLES) {
    const before = writes ? await head() : null;
    const { status } = await send(clients.get(role) as HttpClient, operation, example);
    seen.push(status);
    if (writes && status >= 400) expect(await head(), `${role} was refused and yet wrote`).toEqual(before);
    if (writes && status < 400 && role !== 'limited') example = await make();
  }
  return seen.join(' ');
}

describe('the matrix', () => {
  it('has a row for every route that is served, and none besides', async () => {
    const served = Object.entries(service.document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods ?? {})
        .filter((method) => ['get', 'put', 'post', 'delete', 'patch', 'trace'].includes(method))
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(Object.keys(matrix).sort()).toEqual(served.sort());
  });

  it.each(Object.entries(matrix))('%s: %s', async (operation, wanted) => {
    expect(await asked(operation, () => requestOf(operation))).toBe(wanted);
  });

  it('asks less for a first forecast than for the correction of one', async () => {
    const body = await recorder.forecastBody((await recorder.question()).id, 0.5);
    const first = async () => ({
      target: '/v1/forecasts',
      body: { ...body, forecasterId: (await recorder.forecaster()).id },
    });
    expect(await asked('POST /v1/forecasts', first)).toBe(WRITE);
  });

  it('has nothing for nobody but health and the contract where PUBLIC_READ is false', async () => {
    const closed = await startService({ publicRead: false });
    try {
      const open: string[] = [];
      for (const operation of Object.keys(matrix)) {
        const target = (operation.split(' ')[1] ?? '').replace(/\{\w+\}/, unique());
        const { status } = await send(closed.anyone, operation, { target });
        if (status !== 401) open.push(operation);
      }
      expect(open).toEqual(Object.keys(matrix).filter((operation) => ALWAYS_OPEN.test(operation)));
    } finally {
      await closed.close();
    }
  });
});
