import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, idsOf, NOWHERE, questionBody, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const send = (change: object) => service.admin.post('/v1/questions').send(questionBody({ ...change }));
const options = [
  { id: 'a', label: 'A' },
  { id: 'b', label: 'B' },
];

describe('POST /v1/questions', () => {
  it('answers every field, those left out as null or their default, with Location, ETag and receipt', async () => {
    const answer = await send({ title: 'Will it rain?' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: answer.body.id,
      version: 1,
      seq: answer.body.seq,
      createdAt: answer.body.createdAt,
      title: 'Will it rain?',
      type: 'binary',
      description: null,
      resolutionCriteria: 'The bureau says so.',
      resolutionSource: null,
      options: null,
      ordered: false,
      optionEdges: null,
      unit: null,
      range: null,
      transform: null,
      milestones: null,
      timezone: 'UTC',
      opensAt: null,
      closesAt: null,
      resolvesBy: null,
      windowBasis: 'none',
      windowReason: null,
      condition: null,
      reading: 'plain',
      statementId: null,
      topics: [],
      entities: [],
      status: 'open',
      resolution: null,
      retraction: null,
      redaction: null,
    });
    expect(answer.headers['location']).toBe(`/v1/questions/${answer.body.id}`);
    expect(Number(answer.headers['audit-seq'])).toBe(answer.body.seq);
    const read = await service.anyone.get(answer.headers['location'] ?? '');
    expect([read.body, read.headers['etag']]).toEqual([answer.body, answer.headers['etag']]);
  });

  it('keeps each field as it was sent', async () => {
    const statement = await record.statement();
    const body = questionBody({
      type: 'numeric',
      description: 'More.',
      resolutionSource: 'The bureau.',
      unit: 'mm',
      range: { min: -0.1, max: 1e21 },
      timezone: 'Asia/Shanghai',
      opensAt: '2025-01-01',
      closesAt: '2026-01-01T00:00:00.123+08:00',
      resolvesBy: '2026-02-28',
      windowBasis: 'inferred',
      windowReason: 'From the words.',
      reading: 'strict',
      statementId: statement.id,
      topics: ['Rain', '微软'],
      entities: ['Bureau'],
    });
    const answer = await service.admin.post('/v1/questions').send(body);
    expect(answer.body).toMatchObject({ ...body, closesAt: '2025-12-31T16:00:00.123Z' });
  });

  it.each([
    ['without a title', { title: undefined }, ['/title required']],
    ['with a blank title', { title: ' \t' }, ['/title invalidFormat']],
    ['with a title that nobody sees', { title: '\u200b \u2060\ufe0f' }, ['/title invalid']],
    ['with a title that is too long', { title: 'x'.repeat(501) }, ['/title tooBig']],
    ['with a title that is a number', { title: 7 }, ['/title invalidType']],
    ['with null for what must be there', { resolutionCriteria: null }, ['/resolutionCriteria invalidType']],
    ['of an unknown type', { type: 'ternary' }, ['/type notAllowed']],
    ['with a time zone that is none', { timezone: 'Mars/Olympus' }, ['/timezone invalid']],
    ['with a date that is none', { resolvesBy: '2026-02-30' }, ['/resolvesBy invalid']],
    ['with a time without an offset', { closesAt: '2026-02-03T00:00:00' }, ['/closesAt invalid']],
    ['of a year out of reach', { closesAt: '1899-12-31' }, ['/closesAt invalid']],
    ['with a topic that stands twice', { topics: ['Rain', 'rain'] }, ['/topics invalid']],
    ['with one option', { type: 'multipleChoice', options: [options[0]] }, ['/options tooSmall']],
    [
      'with an option whose id is none',
      { type: 'multipleChoice', options: [{ id: 'a b', label: 'A' }, options[1]] },
      ['/options/0/id invalidFormat'],
    ],
    ['with a range that is none', { type: 'numeric', range: { min: 1, max: 1 } }, ['/range/max invalid']],
    ['multipleChoice without options', { type: 'multipleChoice' }, ['/options required']],
    [
      'multipleChoice with an option twice',
      { type: 'multipleChoice', options: [...options, options[0]] },
      ['/options/2/id duplicate'],
    ],
    ['binary with options', { options }, ['/options unexpected']],
    [
      'binary with a scale, unit and range',
      { ordered: true, unit: 'm', range: { min: 0, max: 1 } },
      ['/ordered unexpected', '/range unexpected', '/unit unexpected'],
    ],
    [
      'that closes when it opens',
      { opensAt: '2026-01-01', closesAt: '2026-01-01' },
      ['/closesAt beforeOpening'],
    ],
    [
      'due before it closes',
      { closesAt: '2026-01-02', resolvesBy: '2026-01-01' },
      ['/resolvesBy beforeClosing'],
    ],
    ['of a statement that is not there', { statementId: NOWHERE }, ['/statementId unknown']],
    ['with a statement that is no id', { statementId: '7' }, ['/statementId invalidFormat']],
  ])('%s is refused', async (_title, change, issues) => {
    const answer = await send(change);
    expect([answer.status, refusal(answer).slice(2)]).toEqual([400, issues]);
  });

  it('names the field that was meant where an unknown one is near', async () => {
    const answer = await send({ resolveBy: '2026-01-01' });
    expect(refusal(answer)).toEqual([400, 'invalidRequest', '/resolveBy unknownField']);
    expect(answer.body.errors[0].message).toContain('resolvesBy');
  });

  it('needs a key that is not limited to some forecasters', async () => {
    const limited = await clientWith(service, 'write', [(await record.forecaster()).id]);
    expect(refusal(await limited.post('/v1/questions').send(questionBody()))).toEqual([403, 'limitedKey']);
  });
});

describe('topics and entities whose names languages write large and small in ways of their own', () => {
  it.each([
    ['İstanbul', 'İSTANBUL'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['Élan', 'élan'],
    ['ẞ', 'ß'],
    ['ǅ', 'ǆ'],
  ])('%s is taken again, and alone or beside %s', async (name, other) => {
    const first = await record.question({ topics: [name], entities: [name] });
    expect([first.topics, first.entities]).toEqual([[name], [name]]);
    const again = await record.question({ topics: [name], entities: [name] });
    const found = await service.anyone.get(`/v1/questions?topic=${encodeURIComponent(name)}`);
    expect(idsOf(found).sort()).toEqual([first.id, again.id].sort());
    const answer = await service.admin.post('/v1/questions').send(questionBody({ topics: [name, other] }));
    expect([201, 400], answer.text).toContain(answer.status);
    expect((await record.edit(`/v1/questions/${first.id}`, { topics: [other] })).status).toBe(200);
  });
});
