/** One request that succeeds for every operation that writes, on things made for it. */
import { createHash } from 'node:crypto';
import type { RecordAccess } from '../../src/http/access.ts';
import {
  evidence,
  type Fields,
  forecasterBody,
  outcomeBody,
  questionBody,
  type Recorder,
  sourceBody,
  unique,
} from './fixtures.ts';

export interface Example {
  /** Path with its id. */
  readonly target: string;
  /** JSON, or text for a route that takes text. */
  readonly body?: Fields | string;
  /** ETag of what is there, where the operation compares it. */
  readonly ifMatch?: string;
}

type Writing = Exclude<keyof RecordAccess & string, `GET ${string}`>;
type MakeExample = (recorder: Recorder) => Promise<Example>;

/** Text that a source can keep, and the hash by which it is recognised. */
const TEXT = 'What was said.';
const TEXT_SHA256 = createHash('sha256').update(TEXT).digest('hex');

/** An edit, a retraction or a merge of something that is there. */
async function onItem(
  recorder: Recorder,
  plural: string,
  id: string,
  suffix: string,
  body: Fields,
): Promise<Example> {
  const path = `/v1/${plural}/${id}`;
  return { target: `${path}${suffix}`, body, ifMatch: await recorder.etag(path) };
}

const retraction = { reason: 'By mistake.' };

/** The id of a topic or entity, which come into being with what is about them. */
async function nameId(recorder: Recorder, noun: 'topics' | 'entities', name: string): Promise<string> {
  const answer = await recorder.client.get(`/v1/${noun}?q=${encodeURIComponent(name)}`);
  return (answer.body as { items: { id: string; name: string }[] }).items.find((item) => item.name === name)
    ?.id as string;
}

const mergeOfNames =
  (noun: 'topics' | 'entities'): MakeExample =>
  async (recorder) => {
    const [from, into] = [unique('from'), unique('into')];
    await recorder.question({ [noun]: [from, into] });
    const id = await nameId(recorder, noun, from);
    return onItem(recorder, noun, id, '/merge', {
      intoId: await nameId(recorder, noun, into),
      reason: 'The same.',
    });
  };

/** A correction, since that is what If-Match is for. */
const correction =
  (suffix: string): MakeExample =>
  async (recorder) => {
    const { id } = await recorder.question();
    const first = await recorder.resolve(id);
    const body = outcomeBody({ value: false }, { supersedesId: first.id, reason: 'It was wrong.' });
    return onItem(recorder, 'questions', id, suffix, body);
  };

const keyId = async ({ client }: Recorder): Promise<string> =>
  ((await client.post('/v1/keys').send({ name: unique('key'), scopes: ['read'] })).body as { id: string }).id;

const ORDER = 'Order 7 of the court.';
const redaction = (plural: string, id: string, field: string): Example => ({
  target: `/v1/${plural}/${id}/redaction`,
  body: { fields: [field], reason: ORDER },
});

