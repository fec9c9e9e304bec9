/**
 * Whatever two writers do at the same moment to things that have to do with each other, the database
 * never has to end one of them: each pair is brought together by holding the head of the chain.
 * ALL_PAIRS=1 tries every two.
 */
import pg from 'pg';
import type supertest from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecaster } from '../../src/domain/forecasters/forecaster.ts';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { Source } from '../../src/domain/sources/source.ts';
import { anchorSha256 } from '../../src/domain/statements/anchor.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import type { Topic } from '../../src/domain/topics/topic.ts';
import { startService, type TestService } from '../support/service.ts';
import { evidence, outcomeBody, Recorder, unique } from './fixtures.ts';

let service: TestService;
let instance: Awaited<ReturnType<TestService['beside']>>;
let record: Recorder;
let holder: pg.Client;
beforeAll(async () => {
  service = await startService();
  instance = await service.beside();
  record = new Recorder(instance.admin);
  holder = new pg.Client({ connectionString: service.ownerUrl });
  await holder.connect();
  await makeGround();
});
afterAll(async () => {
  await holder.end();
  await service.close();
});

const TEXT = 'It will rain. It will not.';
/** Things that hang together in every way that there is; made once, written to by every pair. */
let ground: {
  readonly source: Source;
  readonly forecaster: Forecaster;
  readonly alias: Forecaster;
  readonly statement: Statement;
  readonly related: Statement;
  readonly claim: Statement;
  readonly cause: Question;
  readonly sibling: Question;
  readonly dependant: Question;
};

async function makeGround(): Promise<void> {
  const source = await record.source();
  const forecaster = await record.forecaster();
  const alias = await record.forecaster();
  const of = {
    sourceId: source.id,
    forecasterId: forecaster.id,
    topics: ['rain'],
    anchors: [{ start: 0, end: 13, sha256: anchorSha256('It will rain.') }],
  };
  const statement = await record.statement(of);
  const related = await record.statement({
    ...of,
    relations: [{ type: 'repeats', statementId: statement.id }],
  });
  const claim = await record.statement({ ...of, kind: 'claim', forecasterId: alias.id });
  await record.merge(`/v1/forecasters/${alias.id}`, forecaster.id);
  const cause = await record.question({ statementId: statement.id, topics: ['rain'] });
  const sibling = await record.question({ statementId: statement.id, topics: ['rain'] });
  const condition = { questionId: cause.id, outcome: { value: true } };
  const dependant = await record.question({ statementId: related.id, condition });
  ground = { source, forecaster, alias, statement, related, claim, cause, sibling, dependant };
}

type Send = () => Promise<supertest.Response>;
const to = (
  method: 'patch' | 'put' | 'post',
  path: string,
  etag: string | null,
  body: object | string,
): Send => {
  return async () => {
    const request = instance.admin[method](path);
    if (etag !== null) request.set('If-Match', etag);
    if (typeof body === 'string') request.set('Content-Type', 'text/plain');
    return request.send(body);
  };
};
const edit = async (path: string, change: object): Promise<Send> =>
  to('patch', path, await record.etag(path), change);
const onState = async (path: string, action: string, body: object): Promise<Send> =>
  to('post', `${path}/${action}`, await record.etag(path), body);

let moment = 0;
const madeAt = () => new Date(Date.UTC(2024, 11, 26) + ++moment * 1000).toISOString();

/** An outcome of the question: the first, or a correction that says the contrary. */
async function outcome(id: string, action = 'resolutions'): Promise<Send> {
  const path = `/v1/questions/${id}`;
  const { item, etag } = await record.read<Question>(path);
  const standing = item.resolution;
  const value = {
    value: !(standing !== null && 'value' in standing.outcome && standing.outcome.value === true),
  };
  const correction = standing === null ? {} : { supersedesId: standing.id, reason: 'The contrary.' };
  return to('post', `${path}/${action}`, etag, outcomeBody(value, correction));
}

async function verdict(id: string): Promise<Send> {
  const path = `/v1/statements/${id}`;
  const { item, etag } = await record.read<Statement>(path);
  const correction = item.verdict === null ? {} : { supersedesId: item.verdict.id, reason: 'Anew.' };
  return to('post', `${path}/verdicts`, etag, { rating: 'accurate', evidence, ...correction });
}

