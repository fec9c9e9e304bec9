/** Who keeps a copy by `changedAfterSeq` keeps none that the record has changed: each row that reads otherwise is told. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { idsOf, Recorder, testHedge, testLexicon, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  await service.addLexicon(testLexicon);
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const LISTS = [
  'sources?include=retracted',
  'forecasters?include=retracted',
  'topics',
  'entities',
  'statements?include=retracted',
  'questions?include=retracted',
  'forecasts?include=retracted',
  'predictions',
];
const FILES = ['resolutions', 'verdicts'];

const headSeq = async (): Promise<number> => (await service.anyone.get('/v1/audit/head')).body.seq;

async function rowsOf(more = ''): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, string>();
  const keep = (place: string, items: readonly { id?: string; forecastId?: string }[]) => {
    for (const item of items) rows.set(`${place} ${item.id ?? item.forecastId}`, JSON.stringify(item));
  };
  for (const list of LISTS) {
    const answer = await service.anyone.get(`/v1/${list}${list.includes('?') ? '&' : '?'}limit=200${more}`);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    keep(list, answer.body.items);
  }
  for (const noun of FILES) {
    const target = `${service.anyone.url}/v1/exports/${noun}?format=ndjson&include=retracted${more}`;
    const lines = (await (await fetch(target)).text()).split('\n').filter((line) => line !== '');
    keep(
      noun,
      lines.map((line) => JSON.parse(line)),
    );
  }
  return rows;
}

/** A remark with everything that a row shows of another. */
async function remark() {
  const names = { topics: [unique('Topic')], entities: [unique('Entity')] };
  const statement = await record.statement({ ...names, hedge: testHedge, note: 'A note.' });
  const { forecasterId, id: statementId, sourceId } = statement;
  const question = await record.question({
    statementId,
    topics: [unique('Topic')],
    entities: [unique('Entity')],
  });
  const forecast = await record.forecast(question.id, 0.7, { forecasterId, statementId, note: 'A note.' });
  const resolution = await record.resolve(question.id, { value: true }, { rationale: 'So it came.' });
  const claim = await record.statement({ kind: 'claim', forecasterId, sourceId });
  const verdict = await record.verdict(claim.id, { rationale: 'So it is.' });
  return { names, statement, question, forecast, resolution, claim, verdict };
}
type Remark = Awaited<ReturnType<typeof remark>>;

