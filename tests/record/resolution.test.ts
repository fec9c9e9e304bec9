import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import { startService, type TestService } from '../support/service.ts';
import {
  clientWith,
  dateAgo,
  daysAgo,
  evidence,
  NOWHERE,
  outcomeBody,
  Recorder,
  refusal,
} from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const post = (questionId: string, body: object, etag?: string) => {
  const request = service.admin.post(`/v1/questions/${questionId}/resolutions`);
  return (etag === undefined ? request : request.set('If-Match', etag)).send(body);
};
const readQuestion = (id: string) => record.read<Question>(`/v1/questions/${id}`);
const readForecast = async (id: string) => (await record.read<Forecast>(`/v1/forecasts/${id}`)).item;

describe('recording an outcome', () => {
  it('answers the resolution as recorded, with its receipt in the audit chain', async () => {
    const { id } = await record.question();
    const answer = await post(id, outcomeBody({ value: true }, { rationale: 'Seen by all.' }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      questionId: id,
      revision: 1,
      outcome: { value: true },
      rationale: 'Seen by all.',
      evidence,
      early: false,
      supersedesId: null,
      reason: null,
      causeResolutionId: null,
      current: true,
    });
    expect(Number(answer.headers['audit-seq'])).toBe(answer.body.seq);
    expect(answer.headers['audit-hash']).toMatch(/^[0-9a-f]{64}$/);
    const { item } = await readQuestion(id);
    expect([item.status, item.resolution]).toEqual(['resolved', answer.body]);
  });

  it('is written by the key that sent it', async () => {
    const client = await clientWith(service, 'resolve');
    const { id } = await record.question();
    const resolution = await new Recorder(client).resolve(id);
    const keys = (await service.admin.get('/v1/keys?sort=-createdAt&limit=1')).body.items;
    expect(resolution.recordedBy).toBe(keys[0].id);
  });

  it('is accepted in every status that has no resolution', async () => {
    const upcoming = await record.question({ opensAt: daysAgo(-5) });
    const closed = await record.question({ closesAt: daysAgo(5) });
    const open = await record.question({ opensAt: daysAgo(5), closesAt: daysAgo(-5) });
    expect([upcoming.status, closed.status, open.status]).toEqual(['upcoming', 'closed', 'open']);
    for (const { id } of [upcoming, closed, open]) {
      await record.resolve(id);
      expect((await readQuestion(id)).item.status).toBe('resolved');
    }
  });

  it.each([
    ['without evidence', { evidence: [] }, ['/evidence required']],
    ['without knownAt', { knownAt: null }, ['/knownAt required']],
    ['known in the future', { knownAt: daysAgo(-1) }, ['/knownAt inTheFuture']],
    ['with a reason but nothing to correct', { reason: 'Why not.' }, ['/reason unexpected']],
    [
      'with three defects at once',
      { evidence: [], knownAt: null, reason: 'x' },
      ['/knownAt required', '/evidence required', '/reason unexpected'],
    ],
  ])('%s is refused', async (_title, change, issues) => {
    const { id } = await record.question();
    expect(refusal(await post(id, outcomeBody({ value: true }, change)))).toEqual([
      400,
      'invalidResolution',
      ...issues,
    ]);
    expect(await record.history(id)).toEqual([]);
  });

  it.each([
    ['of another type', { optionId: 'a' }],
    ['as text', { value: 'true' }],
    ['as a number', { value: 1 }],
    ['of null', { value: null }],
    ['with a field that is none', { value: true, sure: true }],
    ['of a void that is none', { void: 'because' }],
    ['empty', {}],
  ])('an outcome %s is refused with pointers into the body', async (_title, outcome) => {
    const { id } = await record.question();
    const answer = await post(id, outcomeBody(outcome));
    expect(answer.status).toBe(400);
    for (const { pointer } of answer.body.errors) expect(pointer).toMatch(/^\/outcome/);
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });

  it('of a question that is not there is 404', async () => {
    expect(refusal(await post(NOWHERE, outcomeBody()))).toEqual([404, 'notFound']);
    expect((await service.anyone.get(`/v1/questions/${NOWHERE}/resolutions`)).status).toBe(404);
  });

  it('needs scope resolve, and a key that is not limited to some forecasters', async () => {
    const { id } = await record.question();
    const target = `/v1/questions/${id}/resolutions`;
    const forecaster = await record.forecaster();
    const writer = await clientWith(service, 'write');
    const limited = await clientWith(service, 'resolve', [forecaster.id]);
    expect(refusal(await service.anyone.post(target).send(outcomeBody()))).toEqual([401, 'keyRequired']);
    expect(refusal(await writer.post(target).send(outcomeBody()))).toEqual([403, 'missingScope']);
    expect(refusal(await limited.post(target).send(outcomeBody()))).toEqual([403, 'limitedKey']);
  });

  it('on the current day is known by now at the latest, and keeps the date as it was sent', async () => {
    const { id } = await record.question();
    const resolution = await record.resolve(id, { value: true }, { knownAt: dateAgo(0) });
    expect(resolution.knownAt).toBe(dateAgo(0));
    const rows = await service.query<{ known: Date; recorded: Date }>(
      'SELECT known_at_instant AS known, recorded_at AS recorded FROM resolutions WHERE id = $1',
      [resolution.id],
    );
    expect(rows[0]?.known.getTime()).toBeLessThanOrEqual(rows[0]?.recorded.getTime() ?? 0);
  });
});

describe('a void', () => {
  it.each(['annulled', 'ambiguous', 'conditionFalse', 'notAvailable'])(
    'of kind %s needs neither evidence nor knownAt, and scores nobody',
    async (reason) => {
      const { id } = await record.question();
      const forecast = await record.forecast(id, 0.7);
      const resolution = await record.resolve(id, { void: reason }, { knownAt: null, evidence: [] });
      expect(resolution).toMatchObject({
        outcome: { void: reason },
        knownAt: null,
        evidence: [],
        early: false,
      });
      expect((await readQuestion(id)).item.status).toBe('void');
      expect((await readForecast(forecast.id)).scores).toEqual([]);
    },
  );

  it('known in the future is refused', async () => {
    const { id } = await record.question();
    const answer = await post(id, { outcome: { void: 'annulled' }, knownAt: daysAgo(-2) });
    expect(refusal(answer)).toEqual([400, 'invalidResolution', '/knownAt inTheFuture']);
  });
});
