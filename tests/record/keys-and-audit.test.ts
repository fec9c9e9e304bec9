import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/domain/audit/audit-event.ts';
import { eventHash, GENESIS_HASH, recordsSha256 } from '../../src/domain/audit/chain.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, daysAgo, NOWHERE, Recorder, refusal, sourceBody, unique } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const make = async (change: object = {}) =>
  (await service.admin.post('/v1/keys').send({ name: unique('key'), scopes: ['write'], ...change })).body;
const writes = async (secret: string) =>
  (await service.anyone.withKey(secret).post('/v1/sources').send(sourceBody())).status;

describe('keys', () => {
  it('show their secret once, and only its hash is stored', async () => {
    const answer = await service.admin
      .post('/v1/keys')
      .send({ name: 'A key', scopes: ['read', 'write'], expiresAt: daysAgo(-1) });
    expect(answer.status).toBe(201);
    const { secret, ...key } = answer.body;
    expect(answer.headers['location']).toBe(`/v1/keys/${key.id}`);
    expect(key).toMatchObject({
      name: 'A key',
      scopes: ['read', 'write'],
      forecasterIds: [],
      revokedAt: null,
      lastUsedAt: null,
      version: 1,
    });
    expect(secret.startsWith(key.prefix)).toBe(true);
    expect((await service.admin.get(`/v1/keys/${key.id}`)).body).toEqual(key);
    const rows = await service.query<{ text: string }>(
      'SELECT row_to_json(k)::text AS text FROM api_keys k WHERE id = $1',
      [key.id],
    );
    expect(rows[0]?.text).not.toContain(secret);
    const list = await service.admin.get('/v1/keys?limit=200');
    expect(list.text).not.toContain(secret);
    expect(list.body.items.map((one: { id: string }) => one.id)).toContain(key.id);
  });

  it.each([
    ['without scopes', { scopes: [] }, ['/scopes tooSmall']],
    ['with an unknown scope', { scopes: ['root'] }, ['/scopes/0 notAllowed']],
    ['of forecasters that are not there', { forecasterIds: [NOWHERE] }, ['/forecasterIds unknown']],
    ['that expired already', { expiresAt: daysAgo(1) }, ['/expiresAt past']],
    ['without a name', { name: null }, ['/name invalidType']],
  ])('%s are refused', async (_title, change, issues) => {
    const answer = await service.admin.post('/v1/keys').send({ name: 'x', scopes: ['read'], ...change });
    expect([answer.status, refusal(answer).slice(2)]).toEqual([400, issues]);
  });

  it('that are revoked stop writing at once, stay listed, and are not revoked twice', async () => {
    const { id, secret } = await make();
    expect(await writes(secret)).toBe(201);
    const answer = await service.admin.delete(`/v1/keys/${id}`);
    expect([answer.status, answer.body.version, answer.body.revokedAt !== null]).toEqual([200, 2, true]);
    expect(refusal(await service.anyone.withKey(secret).post('/v1/sources').send(sourceBody()))).toEqual([
      401,
      'invalidKey',
    ]);
    expect(refusal(await service.admin.delete(`/v1/keys/${id}`))).toEqual([409, 'keyRevoked']);
    expect(refusal(await service.admin.delete(`/v1/keys/${NOWHERE}`))).toEqual([404, 'notFound']);
  });

  it('that are rotated have a successor with the same rights, at once or after an overlap', async () => {
    const forecaster = await record.forecaster();
    const first = await make({ forecasterIds: [forecaster.id] });
    const second = (await service.admin.post(`/v1/keys/${first.id}/rotation`).send({})).body;
    expect(second).toMatchObject({
      name: first.name,
      scopes: first.scopes,
      forecasterIds: [forecaster.id],
      revokedAt: null,
    });
    expect(second.secret).not.toBe(first.secret);
    expect([await writes(first.secret), await writes(second.secret)]).toEqual([401, 403]);
    const old = await make();
    const rotated = (await service.admin.post(`/v1/keys/${old.id}/rotation`).send({ overlapSeconds: 3600 }))
      .body;
    expect([await writes(old.secret), await writes(rotated.secret)]).toEqual([201, 201]);
    expect(refusal(await service.admin.post(`/v1/keys/${first.id}/rotation`).send({}))).toEqual([
      409,
      'keyRevoked',
    ]);
    expect(refusal(await service.admin.post(`/v1/keys/${NOWHERE}/rotation`).send({}))).toEqual([
      404,
      'notFound',
    ]);
    expect(
      refusal(await service.admin.post(`/v1/keys/${old.id}/rotation`).send({ overlapSeconds: -1 })).slice(2),
    ).toEqual(['/overlapSeconds tooSmall']);
  });

  it('rotated twice at the same moment have one successor', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await make();
      const rotate = () => service.admin.post(`/v1/keys/${id}/rotation`).send({});
      const answers = await Promise.all([rotate(), rotate(), rotate()]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    }
  });

  it('that are limited to some forecasters make no others, which could do more', async () => {
    const limited = await clientWith(service, 'admin', [(await record.forecaster()).id]);
    const { id } = await make();
    expect(refusal(await limited.post('/v1/keys').send({ name: 'x', scopes: ['admin'] }))).toEqual([
      403,
      'limitedKey',
    ]);
    expect(refusal(await limited.post(`/v1/keys/${id}/rotation`).send({}))).toEqual([403, 'limitedKey']);
    expect(refusal(await limited.delete(`/v1/keys/${id}`))).toEqual([403, 'limitedKey']);
  });

  it('stand on what they wrote', async () => {
    const { id, secret } = await make();
    const answer = await service.anyone.withKey(secret).post('/v1/sources').send(sourceBody());
    const event = (await service.anyone.get(`/v1/audit/events/${answer.headers['audit-seq']}`))
      .body as AuditEvent;
    expect(event).toMatchObject({
      actor: id,
      action: 'source.create',
      subject: { type: 'source', id: answer.body.id },
      hash: answer.headers['audit-hash'],
    });
  });
});

