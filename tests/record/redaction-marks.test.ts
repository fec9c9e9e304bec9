/** That text was redacted is told wherever the thing is read, whatever became of it since; and what was taken out stays out. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { type Fields, Recorder, refusal, testHedge, testLexicon } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
  await service.addLexicon(testLexicon);
});
afterAll(() => service.close());

const ORDER = 'Order 7/2026 of the district court.';

async function redact(path: string, ...fields: readonly string[]): Promise<void> {
  const answer = await service.admin.post(`${path}/redaction`).send({ fields, reason: ORDER });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
}

/** The redacted fields that the item, its list and its export, where it has one, tell of. */
async function told(plural: string, id: string, exported = true): Promise<unknown[]> {
  const read = (path: string) => service.anyone.get(path).buffer(true);
  const item = (await read(`/v1/${plural}/${id}`)).body;
  const list = (await read(`/v1/${plural}?include=retracted&limit=200`)).body.items;
  const lines = exported ? (await read(`/v1/exports/${plural}?format=ndjson&include=retracted`)).text : '';
  const rows = lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  const all = [item, ...list, ...rows].filter((one) => one.id === id);
  return all.map((one) => one.redaction?.fields ?? null);
}

describe('the mark of a redaction', () => {
  it('stands where nothing shows that a text is gone', async () => {
    const { id } = await record.forecaster({ aliases: ['A former name'] });
    await redact(`/v1/forecasters/${id}`, 'aliases');
    expect(await told('forecasters', id, false)).toEqual([['aliases'], ['aliases']]);
  });

  it('stands where the reason of a retraction is gone', async () => {
    const { id } = await record.question();
    await record.retract(`/v1/questions/${id}`);
    await redact(`/v1/questions/${id}`, 'retraction');
    expect(await told('questions', id)).toEqual([['retraction'], ['retraction'], ['retraction']]);
  });

  it('stays after an edit, and after every edit of the field itself', async () => {
    const { id } = await record.statement({ note: 'Who it is about.' });
    await redact(`/v1/statements/${id}`, 'note', 'text');
    for (const change of [{ importance: 'minor' }, { note: null }]) {
      expect((await record.edit(`/v1/statements/${id}`, change)).status).toBe(200);
      expect(await told('statements', id)).toEqual(Array(3).fill(['note', 'text']));
    }
  });

  it('stands on an outcome and a verdict, also within their question and statement', async () => {
    const question = await record.question();
    const resolution = await record.resolve(question.id, { value: true }, { rationale: 'Seen.' });
    await redact(`/v1/resolutions/${resolution.id}`, 'rationale');
    const claim = await record.statement({ kind: 'claim' });
    const verdict = await record.verdict(claim.id, { rationale: 'Read.' });
    await redact(`/v1/verdicts/${verdict.id}`, 'rationale');
    const read = async (path: string) => (await service.anyone.get(path)).body;
    const marks = [
      (await read(`/v1/questions/${question.id}`)).resolution.redaction,
      (await record.history(question.id))[0]?.redaction,
      (await read(`/v1/statements/${claim.id}`)).verdict.redaction,
      (await read(`/v1/statements/${claim.id}/verdicts`)).items[0].redaction,
    ];
    expect(marks.map((mark) => mark?.fields)).toEqual(Array(4).fill(['rationale']));
  });
});

describe('an edit', () => {
  it.each<[string, () => Promise<string>, string, Fields, Fields]>([
    [
      'the title of a source',
      async () => `/v1/sources/${(await record.source()).id}`,
      'title',
      { title: 'The title' },
      { kind: 'interview' },
    ],
    [
      'other names of a forecaster',
      async () => `/v1/forecasters/${(await record.forecaster({ aliases: ['Once'] })).id}`,
      'aliases',
      { aliases: ['Once'] },
      { affiliation: 'Elsewhere' },
    ],
    [
      'the words of a hedge',
      async () => `/v1/statements/${(await record.statement({ hedge: testHedge })).id}`,
      'hedge',
      { hedge: testHedge },
      { hedge: { ...testHedge, phrase: '[redacted]', register: 'plain' } },
    ],
    [
      'a quote in an anchor',
      async () => {
        const anchors = [{ start: 0, end: 3, sha256: 'a'.repeat(64), quote: 'abc' }];
        return `/v1/statements/${(await record.statement({ anchors })).id}`;
      },
      'anchors',
      { anchors: [{ start: 0, end: 3, sha256: 'a'.repeat(64), quote: 'abc' }] },
      { anchors: [{ start: 0, end: 4, sha256: 'a'.repeat(64), quote: '[redacted]' }] },
    ],
    [
      'the label of an option',
      async () => {
        const options = ['a', 'b'].map((id) => ({ id, label: `Label ${id}` }));
        return `/v1/questions/${(await record.question({ type: 'multipleChoice', options })).id}`;
      },
      'options',
      {
        options: [
          { id: 'a', label: 'Label a' },
          { id: 'b', label: '[redacted]' },
        ],
      },
      { options: ['a', 'b', 'c'].map((id) => ({ id, label: '[redacted]' })) },
    ],
  ])('brings back nothing that was redacted: %s', async (_what, make, field, forbidden, allowed) => {
    const path = await make();
    await redact(path, field);
    const answer = await record.edit(path, forbidden);
    expect(refusal(answer)).toEqual([409, 'textRedacted']);
    expect(answer.body.fields).toEqual([field]);
    expect((await record.edit(path, allowed)).status).toBe(200);
    expect(refusal(await record.edit(path, forbidden))).toEqual([409, 'textRedacted']);
  });

  it('that empties a redacted field clears no way for its text', async () => {
    const { id } = await record.statement({ note: 'Who it is about.' });
    const path = `/v1/statements/${id}`;
    await redact(path, 'note');
    expect((await record.edit(path, { note: null })).status).toBe(200);
    expect(refusal(await record.edit(path, { note: 'Who it is about.' }))).toEqual([409, 'textRedacted']);
  });
});

describe('an answer kept for a retry', () => {
  it('loses the text, and no word of the contract that reads the same', async () => {
    const source = await record.source({ title: 'forecast' });
    const body = await record.statementBody({ sourceId: source.id });
    const send = () => service.admin.post('/v1/statements').set('Idempotency-Key', 'same-word').send(body);
    expect((await send()).status).toBe(201);
    await redact(`/v1/sources/${source.id}`, 'title');
    const again = await send();
    expect([again.status, again.body.kind, again.body.source.title]).toEqual([201, 'forecast', '[redacted]']);
  });
});
