/** A small record that has a row in every table. */
import { expect } from 'vitest';
import { sha256 } from '../../src/domain/audit/chain.ts';
import type { TestService } from '../support/service.ts';
import { daysAgo, Recorder, sourceBody, unique } from './fixtures.ts';

const TEXT = 'It will rain, said the bureau.';

export async function everyKindOfRow(service: TestService): Promise<void> {
  const record = new Recorder(service.admin);
  const lexicon = {
    key: 'words',
    version: '1',
    title: 'Words',
    language: 'en',
    register: 'plain',
    partition: false,
    status: 'reference',
    source: 'none',
  };
  await service.addLexicon({ ...lexicon, entries: [{ phrase: 'likely', lower: 0.6, upper: 0.9 }] } as never);
  const source = await record.source({
    publishedAt: '2024-12-01',
    retrievedAt: daysAgo(3),
    url: 'https://example.org',
    publisher: 'P',
    language: 'en',
  });
  const text = await service.admin
    .put(`/v1/sources/${source.id}/text`)
    .set('If-Match', await record.etag(`/v1/sources/${source.id}`))
    .set('Content-Type', 'text/plain')
    .send(TEXT);
  expect(text.status, JSON.stringify(text.body)).toBe(200);
  const forecaster = await record.forecaster({
    aliases: ['Al'],
    affiliation: 'A',
    url: 'https://example.org/a',
  });
  await record.merge(`/v1/forecasters/${(await record.forecaster()).id}`, forecaster.id);
  const first = await record.statement({
    forecasterId: forecaster.id,
    sourceId: source.id,
    topics: ['Rain'],
    entities: ['Bureau'],
  });
  await record.statement({
    forecasterId: forecaster.id,
    sourceId: source.id,
    topics: ['Weather'],
    entities: ['Office'],
    relations: [{ type: 'repeats', statementId: first.id }],
    hedge: {
      phrase: 'likely',
      language: 'en',
      register: null,
      lexiconKey: 'words',
      lexiconVersion: '1',
      lower: 0.6,
      upper: 0.9,
    },
    anchors: [{ start: 0, end: 7, sha256: sha256(TEXT.slice(0, 7)), section: 'one', quote: 'It will' }],
    saidAtReason: 'r',
    codedBy: 'me',
    note: 'n',
  });
  const topics = (await service.anyone.get('/v1/topics?limit=10')).body.items as {
    id: string;
    name: string;
  }[];
  const [rain, weather] = ['Rain', 'Weather'].map(
    (name) => topics.find((topic) => topic.name === name)?.id ?? '',
  );
  await record.merge(`/v1/topics/${weather}`, rain ?? '');
  const claim = await record.statement({ kind: 'claim' });
  await record.verdict(claim.id, { knownAt: '2024-12-30', rationale: 'r' });
  const question = await record.question({
    topics: ['Rain'],
    entities: ['Bureau'],
    opensAt: '2024-01-01',
    closesAt: '2024-12-30',
    resolvesBy: '2024-12-31',
  });
  await record.question({
    condition: { questionId: question.id, outcome: { value: true } },
    statementId: first.id,
  });
  await record.question({ type: 'numeric', unit: 'mm', range: { min: 0, max: 9 }, transform: 'log1p' });
  await record.question({ type: 'date', milestones: ['2025-06-30', '2025-12-31'] });
  await record.question({
    type: 'multipleChoice',
    options: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ],
    ordered: true,
    optionEdges: [0, 10, null],
  });
  const forecast = await record.forecast(question.id, 0.7, {
    prediction: { probability: 0.7, lower: 0.6, upper: 0.8 },
    note: 'n',
  });
  await record.forecast(question.id, 0.2);
  const withdrawn = await record.forecast(question.id, 0.4);
  await service.admin.post(`/v1/forecasts/${withdrawn.id}/withdrawal`).send({ reason: 'r' });
  await record.resolve(question.id, { value: true }, { knownAt: '2024-12-30', rationale: 'r' });
  await record.correct(question.id, { value: false }, { knownAt: '2024-12-30' });
  await record.retract(`/v1/forecasts/${forecast.id}`);
  await record.retract(`/v1/sources/${(await record.source(sourceBody())).id}`);
  await service.admin
    .post('/v1/keys')
    .send({ name: unique('key'), scopes: ['write'], forecasterIds: [forecaster.id], expiresAt: daysAgo(-9) });
  const old = (await service.admin.post('/v1/keys').send({ name: unique('key'), scopes: ['write'] }))
    .body as { id: string };
  expect((await service.admin.delete(`/v1/keys/${old.id}`)).status).toBe(200);
  const noted = await record.statement({ note: 'A name.' });
  const redacted = await service.admin
    .post(`/v1/statements/${noted.id}/redaction`)
    .set('If-Match', await record.etag(`/v1/statements/${noted.id}`))
    .send({ fields: ['note'], reason: 'An order.' });
  expect(redacted.status, JSON.stringify(redacted.body)).toBe(201);
}
