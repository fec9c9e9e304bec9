/** What the law takes out of the record is gone everywhere, and the chain still verifies. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeTextFields } from '../../src/domain/audit/chain.ts';
import { type RedactableType, redactableFields } from '../../src/domain/redactions/redaction.ts';
import type { Statement } from '../../src/domain/statements/statement.ts';
import { startService, type TestService } from '../support/service.ts';
import { clientWith, evidence, NOWHERE, Recorder, refusal } from './fixtures.ts';

let service: TestService;
let record: Recorder;
beforeAll(async () => {
  service = await startService();
  record = new Recorder(service.admin);
});
afterAll(() => service.close());

const ORDER = 'Order 7/2026 of the district court.';
const redact = (path: string, fields: readonly string[], headers: Record<string, string> = {}) =>
  service.admin.post(`${path}/redaction`).set(headers).send({ fields, reason: ORDER });

/** Everything that the database holds, as its owner sees it. */
async function everything(): Promise<string> {
  const tables = await service.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const parts = tables.map(({ name }) => `SELECT string_agg(t::text, ' ') AS text FROM "${name}" AS t`);
  const rows = await service.query<{ text: string | null }>(parts.join(' UNION ALL '));
  return rows.map(({ text }) => text ?? '').join(' ');
}

const trail = async () => (await service.admin.get('/v1/audit/trail').buffer(true)).text;

