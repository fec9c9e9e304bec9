import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '../../src/domain/sources/source.ts';
import { anchorSha256, codePointSlice } from '../../src/domain/statements/anchor.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, Recorder, refusal, sourceBody } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

// Letters beyond 16 bits stand before the anchors: code points and UTF-16 units differ.
const TEXT = '𝒜𝒷 It may rain 明日。\r\n也许 tomorrow too.\n';
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const anchorAt = (start: number, end: number, text = TEXT) => ({
  start,
  end,
  sha256: anchorSha256(codePointSlice(text, start, end)),
});

const put = async (id: string, text: string, etag?: string) =>
  service.admin
    .put(`/v1/sources/${id}/text`)
    .type('text/plain')
    .set('If-Match', etag ?? (await record.etag(`/v1/sources/${id}`)))
    .send(text);
const statusesOf = async (id: string) =>
  (await record.read<Statement>(`/v1/statements/${id}`)).item.anchors.map((anchor) => anchor.status);

describe('sources', () => {
  it('are recorded with every field as it was sent', async () => {
    const body = sourceBody({
      title: '也许 – a “title”',
      url: 'https://example.org/a?b=c#d',
      publisher: '51CTO',
      kind: 'podcast',
      language: 'zh-Hans',
      publishedAt: '2024-12-25',
      retrievedAt: '2026-01-02T03:04:05.678+01:00',
      textSha256: hash(TEXT),
      textLength: [...TEXT].length,
    });
    const { status, body: made } = await service.admin.post('/v1/sources').send(body);
    expect(status).toBe(201);
    expect(made).toEqual({
      ...body,
      retrievedAt: '2026-01-02T02:04:05.678Z',
      hasText: false,
      retraction: null,
      redaction: null,
      id: made.id,
      version: 1,
      seq: made.seq,
      createdAt: made.createdAt,
    });
  });

  it.each([
    ['an address of another kind', { url: 'javascript:alert(1)' }, '/url'],
    ['a language that is none', { language: 'Chinese language' }, '/language'],
    ['a publication time without offset', { publishedAt: '2024-12-25T10:00:00' }, '/publishedAt'],
    ['an impossible date', { publishedAt: '2023-02-29' }, '/publishedAt'],
    ['a hash in capitals', { textSha256: 'A'.repeat(64) }, '/textSha256'],
    ['a negative length', { textLength: -1 }, '/textLength'],
    ['a length that is no whole number', { textLength: 1.5 }, '/textLength'],
  ])('%s is refused', async (_title, change, pointer) => {
    const answer = await service.admin.post('/v1/sources').send(sourceBody(change));
    expect([answer.status, answer.body.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      400,
      [pointer],
    ]);
  });

  it('are edited in versions', async () => {
    const source = await record.source();
    const { body } = await record.edit(`/v1/sources/${source.id}`, { publisher: 'New', url: null });
    expect(body).toEqual({ ...source, publisher: 'New', version: 2, seq: body.seq });
  });

  it('limited keys neither record, edit nor keep texts', async () => {
    const limited = await clientWith(service, 'write', [(await record.forecaster()).id]);
    const { id } = await record.source();
    const etag = await record.etag(`/v1/sources/${id}`);
    expect(refusal(await limited.post('/v1/sources').send(sourceBody()))).toEqual([403, 'limitedKey']);
    expect(
      refusal(await limited.patch(`/v1/sources/${id}`).set('If-Match', etag).send({ title: 'x' })),
    ).toEqual([403, 'limitedKey']);
    expect(
      refusal(await limited.put(`/v1/sources/${id}/text`).type('text/plain').set('If-Match', etag).send('x')),
    ).toEqual([403, 'limitedKey']);
  });

  it('are retracted: readable, out of the list', async () => {
    const { id, title } = await record.source();
    await record.retract(`/v1/sources/${id}`);
    expect((await record.read<Source>(`/v1/sources/${id}`)).item.retraction).toMatchObject({
      reason: 'By mistake.',
    });
    const found = async (extra: string) =>
      (await service.anyone.get(`/v1/sources?q=${title}${extra}`)).body.items.length;
    expect([await found(''), await found('&include=retracted')]).toEqual([0, 1]);
  });
});