/** A topic that statement and question bear, to be merged into another that they bear too. */
async function mergeOfTopics(): Promise<Send> {
  const names = [unique('topic'), unique('topic')];
  for (const path of [`/v1/statements/${ground.statement.id}`, `/v1/questions/${ground.sibling.id}`])
    expect((await record.edit(path, { topics: ['rain', ...names] })).status).toBe(200);
  const { items } = (await instance.anyone.get(`/v1/topics?limit=2&sort=-createdAt`)).body as {
    items: Topic[];
  };
  const [into, from] = items;
  return onState(`/v1/topics/${from?.id}`, 'merge', { intoId: into?.id, reason: 'The same.' });
}

const WRITES: Readonly<Record<string, () => Promise<Send>>> = {
  'a forecast that names the statement': async () =>
    to(
      'post',
      '/v1/forecasts',
      null,
      await record.forecastBody(ground.sibling.id, 0.7, {
        forecasterId: ground.forecaster.id,
        statementId: ground.statement.id,
        madeAt: madeAt(),
      }),
    ),
  'a forecast on the dependant': async () =>
    to(
      'post',
      '/v1/forecasts',
      null,
      await record.forecastBody(ground.dependant.id, 0.7, {
        forecasterId: ground.forecaster.id,
        madeAt: madeAt(),
      }),
    ),
  'a batch of forecasts': async () => {
    const of = { forecasterId: ground.forecaster.id, madeAt: madeAt() };
    const forecasts = await Promise.all(
      [ground.dependant, ground.sibling].map(({ id }) => record.forecastBody(id, 0.7, of)),
    );
    return to('post', '/v1/forecasts/batch', null, { forecasts });
  },
  'a batch of questions': async () => {
    const of = { type: 'binary', resolutionCriteria: 'So.', topics: ['rain'] };
    const questions = [ground.sibling, ground.cause].map(({ id: questionId }) => ({
      ...of,
      title: unique('Will it rain'),
      condition: { questionId, outcome: { value: true } },
    }));
    return to('post', '/v1/questions/batch?mode=partial', null, { questions });
  },
  'a withdrawal': async () => {
    const made = await record.forecast(ground.sibling.id, 0.4, {
      forecasterId: ground.forecaster.id,
      madeAt: madeAt(),
    });
    return to('post', `/v1/forecasts/${made.id}/withdrawal`, null, {});
  },
  'a corrected forecast': async () => {
    const made = await record.forecast(ground.sibling.id, 0.4, {
      forecasterId: ground.forecaster.id,
      madeAt: madeAt(),
    });
    const { etag } = await record.read<Forecast>(`/v1/forecasts/${made.id}`);
    return to(
      'post',
      '/v1/forecasts',
      etag,
      await record.forecastBody(ground.sibling.id, 0.5, {
        forecasterId: ground.forecaster.id,
        madeAt: made.madeAt,
        supersedesId: made.id,
        reason: 'Misread.',
      }),
    );
  },
  'a retracted forecast': async () => {
    const made = await record.forecast(ground.sibling.id, 0.4, {
      forecasterId: ground.forecaster.id,
      madeAt: madeAt(),
    });
    return onState(`/v1/forecasts/${made.id}`, 'retraction', { reason: 'By mistake.' });
  },
  'an outcome of the cause': () => outcome(ground.cause.id),
  'a preview of the cause': () => outcome(ground.cause.id, 'resolutions/preview'),
  'an edit of the question': () =>
    edit(`/v1/questions/${ground.sibling.id}`, { title: unique('Will it rain') }),
  'an edit of the dependant': () =>
    edit(`/v1/questions/${ground.dependant.id}`, { title: unique('Will it rain') }),
  'a question that hangs on the dependant': async () => {
    const { item } = await record.read<Question>(`/v1/questions/${ground.dependant.id}`);
    if (item.status === 'void') await record.correct(ground.cause.id, { value: true });
    return to('post', '/v1/questions', null, {
      title: unique('Will it rain'),
      type: 'binary',
      resolutionCriteria: 'So.',
      statementId: ground.statement.id,
      condition: { questionId: ground.dependant.id, outcome: { value: true } },
    });
  },
  'a statement with a question': async () =>
    to(
      'post',
      '/v1/statements',
      null,
      await record.statementBody({
        sourceId: ground.source.id,
        forecasterId: ground.forecaster.id,
        topics: ['rain'],
        relations: [{ type: 'repeats', statementId: ground.statement.id }],
        questions: [
          { title: unique('Will it'), type: 'binary', resolutionCriteria: 'So.', topics: ['rain'] },
        ],
      }),
    ),
  'an edit of the statement': () =>
    edit(`/v1/statements/${ground.statement.id}`, {
      note: unique(),
      relations: [{ type: 'raises', statementId: ground.related.id }],
    }),
  'an edit of the related statement': () => edit(`/v1/statements/${ground.related.id}`, { note: unique() }),
  'an edit of the source': () => edit(`/v1/sources/${ground.source.id}`, { title: unique('Source') }),
  'the text of the source': async () => {
    const path = `/v1/sources/${ground.source.id}`;
    return to('put', `${path}/text`, await record.etag(path), TEXT);
  },
  'an edit of the forecaster': () =>
    edit(`/v1/forecasters/${ground.forecaster.id}`, { affiliation: unique() }),
  'an edit of the alias': () => edit(`/v1/forecasters/${ground.alias.id}`, { affiliation: unique() }),
  'a merge of forecasters': async () => {
    const other = await record.forecaster();
    return onState(`/v1/forecasters/${other.id}`, 'merge', {
      intoId: ground.forecaster.id,
      reason: 'The same.',
    });
  },
  'a merge of topics': mergeOfTopics,
  'a verdict': () => verdict(ground.claim.id),
  'a redaction of the statement': async () => {
    expect(
      (await record.edit(`/v1/statements/${ground.statement.id}`, { note: unique('private') })).status,
    ).toBe(200);
    return to('post', `/v1/statements/${ground.statement.id}/redaction`, null, {
      fields: ['note'],
      reason: 'The law.',
    });
  },
  'a redaction of the question': async () => {
    expect(
      (await record.edit(`/v1/questions/${ground.sibling.id}`, { description: unique('private') })).status,
    ).toBe(200);
    return to('post', `/v1/questions/${ground.sibling.id}/redaction`, null, {
      fields: ['description'],
      reason: 'The law.',
    });
  },
};