/** The stand-alone verifier on the trail as it is given out. */
async function verifyTrail(change: (text: string) => string = (text) => text): Promise<string> {
  const script = fileURLToPath(new URL('../../scripts/audit-verify.mjs', import.meta.url));
  const input = change(await trail());
  try {
    return execFileSync(process.execPath, [script, '-'], { encoding: 'utf8', input });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

async function holds(): Promise<void> {
  const { body } = await service.anyone.get('/v1/audit/verification');
  expect(body).toMatchObject({ ok: true, findings: [], uncovered: [] });
  expect(await verifyTrail()).toContain('Everything holds.');
}

/** One thing of each kind in which every field that can be redacted holds a text of its own. */
const kinds: Readonly<Record<RedactableType, () => Promise<{ path: string; secrets: string[] }>>> = {
  source: async () => {
    const secrets = ['src-title-1', 'src-publisher-1', 'src-url-1', 'src-text-1', 'src-why-1', 'src-title-2'];
    const { id } = await record.source({
      title: 'src-title-1',
      publisher: 'src-publisher-1',
      url: 'https://example.org/src-url-1',
    });
    await record.edit(`/v1/sources/${id}`, { title: 'src-title-2' });
    const put = service.admin
      .put(`/v1/sources/${id}/text`)
      .set('If-Match', await record.etag(`/v1/sources/${id}`));
    expect((await put.type('text/plain').send('A long src-text-1.')).status).toBe(200);
    const retract = service.admin.post(`/v1/sources/${id}/retraction`);
    await retract.set('If-Match', await record.etag(`/v1/sources/${id}`)).send({ reason: 'src-why-1' });
    return { path: `/v1/sources/${id}`, secrets };
  },
  forecaster: async () => {
    const { id } = await record.forecaster({
      name: 'fc-name-1',
      aliases: ['fc-alias-1', 'fc-alias-2'],
      affiliation: 'fc-affiliation-1',
      url: 'https://example.org/fc-url-1',
    });
    await record.edit(`/v1/forecasters/${id}`, { name: 'fc-name-2' });
    const into = await record.forecaster();
    const path = `/v1/forecasters/${id}`;
    await record.statement({ forecasterId: id });
    const tag = await record.etag(path);
    await service.admin
      .post(`${path}/merge`)
      .set('If-Match', tag)
      .send({ intoId: into.id, reason: 'fc-merge-1' });
    const again = await record.etag(path);
    await service.admin.post(`${path}/retraction`).set('If-Match', again).send({ reason: 'fc-why-1' });
    const names = ['fc-name-1', 'fc-name-2', 'fc-alias-1', 'fc-alias-2', 'fc-affiliation-1', 'fc-url-1'];
    return { path, secrets: [...names, 'fc-merge-1', 'fc-why-1'] };
  },
  statement: async () => {
    await service.addLexicon({
      key: 'words',
      version: '1',
      title: 'Words',
      language: 'en',
      register: 'any',
      partition: false,
      status: 'published',
      source: 'Test',
      entries: [{ phrase: 'likely', lower: 0.6, upper: 0.9 }],
    });
    const { id } = await record.statement({
      text: 'st-text-1',
      saidAtReason: 'st-said-1',
      scorability: 'noHorizon',
      scorabilityReason: 'st-scorable-1',
      codedBy: 'st-coder-1',
      note: 'st-note-1',
      anchors: [{ start: 0, end: 5, sha256: 'a'.repeat(64), quote: 'st-quote-1' }],
      hedge: {
        phrase: 'st-phrase-1',
        language: 'en',
        lexiconKey: 'words',
        lexiconVersion: '1',
        lower: 0.6,
        upper: 0.9,
      },
    });
    await record.edit(`/v1/statements/${id}`, { text: 'st-text-2' });
    const retract = service.admin.post(`/v1/statements/${id}/retraction`);
    await retract.set('If-Match', await record.etag(`/v1/statements/${id}`)).send({ reason: 'st-why-1' });
    const words = ['said', 'scorable', 'coder', 'note', 'quote', 'phrase', 'why'].map(
      (word) => `st-${word}-1`,
    );
    return { path: `/v1/statements/${id}`, secrets: ['st-text-1', 'st-text-2', ...words] };
  },
  question: async () => {
    const { id } = await record.question({
      title: 'qu-title-1',
      type: 'multipleChoice',
      description: 'qu-description-1',
      resolutionCriteria: 'qu-criteria-1',
      resolutionSource: 'qu-source-1',
      windowReason: 'qu-window-1',
      options: [
        { id: 'a', label: 'qu-label-1' },
        { id: 'b', label: 'qu-label-2' },
      ],
    });
    await record.edit(`/v1/questions/${id}`, { title: 'qu-title-2' });
    const retract = service.admin.post(`/v1/questions/${id}/retraction`);
    await retract.set('If-Match', await record.etag(`/v1/questions/${id}`)).send({ reason: 'qu-why-1' });
    const words = ['description', 'criteria', 'source', 'window', 'label', 'why'].map(
      (word) => `qu-${word}-1`,
    );
    return { path: `/v1/questions/${id}`, secrets: ['qu-title-1', 'qu-title-2', 'qu-label-2', ...words] };
  },
  forecast: async () => {
    const { id: questionId } = await record.question();
    const first = await record.forecast(questionId, 0.5);
    const body = { questionId, forecasterId: first.forecasterId, madeAt: first.madeAt, basis: 'stated' };
    const sent = {
      ...body,
      prediction: { probability: 0.6 },
      note: 'fo-note-1',
      supersedesId: first.id,
      reason: 'fo-reason-1',
    };
    const tag = await record.etag(`/v1/forecasts/${first.id}`);
    const { id } = (await service.admin.post('/v1/forecasts').set('If-Match', tag).send(sent)).body as {
      id: string;
    };
    const path = `/v1/forecasts/${id}`;
    await service.admin.post(`${path}/withdrawal`).send({ reason: 'fo-withdrawn-1' });
    await service.admin
      .post(`${path}/retraction`)
      .set('If-Match', await record.etag(path))
      .send({ reason: 'fo-why-1' });
    return { path, secrets: ['fo-note-1', 'fo-reason-1', 'fo-withdrawn-1', 'fo-why-1'] };
  },
  resolution: async () => {
    const { id } = await record.question();
    await record.resolve(id);
    const fields = { title: 're-title-1', publisher: 're-publisher-1', fact: 're-fact-1' };
    const links = { url: 'https://example.org/re-url-1', archiveUrl: 'https://example.org/re-archive-1' };
    const made = await record.correct(
      id,
      { value: false },
      {
        rationale: 're-rationale-1',
        reason: 're-reason-1',
        evidence: [{ ...evidence[0], ...fields, ...links }],
      },
    );
    const words = ['title', 'publisher', 'fact', 'url', 'archive', 'rationale', 'reason'];
    return { path: `/v1/resolutions/${made.id}`, secrets: words.map((word) => `re-${word}-1`) };
  },
  verdict: async () => {
    const { id } = await record.statement({ kind: 'claim' });
    const made = await record.verdict(id, {
      rationale: 've-rationale-1',
      evidence: [{ ...evidence[0], fact: 've-fact-1' }],
    });
    return { path: `/v1/verdicts/${made.id}`, secrets: ['ve-rationale-1', 've-fact-1'] };
  },
};

describe('a redaction', () => {
  it.each(Object.keys(kinds) as RedactableType[])(
    'of every field of a %s takes its texts out of every table, and the chain holds',
    async (type) => {
      const { path, secrets } = await kinds[type]();
      const before = await everything();
      for (const secret of secrets) expect(before).toContain(secret);
      const answer = await redact(path, redactableFields[type]);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      expect(answer.body).toMatchObject({
        subject: { type },
        reason: ORDER,
        seq: Number(answer.headers['audit-seq']),
      });
      expect(answer.body.records.length).toBeGreaterThan(0);
      const after = `${await everything()} ${await trail()}`;
      for (const secret of secrets) expect(after).not.toContain(secret);
      await holds();
    },
  );

  it('shows placeholders and a mark, in the thing and where it is embedded', async () => {
    const forecaster = await record.forecaster({ name: 'Shown Name' });
    const statement = await record.statement({
      forecasterId: forecaster.id,
      text: 'Shown text',
      note: 'Kept note',
    });
    await redact(`/v1/forecasters/${forecaster.id}`, ['name']);
    await redact(`/v1/statements/${statement.id}`, ['text']);
    const { item } = await record.read<Statement>(`/v1/statements/${statement.id}`);
    expect(item).toMatchObject({ text: '[redacted]', note: 'Kept note', forecaster: { name: '[redacted]' } });
    expect(item.redaction).toMatchObject({ fields: ['text'], reason: ORDER });
    expect((await service.anyone.get(`/v1/forecasters/${forecaster.id}`)).body.redaction.fields).toEqual([
      'name',
    ]);
    for (const path of [
      '/v1/statements?q=Shown',
      '/v1/forecasters?q=Shown',
      '/v1/forecasters?q=Shown%20Name',
    ])
      expect((await service.anyone.get(path)).body.items, path).toEqual([]);
    expect(
      (await service.anyone.get(`/v1/statements?changedAfterSeq=${item.seq - 1}`)).body.items,
    ).toHaveLength(1);
    await holds();
  });

  it('keeps the rest of a record provable: what was left is restated, and a change of it is found', async () => {
    const { id } = await record.statement({ text: 'Gone text', note: 'Left note' });
    await redact(`/v1/statements/${id}`, ['text']);
    expect(await verifyTrail((text) => text.replaceAll('Left note', 'Forged note'))).toMatch(
      /restatement .* is not what was recorded/,
    );
    expect(await verifyTrail()).toMatch(/\([1-9]\d* redacted\)/);
  });

  it('a second one takes more of the same record, and the first restatement can no longer be guessed at', async () => {
    const { id } = await record.statement({ text: 'First gone', note: 'Second gone' });
    await redact(`/v1/statements/${id}`, ['text']);
    await redact(`/v1/statements/${id}`, ['note']);
    expect((await service.anyone.get(`/v1/statements/${id}`)).body).toMatchObject({
      text: '[redacted]',
      note: '[redacted]',
      redaction: { fields: ['note', 'text'] },
    });
    const salts = await service.query<{ salt: string | null }>(
      'SELECT salt FROM restatements WHERE record_id = $1 ORDER BY seq',
      [id],
    );
    expect(salts.map(({ salt }) => salt === null)).toEqual([true, false]);
    const own = await service.query<{ salt: string | null }>(
      'SELECT salt FROM revisions WHERE subject_id = $1',
      [id],
    );
    expect(own).toEqual([{ salt: null }]);
    expect(refusal(await redact(`/v1/statements/${id}`, ['note']))).toEqual([409, 'nothingToRedact']);
    await holds();
  });

  it('reaches answers kept for retries, and is itself safe to send again', async () => {
    const body = { text: 'Kept answer text', kind: 'forecast', saidAt: '2024-12-25T00:00:00Z' };
    const ids = { forecasterId: (await record.forecaster()).id, sourceId: (await record.source()).id };
    const send = () =>
      service.admin
        .post('/v1/statements')
        .set('Idempotency-Key', 'kept-1')
        .send({ ...body, ...ids });
    const first = await send();
    const path = `/v1/statements/${first.body.id}`;
    const made = await redact(path, ['text'], { 'Idempotency-Key': 'redact-1' });
    const replay = await send();
    expect([replay.status, replay.headers['idempotency-replayed'], replay.body.text]).toEqual([
      201,
      'true',
      '[redacted]',
    ]);
    const again = await redact(path, ['text'], { 'Idempotency-Key': 'redact-1' });
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
      201,
      made.body,
      'true',
    ]);
  });

  it('changes what reports of the past show, and no number of theirs', async () => {
    const forecaster = await record.forecaster({ name: 'Reported Name' });
    const { id } = await record.question();
    await record.forecast(id, 0.7, { forecasterId: forecaster.id });
    await record.resolve(id);
    const { seq } = (await service.anyone.get('/v1/audit/head')).body as { seq: number };
    const path = `/v1/reports/accuracy?asOf=${seq}&forecasterId=${forecaster.id}`;
    const before = (await service.anyone.get(path)).text;
    expect(before).toContain('Reported Name');
    await redact(`/v1/forecasters/${forecaster.id}`, ['name', 'aliases']);
    const after = (await service.anyone.get(path)).text;
    const bare = (text: string) =>
      text.replaceAll('Reported Name', '[redacted]').replace(/"contentSha256":"\w+"/, '');
    expect(bare(after)).toBe(bare(before));
    expect(after).toContain('[redacted]');
  });

  it('of a source text is final: it is given out no more and taken no more', async () => {
    const { id } = await record.source();
    const put = async () =>
      service.admin
        .put(`/v1/sources/${id}/text`)
        .set('If-Match', await record.etag(`/v1/sources/${id}`))
        .type('text/plain')
        .send('Taken down.');
    expect((await put()).status).toBe(200);
    expect((await redact(`/v1/sources/${id}`, ['text'])).status).toBe(201);
    expect((await service.admin.get(`/v1/sources/${id}/text`)).status).toBe(404);
    expect((await service.admin.get(`/v1/sources/${id}`)).body).toMatchObject({
      hasText: false,
      redaction: { fields: ['text'] },
    });
    expect(refusal(await put())).toEqual([409, 'textRedacted']);
    // Not either where an edit has taken the traces of it away.
    expect((await record.edit(`/v1/sources/${id}`, { textSha256: null, textLength: null })).status).toBe(200);
    expect(refusal(await put())).toEqual([409, 'textRedacted']);
  });

  it('is for unlimited admins, with a reason, of fields that the thing has', async () => {
    const { id } = await record.source();
    const send = (client: TestService['admin'], body: object) =>
      client.post(`/v1/sources/${id}/redaction`).send(body);
    const good = { fields: ['title'], reason: 'x' };
    expect(refusal(await send(service.anyone, good))).toEqual([401, 'keyRequired']);
    expect(refusal(await send(await clientWith(service, 'resolve'), good)).slice(0, 2)).toEqual([
      403,
      'missingScope',
    ]);
    const limited = await clientWith(service, 'admin', [(await record.forecaster()).id]);
    expect(refusal(await send(limited, good))).toEqual([403, 'limitedKey']);
    expect(refusal(await send(service.admin, { fields: ['fact'], reason: 'x' })).slice(2)).toEqual([
      '/fields/0 notAllowed',
    ]);
    expect(refusal(await send(service.admin, { fields: [], reason: 'x' })).slice(2)).toEqual([
      '/fields tooSmall',
    ]);
    expect(refusal(await send(service.admin, { fields: ['title', 'title'], reason: 'x' }))[0]).toBe(400);
    expect(refusal(await send(service.admin, { fields: ['title'] })).slice(2)).toEqual(['/reason required']);
    for (const path of ['sources', 'forecasts', 'resolutions', 'verdicts'])
      expect((await redact(`/v1/${path}/${NOWHERE}`, [path === 'sources' ? 'title' : 'reason'])).status).toBe(
        404,
      );
  });

  it('and an edit at the same moment leave no version with the text', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { id } = await record.statement({ text: `Racing text ${round}`, note: 'a' });
      await Promise.all([
        redact(`/v1/statements/${id}`, ['text']),
        record.edit(`/v1/statements/${id}`, { note: 'b' }).catch(() => undefined),
      ]);
      expect(await everything()).not.toContain(`Racing text ${round}`);
    }
    await holds();
  });
});

