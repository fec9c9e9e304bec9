/** The smallest valid bodies of every noun, and one way to send each; a test changes what it is about. */

import type supertest from 'supertest';
import { expect } from 'vitest';
import type { Verdict } from '../../src/domain/claims/verdict.ts';
import type { Forecaster } from '../../src/domain/forecasters/forecaster.ts';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Scope } from '../../src/domain/keys/api-key.ts';
import type { LexiconInput } from '../../src/domain/lexicons/lexicon.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { Resolution } from '../../src/domain/resolutions/resolution.ts';
import type { Source } from '../../src/domain/sources/source.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import type { HttpClient } from '../support/http.ts';
import type { TestService } from '../support/service.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const DAY_MS = 86_400_000;
/** That many days ago, as an instant. */
export const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
/** The day of that, as a date. */
export const dateAgo = (days: number): string => daysAgo(days).slice(0, 10);

/** An id that nothing has. */
export const NOWHERE = '01942a3c-5c00-7a11-8f00-0000000fffff';

export const evidence = [
  {
    url: 'https://example.org/filing',
    title: 'Filing',
    publisher: 'Example',
    publishedOn: '2025-06',
    tier: 'primary',
    fact: 'The filing shows it.',
    archiveUrl: null,
  },
] as const;

let counter = 0;
/** A name that no other test uses. */
export const unique = (word = 'name'): string => `${word}-${process.pid}-${++counter}`;

export const sourceBody = (change: Fields = {}): Fields => ({
  title: unique('Source'),
  kind: 'article',
  ...change,
});
export const forecasterBody = (change: Fields = {}): Fields => ({
  name: unique('Person'),
  kind: 'person',
  ...change,
});
export const questionBody = (change: Fields = {}): Fields => ({
  title: unique('Will it rain'),
  type: 'binary',
  resolutionCriteria: 'The bureau says so.',
  ...change,
});
export const outcomeBody = (outcome: Fields = { value: true }, change: Fields = {}): Fields => ({
  outcome,
  knownAt: daysAgo(1),
  evidence,
  ...change,
});

