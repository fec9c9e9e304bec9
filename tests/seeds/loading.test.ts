import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSeeds } from '../../seeds/load.ts';
import { SeedError } from '../../seeds/read.ts';
import { seedId } from '../../seeds/seed-id.ts';
import { ensureBuiltInActors, systemActor } from '../../src/services/keys/built-in.ts';
import { redact } from '../../src/services/record/redact.ts';
import { connect } from '../../src/store/prisma/connect.ts';
import { openStore } from '../../src/store/prisma/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { EditableContents, Write } from '../../src/store/unit.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type TinyEdition, tinyEdition } from './tiny-edition.ts';

const LIMITS = {
  poolSize: 4,
  connectionTimeoutMs: 5000,
  statementTimeoutMs: 10_000,
  queryTimeoutMs: 12_000,
  lockTimeoutMs: 8000,
};

interface Record {
  readonly store: Store;
  close(): Promise<void>;
}

async function emptyRecord(): Promise<Record> {
  const database: TestDatabase = await createTestDatabase();
  const store = openStore(connect({ url: database.url, ...LIMITS, onError: () => undefined }), {
    maxWaitMs: 10_000,
    timeoutMs: 15_000,
  });
  await ensureBuiltInActors(store);
  return {
    store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

describe('the article', () => {
  let record: Record;
  beforeAll(async () => {
    record = await emptyRecord();
  });
  afterAll(() => record.close());

  it('is loaded as one event, and loading it again writes nothing', async () => {
    const before = (await record.store.auditHead()).seq;
    const started = performance.now();
    const first = await loadSeeds(record.store, 'seeds', newId);
    const loaded = performance.now();
    const again = await loadSeeds(record.store, 'seeds', newId);
    console.log(
      `first load ${Math.round(loaded - started)} ms, second ${Math.round(performance.now() - loaded)} ms`,
    );
    expect(first.written).toMatchObject({
      sources: 1,
      forecasters: 4,
      statements: 348,
      questions: 93,
      forecasts: 76,
      verdicts: 21,
    });
    expect(first.leftToUsers).toEqual([]);
    expect(again).toEqual({ written: {}, leftToUsers: [] });
    expect((await record.store.auditHead()).seq).toBe(before + 1);
  });

  it('resolves what its condition allows, and says what was known before the window closed', async () => {
    const free = await record.store.questions.get(seedId('question', 'Q61'));
    expect(free?.resolution).toMatchObject({ outcome: { value: false }, early: true });
    const open = await record.store.questions.get(seedId('question', 'Q63'));
    expect(open?.resolution).toBeNull();
  });
});

describe('an edition that is loaded again', () => {
  let record: Record;
  let tiny: TinyEdition;
  beforeAll(async () => {
    record = await emptyRecord();
    tiny = tinyEdition();
    await loadSeeds(record.store, tiny.directory, newId);
  });
  afterAll(async () => {
    tiny.remove();
    await record.close();
  });
  const load = () => loadSeeds(record.store, tiny.directory, newId);
  const questionId = seedId('question', 'Q01');

  /** What a user does, without the service around it. */
  const asUser = (write: Write) =>
    record.store.write(
      { actor: systemActor.keyId, action: 'test' },
      async (unit) => unit.append(write),
      async () => undefined,
    );

  it('writes nothing where nothing was edited', async () => {
    expect(await load()).toEqual({ written: {}, leftToUsers: [] });
  });

  it('gives an edited statement a new version, and nothing else', async () => {
    tiny.edit('article/statements/claims.json', (entry) => (entry['text'] = 'Ann said it otherwise.'));
    expect(await load()).toEqual({ written: { statements: 1 }, leftToUsers: [] });
    expect(await record.store.statements.get(seedId('statement', 'C01'))).toMatchObject({
      text: 'Ann said it otherwise.',
      version: 2,
    });
    expect(await load()).toEqual({ written: {}, leftToUsers: [] });
  });

  it('gives an edited question a new version', async () => {
    tiny.edit('article/questions.json', (entry) => (entry['description'] = 'In Oslo.'));
    expect(await load()).toEqual({ written: { questions: 1 }, leftToUsers: [] });
    expect(await record.store.questions.get(questionId)).toMatchObject({
      description: 'In Oslo.',
      version: 2,
    });
  });

  it('corrects an edited forecast and keeps the first, scored anew', async () => {
    tiny.edit('article/forecasts.json', (entry) =>
      Object.assign(entry, { basis: 'assigned', prediction: { probability: 0.85 } }),
    );
    expect(await load()).toEqual({ written: { forecasts: 1 }, leftToUsers: [] });
    const first = await record.store.forecasts.get(seedId('forecast', 'P01'));
    expect(first?.prediction).toMatchObject({ probability: 0.9 });
    expect(await record.store.forecasts.get(first?.supersededById ?? '')).toMatchObject({
      prediction: { probability: 0.85 },
      revision: 2,
      reason: 'The seed files were edited.',
    });
    expect(await load()).toEqual({ written: {}, leftToUsers: [] });
  });

  it('corrects an edited resolution; the condition that fails voids what hangs on it', async () => {
    tiny.edit('article/resolutions.json', (entry) =>
      Object.assign(entry, { outcome: { value: false }, rationale: 'It was a mistake.' }),
    );
    expect((await load()).written).toMatchObject({ resolutions: 2 });
    const resolutions = await record.store.resolutions(questionId);
    expect(resolutions.map(({ outcome, revision }) => [outcome, revision])).toEqual([
      [{ value: true }, 1],
      [{ value: false }, 2],
    ]);
    expect(resolutions[1]?.supersedesId).toBe(resolutions[0]?.id);
    expect((await record.store.questions.get(seedId('question', 'Q02')))?.resolution?.outcome).toEqual({
      void: 'conditionFalse',
    });
    expect(await load()).toEqual({ written: {}, leftToUsers: [] });
  });

  it('corrects an edited verdict', async () => {
    tiny.edit('article/verdicts.json', (entry) => (entry['rating'] = 'mostlyAccurate'));
    expect(await load()).toEqual({ written: { verdicts: 1 }, leftToUsers: [] });
    const verdicts = await record.store.verdicts(seedId('statement', 'C01'));
    expect(verdicts.map(({ rating, current }) => [rating, current])).toEqual([
      ['accurate', false],
      ['mostlyAccurate', true],
    ]);
  });

  it('leaves alone what a user has changed since, and says so', async () => {
    const id = seedId('forecaster', 'ann');
    const content: EditableContents['forecaster'] = {
      name: 'Ann Lee',
      kind: 'person',
      aliases: [],
      affiliation: null,
      url: null,
    };
    await asUser({ type: 'forecaster', id, version: 2, content });
    tiny.edit('article/forecasters.json', (entry) => (entry['affiliation'] = 'Met Office'));
    expect(await load()).toEqual({ written: {}, leftToUsers: ['forecaster ann'] });
    expect(await record.store.forecasters.get(id)).toMatchObject({
      name: 'Ann Lee',
      affiliation: null,
      version: 2,
    });
  });

  it('leaves alone the outcome that a user corrected', async () => {
    const standing = (await record.store.resolutions(questionId)).at(-1);
    const rationale = 'The user knows better.';
    await asUser({
      type: 'resolution',
      content: {
        id: newId(),
        questionId,
        revision: 3,
        outcome: { void: 'annulled' },
        state: 'void',
        knownAt: null,
        knownAtInstant: null,
        early: false,
        rationale,
        supersedesId: standing?.id ?? null,
        reason: 'Wrong station.',
        causeResolutionId: null,
        evidence: [],
      },
    });
    const { written, leftToUsers } = await load();
    expect([written, leftToUsers]).toEqual([{}, ['forecaster ann', 'resolution of Q01']]);
    expect((await record.store.questions.get(questionId))?.resolution).toMatchObject({ rationale });
  });

  it('brings back no text that was redacted since', async () => {
    const context = { store: record.store, actor: systemActor, newId };
    const statementId = seedId('statement', 'F01');
    await redact(context, 'statement', statementId, { fields: ['text'], reason: 'Order 7.' });
    const verdict = (await record.store.verdicts(seedId('statement', 'C01'))).find(({ current }) => current);
    const verdictId = verdict?.id ?? '';
    await redact(context, 'verdict', verdictId, { fields: ['evidence'], reason: 'Order 7.' });
    const { written, leftToUsers } = await load();
    expect(written).toEqual({});
    expect(leftToUsers).toEqual(expect.arrayContaining(['statement F01', 'verdict on C01']));
    expect((await record.store.statements.get(statementId))?.text).toBe('[redacted]');
  });

  it('writes nothing at all where one entry is wrong', async () => {
    const head = await record.store.auditHead();
    tiny.edit('article/statements/claims.json', (entry) =>
      Object.assign(entry, { forecaster: 'bob', text: 'Bob said so.' }),
    );
    await expect(load()).rejects.toThrow(SeedError);
    expect(await record.store.auditHead()).toEqual(head);
  });
});