describe('the database', () => {
  it('blanks every field that the leaves hash', async () => {
    const all = Object.fromEntries(
      [...freeTextFields].map((name) => [name, name === 'url' ? 'https://x.org/' : 'secret']),
    );
    const rows = await service.query<{ value: Record<string, string> }>(
      'SELECT reckoner_blank($1::jsonb, $2) AS value',
      [JSON.stringify({ ...all, other: 'kept' }), 'content'],
    );
    expect(JSON.stringify(rows[0]?.value)).not.toMatch(/secret|x\.org/);
    expect(rows[0]?.value['other']).toBe('kept');
  });

  it('refuses the role of the service a redaction that no event of the chain names, and one of no admin', async () => {
    const { id } = await record.statement({ text: 'Safe text' });
    const { id: keyId } = (await service.admin.post('/v1/keys').send({ name: 'w', scopes: ['resolve'] }))
      .body as { id: string };
    const [admin] = await service.query<{ id: string }>(
      `SELECT id FROM api_keys WHERE name = 'Reckoner itself'`,
    );
    const attempt = (actor: string, seq: string) =>
      service.query(`DO $$ BEGIN
        SET LOCAL ROLE reckoner_app;
        INSERT INTO redactions (id, subject_type, subject_id, fields, reason, seq, recorded_at, recorded_by, salt, record_sha256)
        VALUES ('${NOWHERE}', 'statement', '${id}', ARRAY['text'], 'x', ${seq}, now(), '${actor}', repeat('0', 32), repeat('0', 64));
        PERFORM reckoner_redact('${NOWHERE}');
      END $$`);
    await expect(attempt(keyId, '(SELECT seq + 1 FROM audit_head)')).rejects.toThrow('is no admin key');
    await expect(attempt(admin?.id ?? '', '1')).rejects.toThrow('is not being recorded now');
    await expect(attempt(admin?.id ?? '', '(SELECT seq + 1 FROM audit_head)')).rejects.toThrow(
      'has no audit event',
    );
    expect((await service.anyone.get(`/v1/statements/${id}`)).body.text).toBe('Safe text');
  });

  it.each([
    ['a plain statement of the owner', `UPDATE revisions SET content = '{}', salt = NULL`],
    [
      'the setting alone, as the service',
      `SET LOCAL ROLE reckoner_app; SET LOCAL reckoner.redaction = 'x'; UPDATE revisions SET salt = NULL`,
    ],
    [
      'a change beside the text',
      `SET LOCAL reckoner.redaction = 'x'; UPDATE forecasts SET basis = 'assigned', salt = NULL`,
    ],
    ['a salt that stays', `SET LOCAL reckoner.redaction = 'x'; UPDATE forecasts SET note = 'forged'`],
    ['removing a redaction', 'DELETE FROM redactions'],
    ['removing a restatement', 'TRUNCATE restatements'],
  ])('refuses %s', async (_what, statements) => {
    const commands = statements
      .split('; ')
      .map((one) => `${one};`)
      .join('\n');
    await expect(service.query(`DO $$ BEGIN ${commands} END $$`)).rejects.toThrow(
      /append-only|permission denied/,
    );
  });
});
