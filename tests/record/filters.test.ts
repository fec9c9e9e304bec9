/** Every filter of the lists, each with rows that match and rows that do not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { type FilterRows, recordFilterRows } from './filter-rows.ts';
import { refusal } from './fixtures.ts';

let service: TestService;
let rows: FilterRows;
beforeAll(async () => {
  service = await startService();
  rows = await recordFilterRows(service);
});
afterAll(() => service.close());

async function listed(resource: string, query: string): Promise<string[]> {
  const text = query
    .replaceAll(/\{([\w-]+)\}/g, (_match, label: string) => rows.ids.get(label) ?? 'missing')
    .replaceAll(/[^\u0020-\u007e]+/g, encodeURIComponent);
  const answer = await service.anyone.get(`/v1/${resource}?limit=200&${text}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const items = answer.body.items as { id?: string; forecastId?: string }[];
  return items.map((item) => rows.names.get(item.id ?? item.forecastId ?? '') ?? 'unnamed').sort();
}

describe('statements', () => {
  it.each([
    ['', ['claim', 'forecast', 'opinion']],
    ['forecasterId={Ann}', ['forecast']],
    ['forecasterId={Ann}&forecasterId={Bob}', ['claim', 'forecast', 'opinion']],
    ['forecaster=anna', ['forecast']],
    ['forecaster=Nobody', []],
    ['forecaster=Bob&forecasterId={Ann}', []],
    ['sourceId={podcast}', ['claim']],
    ['topic=tpu', ['forecast']],
    ['topic=TPU&topic=spending', ['claim', 'forecast', 'opinion']],
    ['entity=Google', ['forecast']],
    ['entity=微软', ['claim']],
    ['kind=claim&kind=opinion', ['claim', 'opinion']],
    ['importance=headline', ['forecast']],
    ['verdict=disputed', ['claim']],
    ['verdict=accurate', []],
    ['scorability=valueJudgement', ['opinion']],
    ['saidAfter=2025-01-01T00:00:00Z', ['claim', 'opinion']],
    ['saidAfter=2025-01-15T00:00:00Z', ['claim']],
    ['saidBefore=2025-01-15T00:00:00Z', ['forecast']],
    ['saidAfter=2025-01-15T07:59:00%2B08:00', ['claim', 'opinion']],
    ['status=resolved', ['forecast']],
    ['status=open', []],
    ['topic=Spending&kind=opinion', ['opinion']],
    ['q=TPUs', ['forecast']],
    ['q=buying TPU', ['forecast']],
    ['q=微软', ['claim']],
    ['q=也许', ['forecast']],
    ['q=芯片', ['forecast', 'opinion']],
    ['q=Anna', ['forecast']],
    ['q=微软 dear', []],
    ['q=也许 google', ['forecast']],
    ['q=许', ['forecast']],
    ['q=微', ['claim']],
  ])('%s', async (query, expected) => expect(await listed('statements', query)).toEqual(expected));
});

describe('questions', () => {
  it.each([
    ['', ['choice', 'closed', 'number', 'strict']],
    ['type=binary', ['closed', 'strict']],
    ['type=numeric&type=multipleChoice', ['choice', 'number']],
    ['status=resolved', ['choice', 'strict']],
    ['status=closed', ['closed']],
    ['status=open', ['number']],
    ['status=upcoming', []],
    ['status=void', []],
    ['status=open&status=closed', ['closed', 'number']],
    ['outcome=true', ['strict']],
    ['outcome=false', []],
    ['outcome=blue&outcome=true', ['choice', 'strict']],
    ['reading=strict', ['strict']],
    ['reading=lenient&reading=plain', ['choice', 'closed', 'number']],
    ['statementId={forecast}', ['strict']],
    ['dueAfter=2026-01-01T00:00:00Z', ['closed']],
    ['dueBefore=2026-01-01T00:00:00Z', ['strict']],
    ['dueBefore=2025-07-01T00:00:00Z', []],
    ['resolvedAfter=2025-07-01T00:00:00Z', ['choice']],
    ['resolvedBefore=2025-07-01T00:00:00Z', ['strict']],
    ['forecasterId={Ann}', ['closed', 'strict']],
    ['forecaster=Bob', ['closed', 'strict']],
    ['sourceId={article}', ['strict']],
    ['sourceId={podcast}', []],
    ['topic=TPU', ['strict']],
    ['entity=微软', ['choice']],
    ['q=colour', ['choice']],
    ['q=也许 slowing', ['strict']],
    ['q=微软', ['choice']],
  ])('%s', async (query, expected) => expect(await listed('questions', query)).toEqual(expected));
});

describe.each(['forecasts', 'predictions'])('%s', (resource) => {
  it.each([
    ['', ['p-ann', 'p-bob', 'p-late', 'p-strict']],
    ['questionId={strict}', ['p-late', 'p-strict']],
    ['questionId={strict}&questionId={closed}', ['p-ann', 'p-bob', 'p-late', 'p-strict']],
    ['basis=verbal', ['p-strict']],
    ['basis=stated', ['p-ann', 'p-late']],
    ['madeAfter=2025-03-01T00:00:00Z', ['p-bob']],
    ['madeBefore=2025-03-01T00:00:00Z', ['p-late', 'p-strict']],
    ['capture=after', ['p-late', 'p-strict']],
    ['capture=before', ['p-ann', 'p-bob']],
    ['capture=all', ['p-ann', 'p-bob', 'p-late', 'p-strict']],
    ['probabilityAbove=0.45', ['p-ann', 'p-late']],
    ['probabilityBelow=0.45', ['p-bob']],
    ['probabilityAbove=0.1&probabilityBelow=0.5', ['p-strict']],
    ['forecasterId={Ann}', ['p-ann', 'p-strict']],
    ['forecaster=Bob', ['p-bob', 'p-late']],
    ['sourceId={article}', ['p-late', 'p-strict']],
    ['statementId={forecast}', ['p-late', 'p-strict']],
    ['topic=TPU', ['p-late', 'p-strict']],
    ['entity=Google', ['p-late', 'p-strict']],
    ['type=numeric', []],
    ['status=resolved', ['p-late', 'p-strict']],
    ['status=closed', ['p-ann', 'p-bob']],
    ['outcome=true', ['p-late', 'p-strict']],
    ['reading=plain', ['p-ann', 'p-bob']],
    ['dueAfter=2026-01-01T00:00:00Z', ['p-ann', 'p-bob']],
    ['resolvedBefore=2026-01-01T00:00:00Z', ['p-late', 'p-strict']],
    ['q=也许', ['p-late', 'p-strict']],
    ['q=Anna', ['p-ann', 'p-late', 'p-strict']],
    ['q=Anna slowing', ['p-late', 'p-strict']],
    ['q=slowing', ['p-late', 'p-strict']],
  ])('%s', async (query, expected) => expect(await listed(resource, query)).toEqual(expected));
});

describe('names', () => {
  it.each([
    ['sources', 'q=芯片', ['article']],
    ['sources', 'q=radio', ['podcast']],
    ['forecasters', 'q=anna', ['Ann']],
    ['forecasters', 'q=SemiAnalysis', ['Ann']],
  ])('%s?%s', async (resource, query, expected) => expect(await listed(resource, query)).toEqual(expected));
});

describe('changedAfterSeq', () => {
  it.each(['sources', 'forecasters', 'statements', 'questions', 'forecasts', 'topics', 'entities'])(
    'of %s: nothing after the head, everything after 0',
    async (resource) => {
      const { seq } = (await service.anyone.get('/v1/audit/head')).body;
      const count = async (after: number) =>
        (await service.anyone.get(`/v1/${resource}?changedAfterSeq=${after}`)).body.items.length as number;
      expect(await count(seq)).toBe(0);
      expect(await count(0)).toBeGreaterThan(0);
    },
  );
});

describe('a filter', () => {
  it.each([
    ['statements?type=binary', 'type unknownParameter'],
    ['questions?basis=stated', 'basis unknownParameter'],
    ['sources?forecaster=Ann', 'forecaster unknownParameter'],
    ['statements?kind=guess', 'kind notAllowed'],
    ['statements?saidAfter=2025-01-01', 'saidAfter invalid'],
    ['statements?forecasterId=7', 'forecasterId invalidFormat'],
    ['forecasts?probabilityAbove=1.5', 'probabilityAbove tooBig'],
    ['forecasts?probabilityAbove=abc', 'probabilityAbove invalidType'],
    ['forecasts?capture=before&capture=after', 'capture repeated'],
    ['questions?q=', 'q tooSmall'],
    ['questions?changedAfterSeq=-1', 'changedAfterSeq invalidType'],
  ])('%s is refused', async (query, issue) => {
    const answer = await service.anyone.get(`/v1/${query}`);
    expect([answer.status, refusal(answer)[2]]).toEqual([400, issue]);
  });

  it('by the name of two forecasters is refused with the candidates', async () => {
    const answer = await service.anyone.get('/v1/predictions?forecaster=SHARED');
    expect(refusal(answer)).toEqual([400, 'ambiguousForecaster', 'forecaster ambiguous']);
    expect(answer.body.candidates.map((one: { name: string }) => one.name).sort()).toEqual(['Ann', 'Bob']);
  });
});
