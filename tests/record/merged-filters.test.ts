/** A duplicate is an alias: whichever of the two is asked for, lists, exports, feeds and reports select the same. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import type { Forecaster } from '../../src/domain/forecasters/forecaster.ts';
import { startService, type TestService } from '../support/service.ts';
import { Recorder, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
let duplicate: Forecaster;
let kept: Forecaster;
let first: Forecaster;
const topics = [unique('Old'), unique('New')] as const;
const entities = [unique('Small'), unique('Big')] as const;

async function mergeNames(plural: 'topics' | 'entities', [from, into]: readonly [string, string]) {
  const idOf = async (name: string): Promise<string> =>
    (await service.anyone.get(`/v1/${plural}?q=${name}`)).body.items[0].id;
  await record.merge(`/v1/${plural}/${await idOf(from)}`, await idOf(into));
}

beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  [first, duplicate, kept] = [
    await record.forecaster(),
    await record.forecaster(),
    await record.forecaster(),
  ];
  for (const [at, { id: forecasterId }] of [first, duplicate, kept].entries()) {
    const names = { topics: [topics[at % 2]], entities: [entities[at % 2]] };
    const claim = await record.statement({ kind: 'claim', forecasterId, ...names });
    await record.verdict(claim.id);
    const question = await record.question({ ...names, resolvesBy: '2199-01-01' });
    await record.forecast(question.id, 0.7, { forecasterId });
    const resolved = await record.question(names);
    await record.forecast(resolved.id, 0.7, { forecasterId });
    await record.resolve(resolved.id);
  }
  // What was merged into the duplicate before follows it.
  await record.merge(`/v1/forecasters/${first.id}`, duplicate.id);
  await record.merge(`/v1/forecasters/${duplicate.id}`, kept.id);
  await mergeNames('topics', topics);
  await mergeNames('entities', entities);
  // Somebody else, about something else.
  await record.statement({ kind: 'claim' });
  const question = await record.question();
  await record.forecast(question.id, 0.5);
});
afterAll(() => service.close());

async function selected(filter: string) {
  const lists = ['statements', 'questions', 'forecasts', 'predictions', 'scores?rule=brier'];
  const lengths = lists.map(async (list): Promise<number> => {
    const answer = await service.anyone.get(`/v1/${list}${list.includes('?') ? '&' : '?'}${filter}`);
    return answer.body.items.length;
  });
  const seq = (await service.anyone.get('/v1/audit/head')).body.seq as number;
  const nouns = ['statements', 'questions', 'forecasts', 'resolutions', 'scores', 'verdicts'];
  const files = nouns.flatMap((noun) =>
    ['', `&asOf=${seq}`].map(async (asOf) => {
      const target = `${service.anyone.url}/v1/exports/${noun}?format=ndjson&${filter}${asOf}`;
      return (await (await fetch(target)).text()).split('\n').length - 1;
    }),
  );
  const feed = async (name: string, mark: RegExp) =>
    (await (await fetch(`${service.anyone.url}/v1/feeds/${name}?${filter}`)).text()).match(mark)?.length ?? 0;
  const report = (await service.anyone.get(`/v1/reports/accuracy?rule=brier&${filter}`))
    .body as AccuracyReport;
  return {
    lists: await Promise.all(lengths),
    files: await Promise.all(files),
    due: await feed('due.ics', /BEGIN:VEVENT/g),
    news: await feed('resolutions.atom', /<entry>/g),
    report: report.totals.rows[0]?.strict.questions,
  };
}

it('the name and the id of each of them select what all of them said', async () => {
  const all = await selected(`forecasterId=${kept.id}`);
  expect(all).toMatchObject({ lists: [3, 6, 6, 6, 3], due: 3, report: 3 });
  for (const { id, name } of [first, duplicate, kept])
    for (const filter of [
      `forecasterId=${id}`,
      `forecaster=${name}`,
      `forecasterId=${id}&forecaster=${kept.name}`,
      `forecasterId=${kept.id}&forecaster=${name}`,
    ])
      expect(await selected(filter), filter).toEqual(all);
}, 120_000);

it.each(['topic', 'entity'])(
  'each name of a merged %s selects what both stand under',
  async (parameter) => {
    const [old, name] = parameter === 'topic' ? topics : entities;
    const all = await selected(`${parameter}=${name}`);
    expect(all).toMatchObject({ lists: [3, 6, 6, 6, 3], due: 3, report: 3 });
    for (const asked of [old, old.toUpperCase()])
      expect(await selected(`${parameter}=${asked}`), asked).toEqual(all);
  },
  120_000,
);

it('a question counts a forecaster and its duplicate once', async () => {
  const title = unique('Both');
  const question = await record.question({ title });
  const [one, other] = [await record.forecaster(), await record.forecaster()];
  for (const { id } of [one, other]) await record.forecast(question.id, 0.5, { forecasterId: id });
  await record.merge(`/v1/forecasters/${one.id}`, other.id);
  const { items } = (await service.anyone.get(`/v1/questions?include=counts&q=${title}`)).body;
  expect(items[0].counts).toEqual({ forecasts: 2, forecasters: 1 });
});
