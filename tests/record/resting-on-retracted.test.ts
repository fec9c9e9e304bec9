/** What rests on something retracted is published nowhere unless it is asked for: one rule for lists, exports and feeds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Forecast } from '../../src/domain/forecasts/forecast.ts';
import type { ResolutionPreview } from '../../src/services/questions/preview.ts';
import { startService, type TestService } from '../support/service.ts';
import { idsOf, outcomeBody, questionBody, Recorder, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const listed = async (target: string) => idsOf(await service.anyone.get(target));
const textOf = async (target: string): Promise<string> =>
  (await fetch(`${service.anyone.url}${target}`)).text();

/** A statement with a question that has a forecast and an outcome, and one that is due; and a claim with a verdict. */
async function spoken() {
  const title = unique('Said');
  const speaker = await record.forecaster();
  const statement = await record.statement({
    text: title,
    forecasterId: speaker.id,
    questions: [
      { ...questionBody({ title }), forecast: { prediction: { probability: 0.7 }, basis: 'assigned' } },
      questionBody({ title: `${title} due`, resolvesBy: '2199-01-01' }),
    ],
  });
  const [resolved, due] = statement.questions.map(({ id }) => id) as [string, string];
  const claim = await record.statement({
    kind: 'claim',
    text: title,
    forecasterId: speaker.id,
    sourceId: statement.sourceId,
  });
  await record.verdict(claim.id);
  await record.resolve(resolved);
  return { title, speaker, statement, claim, resolved, due };
}
type Spoken = Awaited<ReturnType<typeof spoken>>;

/** Where something of it is published. */
async function published({ title, statement, claim, resolved }: Spoken, more = '') {
  const ofStatement = `statementId=${statement.id}`;
  return {
    statements: await listed(`/v1/statements?q=${title}${more}`),
    questions: await listed(`/v1/questions?${ofStatement}${more}`),
    forecasts: await listed(`/v1/forecasts?${ofStatement}${more}`),
    files: await Promise.all(
      ['statements', 'questions', 'forecasts', 'resolutions', 'verdicts'].map(async (noun) => {
        const filter = noun === 'statements' ? `q=${title}` : `${ofStatement}&statementId=${claim.id}`;
        const text = await textOf(`/v1/exports/${noun}?format=ndjson&${filter}${more}`);
        return text.split('\n').filter((line) => line !== '').length;
      }),
    ),
    predictions: await listed(`/v1/predictions?${ofStatement}`),
    scores: (await service.anyone.get(`/v1/scores?questionId=${resolved}`)).body.items.length > 0,
    claimReview: (await textOf('/v1/exports/claim-reviews')).includes(title),
    calendar: (await textOf('/v1/feeds/due.ics')).includes(title),
    news: (await textOf('/v1/feeds/resolutions.atom')).includes(title),
  };
}

describe.each<[string, (said: Spoken) => string[]]>([
  [
    'the statements',
    ({ statement, claim }: Spoken) => [`/v1/statements/${statement.id}`, `/v1/statements/${claim.id}`],
  ],
  ['the speaker', ({ speaker }: Spoken) => [`/v1/forecasters/${speaker.id}`]],
  ['the source', ({ statement }: Spoken) => [`/v1/sources/${statement.sourceId}`]],
])('after retraction of %s', (_what, pathsOf) => {
  it('nothing of it is published, and all of it is there for who asks', async () => {
    const said = await spoken();
    const before = await published(said);
    expect(before).toMatchObject({ scores: true, claimReview: true, calendar: true, news: true });
    expect(before.files).toEqual([2, 2, 1, 1, 1]);
    for (const path of pathsOf(said)) await record.retract(path);
    expect(await published(said)).toEqual({
      statements: [],
      questions: [],
      forecasts: [],
      files: [0, 0, 0, 0, 0],
      predictions: [],
      scores: false,
      claimReview: false,
      calendar: false,
      news: false,
    });
    const { statements, questions, forecasts, files } = await published(said, '&include=retracted');
    expect({ statements, questions, forecasts, files }).toEqual({
      statements: before.statements,
      questions: before.questions,
      forecasts: before.forecasts,
      files: before.files,
    });
    const forecast = (await record.read<Forecast>(`/v1/forecasts/${before.forecasts[0]}`)).item;
    expect([forecast.ignored, forecast.scores, forecast.retraction]).toEqual([
      { reason: 'retracted' },
      [],
      null,
    ]);
  });
});

describe('counts', () => {
  it('are of what the lists show', async () => {
    const said = await spoken();
    const topic = unique('Counted');
    await record.edit(`/v1/questions/${said.due}`, { topics: [topic] });
    const countsOf = async (noun: string, name: string) =>
      (await service.anyone.get(`/v1/${noun}?include=counts&q=${name}`)).body.items[0].counts;
    expect(await countsOf('forecasters', said.speaker.name)).toEqual({ statements: 2, forecasts: 1 });
    await record.retract(`/v1/sources/${said.statement.sourceId}`);
    expect(await countsOf('forecasters', said.speaker.name)).toEqual({ statements: 0, forecasts: 0 });
    expect(await countsOf('topics', topic)).toEqual({ statements: 0, questions: 0 });
  });
});

describe('a question of a retracted statement', () => {
  it('stays where another forecast on it stands, as in reports', async () => {
    const said = await spoken();
    const other = await record.statement();
    const forecast = await record.forecast(said.due, 0.4, {
      forecasterId: other.forecasterId,
      statementId: other.id,
    });
    await record.retract(`/v1/statements/${said.statement.id}`);
    expect(await listed(`/v1/questions?statementId=${said.statement.id}`)).toEqual([said.due]);
    expect(await listed(`/v1/predictions?questionId=${said.due}`)).toEqual([forecast.id]);
    await record.retract(`/v1/statements/${other.id}`);
    expect(await listed(`/v1/questions?statementId=${said.statement.id}`)).toEqual([]);
  });
});

describe('a preview', () => {
  const preview = async (id: string) =>
    (await service.admin.post(`/v1/questions/${id}/resolutions/preview`).send(outcomeBody()))
      .body as ResolutionPreview;

  it.each([
    ['the statement', (statement: { id: string }) => `/v1/statements/${statement.id}`],
    ['the speaker', (statement: { forecasterId: string }) => `/v1/forecasters/${statement.forecasterId}`],
    ['the source', (statement: { sourceId: string }) => `/v1/sources/${statement.sourceId}`],
  ])('promises no scores of what rests on %s that was retracted', async (_what, pathOf) => {
    const { statement, due } = await spoken();
    const gone = await record.forecast(due, 0.2, {
      forecasterId: statement.forecasterId,
      statementId: statement.id,
      madeAt: statement.saidAt,
    });
    const another = await record.statement();
    const stands = await record.forecast(due, 0.4, {
      forecasterId: another.forecasterId,
      statementId: another.id,
    });
    await record.retract(pathOf(statement));
    const said = await preview(due);
    expect(said.ignored).toEqual([
      { forecastId: gone.id, forecasterId: gone.forecasterId, reason: 'retracted' },
    ]);
    await record.resolve(due);
    const scores = (await service.anyone.get(`/v1/scores?questionId=${due}`)).body.items as {
      forecastId: string;
      rule: string;
    }[];
    const keys = (rows: readonly { forecastId: string; rule: string }[]) =>
      rows.map(({ forecastId, rule }) => `${forecastId} ${rule}`).sort();
    expect(keys(said.scores)).toEqual(keys(scores));
    expect(new Set(said.scores.map(({ forecastId }) => forecastId))).toEqual(new Set([stands.id]));
  });
});