const redact = async (path: string, ...fields: string[]): Promise<void> => {
  const answer = await service.admin.post(`/v1/${path}/redaction`).send({ fields, reason: 'By order.' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
};
const nameId = async (plural: string, name = ''): Promise<string> =>
  (await service.anyone.get(`/v1/${plural}?q=${name}`)).body.items[0].id;

const changes: readonly [string, (of: Remark) => Promise<unknown>][] = [
  ['the text of a statement is redacted', ({ statement }) => redact(`statements/${statement.id}`, 'text')],
  ['the words of a hedge are redacted', ({ statement }) => redact(`statements/${statement.id}`, 'hedge')],
  ['the title of a question is redacted', ({ question }) => redact(`questions/${question.id}`, 'title')],
  [
    'the name of a speaker is redacted',
    ({ statement }) => redact(`forecasters/${statement.forecasterId}`, 'name'),
  ],
  ['the title of a source is redacted', ({ statement }) => redact(`sources/${statement.sourceId}`, 'title')],
  ['the note of a forecast is redacted', ({ forecast }) => redact(`forecasts/${forecast.id}`, 'note')],
  ['a rationale is redacted', ({ resolution }) => redact(`resolutions/${resolution.id}`, 'rationale')],
  [
    'the grounds of a verdict are redacted',
    ({ verdict }) => redact(`verdicts/${verdict.id}`, 'rationale', 'evidence'),
  ],
  [
    'a statement is edited',
    ({ statement }) => record.edit(`/v1/statements/${statement.id}`, { text: 'Otherwise.' }),
  ],
  [
    'a question is edited',
    ({ question }) => record.edit(`/v1/questions/${question.id}`, { title: 'Otherwise?' }),
  ],
  [
    'a speaker is edited',
    ({ statement }) => record.edit(`/v1/forecasters/${statement.forecasterId}`, { name: unique() }),
  ],
  [
    'a source is edited',
    ({ statement }) => record.edit(`/v1/sources/${statement.sourceId}`, { title: unique() }),
  ],
  [
    'a speaker turns out to be another',
    async ({ statement }) =>
      record.merge(`/v1/forecasters/${statement.forecasterId}`, (await record.forecaster()).id),
  ],
  [
    'who the speaker became is edited',
    async ({ statement }) => {
      const { id } = await record.forecaster();
      await record.merge(`/v1/forecasters/${statement.forecasterId}`, id);
      await record.edit(`/v1/forecasters/${id}`, { name: unique() });
    },
  ],
  ...(['topics', 'entities'] as const).map((plural): [string, (of: Remark) => Promise<unknown>] => [
    `${plural} of statement and question are merged`,
    async ({ names, question }) => {
      const other = unique('Into');
      await record.question({ [plural]: [other] });
      const into = await nameId(plural, other);
      for (const name of [names[plural][0], question[plural][0]])
        await record.merge(`/v1/${plural}/${await nameId(plural, name)}`, into);
    },
  ]),
  ['the outcome is corrected', ({ question }) => record.correct(question.id, { value: false })],
  ['the statement is retracted', ({ statement }) => record.retract(`/v1/statements/${statement.id}`)],
  [
    'the speaker is retracted',
    ({ statement }) => record.retract(`/v1/forecasters/${statement.forecasterId}`),
  ],
  ['the source is retracted', ({ statement }) => record.retract(`/v1/sources/${statement.sourceId}`)],
  ['the question is retracted', ({ question }) => record.retract(`/v1/questions/${question.id}`)],
];

it.each(changes)('when %s', async (_what, change) => {
  const made = await remark();
  const seq = await headSeq();
  const before = await rowsOf();
  await change(made);
  const [after, told] = [await rowsOf(), await rowsOf(`&changedAfterSeq=${seq}`)];
  const changed = [...after.keys()].filter((key) => before.has(key) && before.get(key) !== after.get(key));
  expect(changed.length).toBeGreaterThan(0);
  expect([...told.keys()]).toEqual(expect.arrayContaining(changed));
  // And what is told is what there is.
  for (const [key, row] of told) expect(after.get(key)).toBe(row);
});

it('when a question moves to another statement, also the one that it has left', async () => {
  const [from, to] = [await record.statement(), await record.statement()];
  const question = await record.question({ statementId: from.id });
  const before = await headSeq();
  await record.source();
  const then = await headSeq();
  expect((await record.edit(`/v1/questions/${question.id}`, { statementId: to.id })).status).toBe(200);
  const told = await service.anyone.get(`/v1/statements?changedAfterSeq=${before}`);
  expect(idsOf(told).sort()).toEqual([from.id, to.id].sort());
  // As of the moment before, nothing had moved.
  const file = `${service.anyone.url}/v1/exports/statements?format=ndjson&changedAfterSeq=${before}&asOf=${then}`;
  expect(await (await fetch(file)).text()).toBe('');
});

it('as of a moment, only what had changed by then', async () => {
  const { forecast, resolution, verdict } = await remark();
  const before = await headSeq();
  await record.edit(`/v1/sources/${(await record.source()).id}`, { title: unique() });
  const then = await headSeq();
  await redact(`forecasts/${forecast.id}`, 'note');
  await redact(`resolutions/${resolution.id}`, 'rationale');
  await redact(`verdicts/${verdict.id}`, 'rationale');
  for (const noun of ['forecasts', 'resolutions', 'verdicts']) {
    const rows = async (asOf: number) => {
      const query = `format=ndjson&changedAfterSeq=${before}&asOf=${asOf}`;
      return (await fetch(`${service.anyone.url}/v1/exports/${noun}?${query}`)).text();
    };
    expect(await rows(then), noun).toBe('');
    expect(await rows(await headSeq()), noun).toContain('[redacted]');
    // The text is gone from every state, and the row says so.
    const all = await fetch(`${service.anyone.url}/v1/exports/${noun}?format=ndjson&asOf=${then}`);
    expect(await all.text(), noun).toContain('"reason":"By order."');
  }
});