/** What the first to have the head is most likely to meet. */
const OFTEN = ['a forecast that names the statement', 'an edit of the statement', 'an outcome of the cause'];
const PAIRS = Object.keys(WRITES).flatMap((first) =>
  (process.env['ALL_PAIRS'] === '1' ? Object.keys(WRITES) : OFTEN).map((second) => [first, second] as const),
);

async function prepare(name: string): Promise<Send> {
  const send = await WRITES[name]?.();
  if (send === undefined) throw new Error(`there is no write ${name}`);
  return send;
}

/** Waits until as many sessions as told wait for a lock, or the request is answered. */
async function blocked(count: number, answered: () => number): Promise<void> {
  for (;;) {
    const [session] = await service.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if ((session?.waiting ?? 0) + answered() >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

/** Both begin while nobody can commit, the first before the second. */
async function meet(first: Send, second: Send): Promise<supertest.Response[]> {
  let done = 0;
  const start = async (send: Send) => {
    const answer = await send();
    done += 1;
    return answer;
  };
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM audit_head FOR UPDATE');
  const one = start(first);
  await blocked(1, () => done);
  const two = start(second);
  await blocked(2, () => done);
  await holder.query('COMMIT');
  return Promise.all([one, two]);
}

describe('two writers', () => {
  it('do not bring back words that one of them takes out', async () => {
    const source = await record.source();
    const anchors = [{ start: 0, end: 13, sha256: anchorSha256('It will rain.') }];
    const { id } = await record.statement({ sourceId: source.id, anchors, note: 'Ann lives in Oslo.' });
    const redaction = to('post', `/v1/statements/${id}/redaction`, null, {
      fields: ['note'],
      reason: 'The law.',
    });
    const path = `/v1/sources/${source.id}`;
    const text = to('put', `${path}/text`, await record.etag(path), TEXT);
    expect((await meet(redaction, text)).map(({ status }) => status)).toEqual([201, 200]);
    const { item } = await record.read<Statement>(`/v1/statements/${id}`);
    expect([item.note, item.anchors.map(({ status }) => status)]).toEqual(['[redacted]', ['verified']]);
    const kept = await service.query('SELECT 1 FROM revisions WHERE content::text LIKE $1', ['%Oslo%']);
    expect(kept).toEqual([]);
  });

  it('wait for each other and never in a circle, whatever they do', async () => {
    let redacted = false;
    for (const [first, second] of PAIRS) {
      const redacts = [first, second].some((name) => name.startsWith('a redaction'));
      // What was redacted takes no text again.
      if (redacts || redacted) await makeGround();
      redacted = redacts;
      const later = await prepare(second);
      const answers = await meet(await prepare(first), later);
      const shown = `${first}, ${second}: ${answers.map(({ status, text }) => `${status} ${text}`).join()}`;
      expect(answers[0]?.status, shown).toBeLessThan(300);
      expect([200, 201, 409, 412], shown).toContain(answers[1]?.status);
    }
    await instance.close();
    const [counted] = await service.query<{ deadlocks: string }>(
      'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(Number(counted?.deadlocks)).toBe(0);
  });
});
