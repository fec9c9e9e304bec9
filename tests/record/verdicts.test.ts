import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, dateAgo, daysAgo, evidence, NOWHERE, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
let said: { forecasterId: string; sourceId: string };
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  said = { forecasterId: (await record.forecaster()).id, sourceId: (await record.source()).id };
});
afterAll(() => service.close());

const claim = () => record.statement({ ...said, kind: 'claim' });
const post = (id: string, body: object, etag?: string) => {
  const request = service.admin.post(`/v1/statements/${id}/verdicts`);
  return (etag === undefined ? request : request.set('If-Match', etag)).send(body);
};

describe('a verdict', () => {
  it('stands on its claim with evidence, needs no knownAt, and keeps its precision', async () => {
    const { id } = await claim();
    const verdict = await record.verdict(id, {
      rating: 'mostlyAccurate',
      knownAt: dateAgo(3),
      rationale: 'Nearly.',
    });
    expect(verdict).toMatchObject({
      statementId: id,
      revision: 1,
      rating: 'mostlyAccurate',
      knownAt: dateAgo(3),
      rationale: 'Nearly.',
      evidence,
      current: true,
    });
    expect((await record.read<Statement>(`/v1/statements/${id}`)).item.verdict).toEqual(verdict);
    expect((await record.verdict((await claim()).id)).knownAt).toBeNull();
  });

  it('is corrected by another that names it, and both stay', async () => {
    const { id } = await claim();
    const first = await record.verdict(id);
    const etag = await record.etag(`/v1/statements/${id}`);
    const body = { rating: 'disputed', evidence, supersedesId: first.id, reason: 'New evidence.' };
    expect(refusal(await post(id, { rating: 'disputed', evidence }))).toEqual([409, 'alreadyJudged']);
    expect(refusal(await post(id, body))).toEqual([428, 'preconditionRequired']);
    expect(refusal(await post(id, body, '"old"'))).toEqual([412, 'preconditionFailed']);
    expect(refusal(await post(id, { ...body, reason: null }, etag))).toEqual([
      400,
      'invalidVerdict',
      '/reason required',
    ]);
    expect(refusal(await post(id, { ...body, supersedesId: NOWHERE }, etag))).toEqual([409, 'notCurrent']);
    const second = await post(id, body, etag);
    expect(second.status).toBe(201);
    expect((await service.anyone.get(`/v1/statements/${id}/verdicts`)).body).toEqual({
      items: [{ ...first, current: false }, second.body],
      nextCursor: null,
    });
  });

  it.each([
    ['without evidence', { evidence: [] }, ['/evidence tooSmall']],
    [
      'with evidence that has no fact',
      { evidence: [{ url: 'https://example.org', tier: 'press' }] },
      ['/evidence/0/fact required'],
    ],
    [
      'with an address that is none',
      { evidence: [{ ...evidence[0], url: 'ftp://example.org' }] },
      ['/evidence/0/url invalid'],
    ],
    [
      'with an address that holds a password',
      { evidence: [{ ...evidence[0], archiveUrl: 'https://a:b@example.org' }] },
      ['/evidence/0/archiveUrl invalid'],
    ],
    [
      'with a publication date that is none',
      { evidence: [{ ...evidence[0], publishedOn: '2025-13' }] },
      ['/evidence/0/publishedOn invalid'],
    ],
    ['with an unknown rating', { rating: 'true' }, ['/rating notAllowed']],
    ['known in the future', { knownAt: daysAgo(-1) }, ['/knownAt inTheFuture']],
    ['with a reason but nothing to correct', { reason: 'x' }, ['/reason unexpected']],
  ])('%s is refused', async (_title, change, issues) => {
    const { id } = await claim();
    const answer = await post(id, { rating: 'accurate', evidence, ...change });
    expect([answer.status, refusal(answer).slice(2)]).toEqual([
      400,
      issues.map((issue) => expect.stringContaining(issue.split(' ')[0] ?? '')),
    ]);
  });

  it('is for claims only, and corrects only what there is', async () => {
    const forecast = await record.statement(said);
    expect(refusal(await post(forecast.id, { rating: 'accurate', evidence }))).toEqual([409, 'notAClaim']);
    expect(refusal(await post(NOWHERE, { rating: 'accurate', evidence }))).toEqual([404, 'notFound']);
    const { id } = await claim();
    const body = { rating: 'accurate', evidence, supersedesId: NOWHERE, reason: 'x' };
    expect(refusal(await post(id, body, await record.etag(`/v1/statements/${id}`)))).toEqual([
      409,
      'nothingToSupersede',
    ]);
  });

  it('of two at the same moment one is recorded', async () => {
    const { id } = await claim();
    const answers = await Promise.all([
      post(id, { rating: 'accurate', evidence }),
      post(id, { rating: 'inaccurate', evidence }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
  });

  it('needs a key that is not limited to some forecasters', async () => {
    const limited = await clientWith(service, 'resolve', [said.forecasterId]);
    expect(
      refusal(
        await limited
          .post(`/v1/statements/${(await claim()).id}/verdicts`)
          .send({ rating: 'accurate', evidence }),
      ),
    ).toEqual([403, 'limitedKey']);
  });
});