describe('the text of a source', () => {
  it('is kept byte for byte and given back to keys that may write', async () => {
    const { id } = await record.source();
    const { status, body } = await put(id, TEXT);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      hasText: true,
      textSha256: hash(TEXT),
      textLength: [...TEXT].length,
      version: 2,
    });
    const writer = await clientWith(service, 'write');
    const read = await writer.get(`/v1/sources/${id}/text`);
    expect([read.type, read.text]).toEqual(['text/plain', TEXT]);
    expect(refusal(await service.anyone.get(`/v1/sources/${id}/text`))).toEqual([401, 'keyRequired']);
    expect(refusal(await (await clientWith(service, 'read')).get(`/v1/sources/${id}/text`))).toEqual([
      403,
      'missingScope',
    ]);
  });

  it('is 404 before it is kept', async () => {
    const { id } = await record.source();
    expect(refusal(await service.admin.get(`/v1/sources/${id}/text`))).toEqual([404, 'notFound']);
  });

  it('must have the hash on record, and its hash and length stay while it is kept', async () => {
    const { id } = await record.source({ textSha256: hash(TEXT) });
    expect(refusal(await put(id, `${TEXT} `))).toEqual([409, 'otherText']);
    expect((await put(id, TEXT)).status).toBe(200);
    for (const change of [{ textSha256: 'b'.repeat(64) }, { textLength: 1 }, { textLength: null }]) {
      expect(refusal(await record.edit(`/v1/sources/${id}`, change))).toEqual([409, 'textKept']);
    }
  });

  it('decides on every anchor into it: verified, or broken where an offset or the hash is wrong', async () => {
    const { id } = await record.source();
    const { forecasterId } = await record.statement({ sourceId: id });
    const good = anchorAt(3, 14);
    const anchors = [
      good,
      { ...anchorAt(15, 17), start: 14, end: 16 },
      { ...anchorAt(19, 22), sha256: 'c'.repeat(64) },
      { ...good, start: 500, end: 510 },
    ];
    const statement = await record.statement({ sourceId: id, forecasterId, anchors });
    expect(await statusesOf(statement.id)).toEqual(['unverified', 'unverified', 'unverified', 'unverified']);
    const answer = await put(id, TEXT);
    expect(await statusesOf(statement.id)).toEqual(['verified', 'broken', 'broken', 'broken']);
    expect((await record.read<Statement>(`/v1/statements/${statement.id}`)).item).toMatchObject({
      version: 2,
      seq: answer.body.seq,
    });
  });

  it('decides on anchors that come later, and refuses those beyond its end', async () => {
    const { id } = await record.source();
    await put(id, TEXT);
    const { id: statementId } = await record.statement({
      sourceId: id,
      anchors: [anchorAt(21, 23), { ...anchorAt(3, 14), end: 13 }],
    });
    expect(await statusesOf(statementId)).toEqual(['verified', 'broken']);
    const beyond = await service.admin
      .post('/v1/statements')
      .send(await record.statementBody({ sourceId: id, anchors: [{ ...anchorAt(3, 14), end: 999 }] }));
    expect(refusal(beyond).slice(2)).toEqual(['/anchors/0/end outOfRange']);
  });

  it.each([
    ['in another content type', 'application/json', Buffer.from('{}'), 415],
    ['in another character set', 'text/plain; charset=latin1', Buffer.from('x'), 415],
    ['that is not UTF-8', 'text/plain', Buffer.from([0xc3, 0x28]), 400],
    ['with NUL', 'text/plain', Buffer.from('a\0b'), 400],
    ['of more than 5 MB', 'text/plain', Buffer.alloc(5_000_001, 'x'), 413],
  ])('%s is refused', async (_title, type, content, status) => {
    const { id } = await record.source();
    const answer = await service.admin
      .put(`/v1/sources/${id}/text`)
      .set('If-Match', await record.etag(`/v1/sources/${id}`))
      .set('Content-Type', type)
      .send(content);
    expect(answer.status).toBe(status);
  });

  it('of 5 MB is taken', async () => {
    const { id } = await record.source();
    expect((await put(id, 'x'.repeat(5_000_000))).body.textLength).toBe(5_000_000);
  });

  it('with a stale ETag is 412', async () => {
    const { id } = await record.source();
    expect(refusal(await put(id, TEXT, '"old"'))).toEqual([412, 'preconditionFailed']);
  });
});
