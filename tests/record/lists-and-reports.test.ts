/** After any history lists, exports, counts and reports are of the same record, whatever they are narrowed by. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { Question } from '../../src/domain/questions/question.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { daysAgo, Recorder, unique } from './fixtures.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** What may happen, on things taken by number; what the record refuses does not happen. */
const step = fc.record({
  what: fc.constantFrom(
    ...['statement', 'claim', 'question', 'forecast', 'forecast', 'resolve', 'void', 'correct', 'withdraw'],
    ...['retract', 'mergeForecasters', 'mergeTopics', 'verdict', 'edit', 'redact', 'moved'],
  ),
  a: fc.nat(20),
  b: fc.nat(20),
  c: fc.nat(20),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

class History {
  readonly record = new Recorder(service.admin);
  readonly mark = unique('Run');
  readonly forecasters: string[] = [];
  readonly sources: string[] = [];
  readonly statements: Statement[] = [];
  readonly questions: Question[] = [];
  readonly forecasts: Forecast[] = [];
  readonly topics = [1, 2, 3].map((at) => `${this.mark}-t${at}`);

  /** Everything of a run stands under one entity, so that runs can share a database. */
  async begin(): Promise<void> {
    for (let at = 0; at < 3; at += 1) {
      this.forecasters.push((await this.record.forecaster({ name: `${this.mark}-f${at}` })).id);
      this.sources.push((await this.record.source()).id);
    }
    for (const topic of this.topics) await this.add('question', { topics: [topic] });
    await this.add('statement', { ...this.spoken(0, 0), topics: [this.topics[0]] });
  }

  spoken(a: number, b: number) {
    return { forecasterId: this.forecasters[a % 3], sourceId: this.sources[b % 3] };
  }

  async add(noun: 'statement' | 'question', change: object): Promise<void> {
    const recorder = this.record;
    const named = { entities: [this.mark], ...change };
    const body =
      noun === 'statement'
        ? await recorder.statementBody(named)
        : { title: unique('Q'), type: 'binary', resolutionCriteria: 'So.', ...named };
    const answer = await service.admin.post(`/v1/${noun}s`).send(body);
    if (answer.status !== 201) return;
    if (noun === 'statement') this.statements.push(answer.body);
    else this.questions.push(answer.body);
  }

  async take({ what, a, b, c }: Step): Promise<void> {
    const of = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;
    const [statement, question] = [of(this.statements, a), of(this.questions, b)];
    const post = async (path: string, body: object): Promise<number> => {
      const item = path.replace(/\/[a-z]+$/, '');
      const etag = (await service.admin.get(item)).headers['etag'] ?? '';
      return (await service.admin.post(path).set('If-Match', etag).send(body)).status;
    };
    const topics = [of(this.topics, c)];
    switch (what) {
      case 'statement':
      case 'claim': {
        const kind = what === 'claim' ? 'claim' : 'forecast';
        return this.add('statement', { ...this.spoken(a, b), kind, topics });
      }
      case 'question':
        return this.add('question', { topics, statementId: c % 3 === 0 ? null : statement.id });
      case 'forecast': {
        const own = c % 2 === 0 ? null : statement;
        const body = {
          questionId: question.id,
          forecasterId: own?.forecasterId ?? of(this.forecasters, c),
          statementId: own?.id ?? null,
          madeAt: own?.saidAt ?? daysAgo(300 - a),
          prediction: { probability: (a + 1) / 25 },
          basis: 'stated',
        };
        const answer = await service.admin.post('/v1/forecasts').send(body);
        if (answer.status === 201) this.forecasts.push(answer.body);
        return;
      }
      case 'resolve':
        return void (await post(`/v1/questions/${question.id}/resolutions`, {
          outcome: { value: a % 2 === 0 },
          knownAt: daysAgo(1 + (c % 2) * 290),
          evidence: [{ url: 'https://example.org/', tier: 'primary', fact: 'So.' }],
        }));
      case 'void':
        return void (await post(`/v1/questions/${question.id}/resolutions`, {
          outcome: { void: 'ambiguous' },
        }));
      case 'correct': {
        if (this.forecasts.length === 0) return;
        const { id, questionId, forecasterId, madeAt, statementId, basis } = of(this.forecasts, a);
        const etag = (await service.admin.get(`/v1/forecasts/${id}`)).headers['etag'] ?? '';
        const answer = await service.admin
          .post('/v1/forecasts')
          .set('If-Match', etag)
          .send({
            ...{ questionId, forecasterId, madeAt, statementId, basis },
            prediction: { probability: (b + 1) / 30 },
            supersedesId: id,
            reason: 'Misread.',
          });
        if (answer.status === 201) this.forecasts.push(answer.body);
        return;
      }
      case 'withdraw':
        if (this.forecasts.length > 0)
          await post(`/v1/forecasts/${of(this.forecasts, a).id}/withdrawal`, { withdrawnAt: daysAgo(100) });
        return;
      case 'retract': {
        const paths = [
          `statements/${statement.id}`,
          `questions/${question.id}`,
          `sources/${of(this.sources, b)}`,
          `forecasters/${of(this.forecasters, b)}`,
          `forecasts/${this.forecasts.length === 0 ? statement.id : of(this.forecasts, b).id}`,
        ];
        return void (await post(`/v1/${of(paths, c)}/retraction`, { reason: 'By mistake.' }));
      }
      case 'mergeForecasters':
        return void (await post(`/v1/forecasters/${of(this.forecasters, a)}/merge`, {
          intoId: of(this.forecasters, b),
          reason: 'The same.',
        }));
      case 'mergeTopics': {
        const idOf = async (name: string) =>
          (await service.anyone.get(`/v1/topics?q=${name}`)).body.items[0]?.id as string;
        const [from, into] = [await idOf(of(this.topics, a)), await idOf(of(this.topics, b))];
        return void (await post(`/v1/topics/${from}/merge`, { intoId: into, reason: 'The same.' }));
      }
      case 'verdict':
        return void (await post(`/v1/statements/${statement.id}/verdicts`, {
          rating: 'accurate',
          evidence: [{ url: 'https://example.org/', tier: 'primary', fact: 'So.' }],
        }));
      case 'edit':
        return void (await this.record.edit(`/v1/statements/${statement.id}`, this.spoken(b, c)));
      case 'moved':
        return void (await this.record.edit(`/v1/questions/${question.id}`, {
          statementId: statement.id,
          topics,
        }));
      case 'redact':
        return void (await post(`/v1/statements/${statement.id}/redaction`, {
          fields: ['text'],
          reason: 'By order.',
        }));
      default:
        throw new Error(what);
    }
  }

  filters(): string[] {
    const run = `entity=${this.mark}`;
    return [
      run,
      ...this.forecasters.map((id) => `${run}&forecasterId=${id}`),
      ...this.forecasters.map((_id, at) => `${run}&forecaster=${this.mark}-f${at}`),
      ...this.topics.map((topic) => `${run}&topic=${topic}`),
      ...this.sources.map((id) => `${run}&sourceId=${id}`),
      ...this.statements.slice(0, 2).map(({ id }) => `${run}&statementId=${id}`),
      ...['status=resolved', 'status=open&status=void', 'outcome=true', 'capture=after'].map(
        (one) => `${run}&${one}`,
      ),
    ];
  }
}

const lines = async (noun: string, filter: string): Promise<readonly string[]> => {
  const answer = await fetch(`${service.anyone.url}/v1/exports/${noun}?format=ndjson&${filter}`);
  expect(answer.status, `${noun}?${filter}`).toBe(200);
  return (await answer.text()).split('\n').filter((line) => line !== '');
};
const items = async <Item>(noun: string, filter: string): Promise<Item[]> => {
  const answer = await service.anyone.get(`/v1/${noun}?limit=200&${filter}`);
  expect(answer.status, `${noun}?${filter} ${JSON.stringify(answer.body)}`).toBe(200);
  return answer.body.items;
};
const idsIn = (rows: readonly { id?: string; forecastId?: string; rule?: string }[]): string[] =>
  rows.map(({ id, forecastId, rule }) => id ?? `${forecastId} ${rule ?? ''}`).sort();

async function agree(filter: string): Promise<void> {
  const seq = (await service.anyone.get('/v1/audit/head')).body.seq as number;
  const ofStatements = !/status|outcome|capture|statementId/.test(filter);
  const nouns = ['forecasts', 'scores', 'questions', 'statements'].filter(
    (noun) =>
      (noun === 'forecasts' || !filter.includes('capture')) &&
      (ofStatements || (noun !== 'statements' && noun !== 'scores')),
  );
  const listed = new Map<string, string[]>();
  for (const noun of nouns) {
    const ids = idsIn(await items(noun, filter));
    listed.set(noun, ids);
    for (const asOf of ['', `&asOf=${seq}`]) {
      const rows = (await lines(noun, filter + asOf)).map((line) => JSON.parse(line));
      expect(idsIn(rows), `${noun}?${filter}${asOf}`).toEqual(ids);
    }
  }
  const forecasts = await items<Forecast>('forecasts', filter);
  const predictions = await items<{ forecastId: string; brier: number | null; questionId: string }>(
    'predictions',
    filter,
  );
  const last = forecasts.filter(({ supersededById }) => supersededById === null);
  expect(predictions.map(({ forecastId }) => forecastId).sort(), filter).toEqual(idsIn(last));
  const scored = forecasts.flatMap(({ id, scores }) => scores.map(({ rule }) => `${id} ${rule}`));
  if (listed.has('scores')) expect(listed.get('scores'), filter).toEqual(scored.sort());
  expect(
    idsIn(predictions.filter(({ brier }) => brier !== null)).map((id) => id.trim()),
    filter,
  ).toEqual(idsIn(forecasts.filter(({ scores }) => scores.some(({ rule }) => rule === 'brier'))));
  const shown = new Set(
    (await items<Question>('questions', filter.replaceAll(/&(?!entity).*/g, ''))).map(({ id }) => id),
  );
  for (const { questionId } of predictions) expect(shown, `${filter}: ${questionId}`).toContain(questionId);

  const answer = await service.anyone.get(`/v1/reports/accuracy?rule=brier&forecastPolicy=all&${filter}`);
  expect(answer.status, filter).toBe(200);
  const { totals } = answer.body as AccuracyReport;
  const { selected } = totals.forecasts;
  const { retracted, superseded } = totals.leftOut;
  expect(selected - (retracted ?? 0) - (superseded ?? 0), `report?${filter}`).toBe(predictions.length);
  if (listed.has('statements')) {
    expect(totals.statements?.total, `report?${filter}`).toBe(listed.get('statements')?.length);
  }
}

it('lists, files and reports select the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), async (steps) => {
      const history = new History();
      await history.begin();
      for (const one of steps) await history.take(one);
      for (const filter of history.filters()) await agree(filter);
    }),
    { numRuns: Number(process.env['HISTORIES'] ?? 2), endOnFailure: true },
  );
}, 600_000);
