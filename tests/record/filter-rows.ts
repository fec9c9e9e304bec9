/** The rows that the filters are tried on: few, each different from the others in what a filter can see. */
import type { TestService } from '../support/service.ts';
import { daysAgo, evidence, questionBody, Recorder } from './fixtures.ts';

const options = [
  { id: 'red', label: 'Red' },
  { id: 'blue', label: 'Blue' },
];

export interface FilterRows {
  /** What each row is called in the tests, by its id. */
  readonly names: ReadonlyMap<string, string>;
  /** And the other way. */
  readonly ids: ReadonlyMap<string, string>;
}

export async function recordFilterRows(service: TestService): Promise<FilterRows> {
  const record = new Recorder(service.admin);
  const names = new Map<string, string>();
  const name = (label: string, id: string): string => {
    names.set(id, label);
    return id;
  };
  await service.addLexicon({
    key: 'zh',
    version: '1',
    title: 'Test',
    language: 'zh',
    register: 'plain',
    partition: false,
    status: 'provisional-unvalidated',
    source: 'Made up.',
    entries: [{ phrase: '也许', lower: 0.3, upper: 0.6 }],
  });
  const hedge = {
    phrase: '也许',
    language: 'zh',
    lexiconKey: 'zh',
    lexiconVersion: '1',
    lower: 0.3,
    upper: 0.6,
  };
  const ann = name(
    'Ann',
    (await record.forecaster({ name: 'Ann', aliases: ['Anna', 'Shared'], affiliation: 'SemiAnalysis' })).id,
  );
  const bob = name('Bob', (await record.forecaster({ name: 'Bob', aliases: ['shared'] })).id);
  const article = name('article', (await record.source({ title: 'Chips and 芯片' })).id);
  const podcast = name('podcast', (await record.source({ title: 'Podcast', publisher: 'Example Radio' })).id);
  const implied = { prediction: { probability: 0.45, lower: 0.3, upper: 0.6 }, basis: 'verbal' };
  const forecast = await record.statement({
    text: 'Google buys fewer TPUs.',
    forecasterId: ann,
    sourceId: article,
    saidAt: '2024-12-25T00:00:00Z',
    hedge,
    importance: 'headline',
    topics: ['TPU'],
    entities: ['Google'],
    questions: [
      {
        ...questionBody({
          title: 'Strict slowing',
          reading: 'strict',
          topics: ['TPU'],
          resolvesBy: '2025-06-30',
        }),
        forecast: implied,
      },
    ],
  });
  name('forecast', forecast.id);
  const strict = name('strict', forecast.questions[0]?.id ?? '');
  const claim = name(
    'claim',
    (
      await record.statement({
        text: '微软 spends more.',
        kind: 'claim',
        forecasterId: bob,
        sourceId: podcast,
        saidAt: '2025-02-01T00:00:00Z',
        importance: 'minor',
        entities: ['微软'],
        topics: ['Spending'],
      })
    ).id,
  );
  await record.verdict(claim, { rating: 'disputed', evidence });
  name(
    'opinion',
    (
      await record.statement({
        text: 'It is too dear.',
        kind: 'opinion',
        forecasterId: bob,
        sourceId: article,
        saidAt: '2025-01-15T00:00:00Z',
        scorability: 'valueJudgement',
        topics: ['Spending'],
      })
    ).id,
  );
  const choice = name(
    'choice',
    (
      await record.question({
        title: 'Which colour',
        type: 'multipleChoice',
        options,
        reading: 'lenient',
        entities: ['微软'],
        opensAt: daysAgo(-5),
      })
    ).id,
  );
  const closed = name(
    'closed',
    (
      await record.question({
        title: 'Closed one',
        closesAt: '2025-08-01',
        resolvesBy: '2026-06-30',
        topics: ['Spending'],
      })
    ).id,
  );
  name('number', (await record.question({ title: 'How many', type: 'numeric' })).id);
  name(
    'p-ann',
    (await record.forecast(closed, 0.9, { forecasterId: ann, madeAt: '2025-03-01T00:00:00Z' })).id,
  );
  name(
    'p-bob',
    (
      await record.forecast(closed, 0.1, {
        forecasterId: bob,
        madeAt: '2025-04-01T00:00:00Z',
        basis: 'assigned',
      })
    ).id,
  );
  name('p-strict', (await service.anyone.get(`/v1/forecasts?questionId=${strict}`)).body.items[0].id);
  await record.resolve(strict, { value: true }, { knownAt: '2025-06-01T00:00:00Z' });
  name(
    'p-late',
    (await record.forecast(strict, 0.5, { forecasterId: bob, madeAt: '2025-01-01T00:00:00Z' })).id,
  );
  await record.resolve(choice, { optionId: 'blue' }, { knownAt: '2025-09-01T00:00:00Z' });
  return { names, ids: new Map([...names].map(([id, label]) => [label, id])) };
}