/** Sends a body and expects 201; the answer is what the contract says it is. */
async function create<Item>(
  client: HttpClient,
  path: string,
  body: Fields,
  headers: Readonly<Record<string, string>> = {},
): Promise<Item> {
  const answer = await client.post(path).set(headers).send(body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as Item;
}

export class Recorder {
  readonly client: HttpClient;

  constructor(client: HttpClient) {
    this.client = client;
  }

  source(change: Fields = {}): Promise<Source> {
    return create(this.client, '/v1/sources', sourceBody(change));
  }

  forecaster(change: Fields = {}): Promise<Forecaster> {
    return create(this.client, '/v1/forecasters', forecasterBody(change));
  }

  /** With a source and a forecaster of its own, unless they are given. */
  async statement(change: Fields = {}): Promise<Statement> {
    return create(this.client, '/v1/statements', await this.statementBody(change));
  }

  async statementBody(change: Fields = {}): Promise<Fields> {
    return {
      text: 'It will rain.',
      kind: 'forecast',
      saidAt: '2024-12-25T00:00:00Z',
      forecasterId: change['forecasterId'] ?? (await this.forecaster()).id,
      sourceId: change['sourceId'] ?? (await this.source()).id,
      ...change,
    };
  }

  question(change: Fields = {}): Promise<Question> {
    return create(this.client, '/v1/questions', questionBody(change));
  }

  /** On that question, of a forecaster of its own unless one is given. */
  async forecast(questionId: string, probability: number, change: Fields = {}): Promise<Forecast> {
    return create(this.client, '/v1/forecasts', await this.forecastBody(questionId, probability, change));
  }

  async forecastBody(questionId: string, probability: number, change: Fields = {}): Promise<Fields> {
    return {
      questionId,
      forecasterId: change['forecasterId'] ?? (await this.forecaster()).id,
      madeAt: '2024-12-26T00:00:00Z',
      prediction: { probability },
      basis: 'stated',
      ...change,
    };
  }

  resolve(questionId: string, outcome: Fields = { value: true }, change: Fields = {}): Promise<Resolution> {
    return create(this.client, `/v1/questions/${questionId}/resolutions`, outcomeBody(outcome, change));
  }

  /** Replaces the resolution that stands. */
  async correct(questionId: string, outcome: Fields, change: Fields = {}): Promise<Resolution> {
    const { etag, item } = await this.read<Question>(`/v1/questions/${questionId}`);
    const form = 'value' in outcome || 'optionId' in outcome ? {} : { knownAt: null, evidence: [] };
    const body = outcomeBody(outcome, {
      ...form,
      supersedesId: item.resolution?.id,
      reason: 'It was wrong.',
      ...change,
    });
    return create(this.client, `/v1/questions/${questionId}/resolutions`, body, { 'If-Match': etag });
  }

  async history(questionId: string): Promise<readonly Resolution[]> {
    return (
      (await this.client.get(`/v1/questions/${questionId}/resolutions`)).body as { items: Resolution[] }
    ).items;
  }

  verdict(statementId: string, change: Fields = {}): Promise<Verdict> {
    return create(this.client, `/v1/statements/${statementId}/verdicts`, {
      rating: 'accurate',
      evidence,
      ...change,
    });
  }

  async read<Item>(path: string): Promise<{ item: Item; etag: string }> {
    const answer = await this.client.get(path);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return { item: answer.body as Item, etag: answer.headers['etag'] ?? '' };
  }

  async etag(path: string): Promise<string> {
    return (await this.read(path)).etag;
  }

  /** PATCH with the ETag that stands. */
  async edit(path: string, change: Fields): Promise<supertest.Response> {
    return this.client
      .patch(path)
      .set('If-Match', await this.etag(path))
      .send(change);
  }

  async retract(path: string): Promise<void> {
    const answer = await this.client
      .post(`${path}/retraction`)
      .set('If-Match', await this.etag(path))
      .send({ reason: 'By mistake.' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }

  async merge(path: string, intoId: string): Promise<void> {
    const answer = await this.client
      .post(`${path}/merge`)
      .set('If-Match', await this.etag(path))
      .send({ intoId, reason: 'The same.' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  }
}

/** A client with a fresh key of this scope. */
export async function clientWith(
  service: TestService,
  scope: Scope,
  forecasterIds: readonly string[] = [],
): Promise<HttpClient> {
  const answer = await service.admin
    .post('/v1/keys')
    .send({ name: unique('key'), scopes: [scope], forecasterIds });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return service.anyone.withKey((answer.body as { secret: string }).secret);
}

interface Problem {
  readonly code: string;
  readonly errors: readonly { pointer?: string; parameter?: string; code: string }[];
}

/** Status and code of a refusal, and where each of its defects is. */
export function refusal(answer: supertest.Response): readonly [number, string, ...string[]] {
  const { code, errors } = answer.body as Problem;
  return [answer.status, code, ...errors.map((error) => `${error.pointer ?? error.parameter} ${error.code}`)];
}

/** Ids of a page, in its order. */
export function idsOf(answer: supertest.Response): string[] {
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body as { items: { id?: string; forecastId?: string }[] }).items.map(
    (item) => item.id ?? item.forecastId ?? '',
  );
}

/** A lexicon of two phrases, for tests without the seeds. */
export const testLexicon: LexiconInput = {
  key: 'test',
  version: '1',
  title: 'Test',
  language: 'en',
  register: 'plain',
  partition: false,
  status: 'provisional-unvalidated',
  source: 'Made up.',
  entries: [
    { phrase: 'probably', lower: 0.6, upper: 0.8 },
    { phrase: 'perhaps', lower: 0.1 + 0.2, upper: 0.5 },
  ],
};

/** The first of its phrases, as a statement holds it. */
export const testHedge = {
  phrase: 'probably',
  language: 'en',
  register: null,
  lexiconKey: 'test',
  lexiconVersion: '1',
  lower: 0.6,
  upper: 0.8,
} as const;