export const examples: Readonly<Record<Writing, MakeExample>> = {
  'POST /v1/scoring/evaluate': async () => ({
    target: '/v1/scoring/evaluate',
    body: { forecasts: [{ forecaster: 'Ann', question: 'rain', probability: 0.7, outcome: true }] },
  }),
  'POST /v1/sources': async () => ({ target: '/v1/sources', body: sourceBody() }),
  'PATCH /v1/sources/{id}': async (recorder) =>
    onItem(recorder, 'sources', (await recorder.source()).id, '', { title: unique() }),
  'PUT /v1/sources/{id}/text': async (recorder) => {
    const { id } = await recorder.source({ textSha256: TEXT_SHA256 });
    return {
      target: `/v1/sources/${id}/text`,
      body: TEXT,
      ifMatch: await recorder.etag(`/v1/sources/${id}`),
    };
  },
  'POST /v1/sources/{id}/retraction': async (recorder) =>
    onItem(recorder, 'sources', (await recorder.source()).id, '/retraction', retraction),
  'POST /v1/forecasters': async () => ({ target: '/v1/forecasters', body: forecasterBody() }),
  'PATCH /v1/forecasters/{id}': async (recorder) =>
    onItem(recorder, 'forecasters', (await recorder.forecaster()).id, '', { affiliation: unique() }),
  'POST /v1/forecasters/{id}/retraction': async (recorder) =>
    onItem(recorder, 'forecasters', (await recorder.forecaster()).id, '/retraction', retraction),
  'POST /v1/forecasters/{id}/merge': async (recorder) =>
    onItem(recorder, 'forecasters', (await recorder.forecaster()).id, '/merge', {
      intoId: (await recorder.forecaster()).id,
      reason: 'The same.',
    }),
  'POST /v1/statements': async (recorder) => ({
    target: '/v1/statements',
    body: await recorder.statementBody(),
  }),
  'PATCH /v1/statements/{id}': async (recorder) =>
    onItem(recorder, 'statements', (await recorder.statement()).id, '', { text: unique() }),
  'POST /v1/statements/{id}/retraction': async (recorder) =>
    onItem(recorder, 'statements', (await recorder.statement()).id, '/retraction', retraction),
  'POST /v1/statements/{id}/verdicts': async (recorder) => {
    const { id } = await recorder.statement({ kind: 'claim' });
    const first = await recorder.verdict(id);
    return onItem(recorder, 'statements', id, '/verdicts', {
      rating: 'inaccurate',
      evidence,
      supersedesId: first.id,
      reason: 'It was wrong.',
    });
  },
  'POST /v1/questions': async () => ({ target: '/v1/questions', body: questionBody() }),
  'POST /v1/questions/batch': async () => ({
    target: '/v1/questions/batch',
    body: { questions: [questionBody()] },
  }),
  'PATCH /v1/questions/{id}': async (recorder) =>
    onItem(recorder, 'questions', (await recorder.question()).id, '', { description: unique() }),
  'POST /v1/questions/{id}/retraction': async (recorder) =>
    onItem(recorder, 'questions', (await recorder.question()).id, '/retraction', retraction),
  'POST /v1/questions/{id}/resolutions': correction('/resolutions'),
  'POST /v1/questions/{id}/resolutions/preview': correction('/resolutions/preview'),
  'POST /v1/forecasts': async (recorder) => {
    const { id } = await recorder.question();
    const first = await recorder.forecast(id, 0.4);
    const body = await recorder.forecastBody(id, 0.6, {
      forecasterId: first.forecasterId,
      supersedesId: first.id,
      reason: 'Misread.',
    });
    return { target: '/v1/forecasts', body, ifMatch: await recorder.etag(`/v1/forecasts/${first.id}`) };
  },
  'POST /v1/forecasts/batch': async (recorder) => ({
    target: '/v1/forecasts/batch',
    body: { forecasts: [await recorder.forecastBody((await recorder.question()).id, 0.6)] },
  }),
  'POST /v1/forecasts/{id}/withdrawal': async (recorder) => {
    const { id } = await recorder.forecast((await recorder.question()).id, 0.5);
    return { target: `/v1/forecasts/${id}/withdrawal`, body: {} };
  },
  'POST /v1/forecasts/{id}/retraction': async (recorder) => {
    const { id } = await recorder.forecast((await recorder.question()).id, 0.5);
    return onItem(recorder, 'forecasts', id, '/retraction', retraction);
  },
  'POST /v1/sources/{id}/redaction': async (recorder) =>
    redaction('sources', (await recorder.source()).id, 'title'),
  'POST /v1/forecasters/{id}/redaction': async (recorder) =>
    redaction('forecasters', (await recorder.forecaster()).id, 'name'),
  'POST /v1/statements/{id}/redaction': async (recorder) =>
    redaction('statements', (await recorder.statement()).id, 'text'),
  'POST /v1/questions/{id}/redaction': async (recorder) =>
    redaction('questions', (await recorder.question()).id, 'title'),
  'POST /v1/forecasts/{id}/redaction': async (recorder) => {
    const { id } = await recorder.forecast((await recorder.question()).id, 0.5, { note: 'A name.' });
    return redaction('forecasts', id, 'note');
  },
  'POST /v1/resolutions/{id}/redaction': async (recorder) => {
    const { id } = await recorder.resolve((await recorder.question()).id, undefined, {
      rationale: 'A name.',
    });
    return redaction('resolutions', id, 'rationale');
  },
  'POST /v1/verdicts/{id}/redaction': async (recorder) => {
    const statement = await recorder.statement({ kind: 'claim' });
    const { id } = await recorder.verdict(statement.id, { rationale: 'A name.' });
    return redaction('verdicts', id, 'rationale');
  },
  'POST /v1/topics/{id}/merge': mergeOfNames('topics'),
  'POST /v1/entities/{id}/merge': mergeOfNames('entities'),
  'POST /v1/keys': async () => ({ target: '/v1/keys', body: { name: unique('key'), scopes: ['read'] } }),
  'POST /v1/keys/{id}/rotation': async (recorder) => ({
    target: `/v1/keys/${await keyId(recorder)}/rotation`,
    body: {},
  }),
  'DELETE /v1/keys/{id}': async (recorder) => ({ target: `/v1/keys/${await keyId(recorder)}` }),
};