describe('the audit chain', () => {
  const allEvents = async (): Promise<AuditEvent[]> => {
    const events: AuditEvent[] = [];
    let cursor = '';
    do {
      const { body } = await service.anyone.get(`/v1/audit/events?limit=50${cursor}`);
      events.push(...body.items);
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    return events;
  };

  it('is gapless, and everyone can recompute it from the answers', async () => {
    const { id } = await record.question({ topics: ['Rain'] });
    await record.forecast(id, 0.5);
    await record.resolve(id);
    await record.retract(`/v1/questions/${id}`);
    const events = await allEvents();
    let previousHash = GENESIS_HASH;
    for (const [index, event] of events.entries()) {
      expect([event.seq, event.previousHash]).toEqual([index + 1, previousHash]);
      expect(recordsSha256(event.records)).toBe(event.recordSha256);
      expect(eventHash(event)).toBe(event.hash);
      previousHash = event.hash;
    }
    const head = (await service.anyone.get('/v1/audit/head')).body;
    expect(head).toEqual({ seq: events.length, hash: previousHash, recordedAt: events.at(-1)?.recordedAt });
  });

  it('has one event a write, with everything that it wrote', async () => {
    const before = (await service.anyone.get('/v1/audit/head')).body.seq as number;
    const { id } = await record.question({ topics: [unique('Topic')] });
    const forecast = await record.forecast(id, 0.5, { forecasterId: (await record.forecaster()).id });
    const resolution = await record.resolve(id);
    const { items } = (await service.anyone.get(`/v1/audit/events?changedAfterSeq=${before}`)).body as {
      items: AuditEvent[];
    };
    expect(items.map((event) => [event.action, event.records.map((one) => one.type)])).toEqual([
      ['question.create', ['topic', 'question']],
      ['forecaster.create', ['forecaster']],
      ['forecast.create', ['forecast']],
      ['question.resolve', ['resolution', 'scores']],
    ]);
    expect(items[2]?.records[0]).toEqual({
      type: 'forecast',
      id: forecast.id,
      version: 1,
      sha256: forecast.recordSha256,
    });
    expect(items[3]?.records[0]?.sha256).toBe(resolution.recordSha256);
  });

  it('has no event of what was refused', async () => {
    const before = (await service.anyone.get('/v1/audit/head')).body;
    await service.admin.post('/v1/sources').send({});
    await service.admin.post('/v1/forecasts').send({ questionId: NOWHERE });
    expect((await service.anyone.get('/v1/audit/head')).body).toEqual(before);
  });

  it('is gapless under forty writers at the same time', async () => {
    const before = (await service.anyone.get('/v1/audit/head')).body.seq as number;
    const sources = await Promise.all(Array.from({ length: 40 }, () => record.source()));
    expect(sources.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      sources.map((_one, index) => before + 1 + index),
    );
  });

  it('is found by action and read by number', async () => {
    const { items } = (await service.anyone.get('/v1/audit/events?q=source.create&sort=-seq&limit=1')).body;
    expect(items[0].action).toBe('source.create');
    expect((await service.anyone.get(`/v1/audit/events/${items[0].seq}`)).body).toEqual(items[0]);
    for (const bad of ['0', '-1', 'abc', '1.5'])
      expect((await service.anyone.get(`/v1/audit/events/${bad}`)).status).toBe(400);
    expect((await service.anyone.get('/v1/audit/events/999999')).status).toBe(404);
  });

  it('no row of the record can be changed or deleted, not even by the owner of the tables', async () => {
    for (const table of [
      'forecasts',
      'withdrawals',
      'resolutions',
      'verdicts',
      'evidence',
      'retractions',
      'merges',
      'scores',
      'revisions',
      'audit_events',
    ]) {
      await expect(service.query(`TRUNCATE ${table} CASCADE`), table).rejects.toThrow('append-only');
    }
    await expect(service.query(`UPDATE audit_events SET action = 'x'`)).rejects.toThrow('append-only');
    await expect(service.query('DELETE FROM forecasts')).rejects.toThrow('append-only');
  });

  it('a record hash does not change with what is derived', async () => {
    const { id } = await record.question();
    const forecast = await record.forecast(id, 0.5);
    await service.admin.post(`/v1/forecasts/${forecast.id}/withdrawal`).send({});
    await record.resolve(id);
    expect((await service.anyone.get(`/v1/forecasts/${forecast.id}`)).body.recordSha256).toBe(
      forecast.recordSha256,
    );
  });
});
