import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSeeds } from '../../../seeds/load.ts';
import type { AccuracyReport } from '../../../src/domain/accuracy/report/models/accuracy-model.ts';
import { ReckonerError } from '../../../src/domain/errors.ts';
import { rendererOf } from '../../../src/reports/registry.ts';
import type { Renderer } from '../../../src/reports/renderer.ts';
import { ensureBuiltInActors, SEED_KEY_ID } from '../../../src/services/keys/built-in.ts';
import type { ReportContext } from '../../../src/services/reports/context.ts';
import { prepareOrder } from '../../../src/services/reports/prepare.ts';
import { renderReport } from '../../../src/services/reports/render.ts';
import type { ReportRequest } from '../../../src/services/reports/request.ts';
import { hereRunner } from '../../../src/services/reports/run-here.ts';
import { openWorkerPool, type WorkerPool } from '../../../src/services/reports/worker-pool.ts';
import { connect } from '../../../src/store/prisma/connect.ts';
import { openStore } from '../../../src/store/prisma/open-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { ForecasterContent } from '../../../src/store/unit.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** The model that every renderer is given. */
async function accuracyReport(context: ReportContext, request: ReportRequest): Promise<AccuracyReport> {
  const { order, seq } = await prepareOrder(context, 'accuracy', request);
  return (await context.reports.build(order, seq, context.store)) as AccuracyReport;
}

const SEEDS = fileURLToPath(new URL('../../../seeds', import.meta.url));
const LIMITS = {
  poolSize: 4,
  connectionTimeoutMs: 5000,
  statementTimeoutMs: 10_000,
  queryTimeoutMs: 12_000,
  lockTimeoutMs: 8000,
};

let database: TestDatabase;
let store: Store;
let pool: WorkerPool;
beforeAll(async () => {
  database = await createTestDatabase();
  store = openStore(connect({ url: database.url, ...LIMITS, onError: () => undefined }), {
    maxWaitMs: 10_000,
    timeoutMs: 15_000,
  });
  await ensureBuiltInActors(store);
  await loadSeeds(store, SEEDS, newId);
  pool = openWorkerPool({ threads: 1, queue: 2 });
});
afterAll(async () => {
  await pool.close();
  await store.close();
  await database.drop();
});

const here = () => ({ store, reports: hereRunner });

describe('the article', () => {
  test('has a group for each forecaster, and everything adds up', async () => {
    const report = await accuracyReport(here(), {});
    expect(report.groups.map(({ values }) => values[0]?.label)).toContain('Dylan Patel');
    const { forecasts, rows, statements, verdicts } = report.totals;
    expect(forecasts.selected).toBeGreaterThan(60);
    expect(forecasts.scored).toBeGreaterThan(20);
    expect(rows.map(({ rule }) => rule)).toEqual(['brier', 'log_score']);
    expect(statements?.unscorable.count).toBeGreaterThan(0);
    expect(verdicts?.claims).toBeGreaterThan(100);
    expect(report.groups.reduce((sum, group) => sum + group.forecasts.scored, 0)).toBe(forecasts.scored);
  });

  test.each(['json', 'csv', 'md'])(
    'the same moment gives the same bytes in %s after later writes',
    async (format) => {
      const renderer = rendererOf(format) as Renderer;
      const { seq } = await store.auditHead();
      const before = await renderReport(
        here(),
        'accuracy',
        { groupBy: ['topic'], asOf: String(seq) },
        renderer,
      );
      const [first] = (await store.recordAsOf(seq)).forecasters;
      await store.write(
        { actor: SEED_KEY_ID, action: 'forecasters.update' },
        async (unit) => {
          const id = first?.id ?? '';
          const last = (await unit.lastVersions([id])).get(id);
          const content = {
            ...(last?.content as ForecasterContent),
            name: `Renamed for ${format}`,
          };
          unit.append({ type: 'forecaster', id, version: (last?.version ?? 0) + 1, content });
        },
        async () => null,
      );
      const after = await renderReport(
        here(),
        'accuracy',
        { groupBy: ['topic'], asOf: String(seq) },
        renderer,
      );
      expect(after.body).toBe(before.body);
      expect(after.fileName).toBe(`reckoner-accuracy-${seq}.${format}`);
      expect((await renderReport(here(), 'accuracy', { groupBy: ['forecaster'] }, renderer)).body).toContain(
        `Renamed for ${format}`,
      );
    },
  );

  test('before the first event the report is empty and says so', async () => {
    const report = await accuracyReport(here(), { asOf: '0' });
    expect(report).toMatchObject({
      asOfSeq: 0,
      asOf: null,
      groups: [],
      notes: ['There is no forecast on record.'],
    });
  });
});

describe('parameters that cannot be', () => {
  const refused = async (request: object, parameter: string, message: RegExp) => {
    const error = await accuracyReport(here(), request as ReportRequest).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ReckonerError);
    const { kind, details } = error as ReckonerError;
    expect(kind).toBe('invalid');
    expect(details.issues?.find((issue) => issue.parameter === parameter)?.message).toMatch(message);
  };

  test.each([
    [{ asOf: '2100-01-01T00:00:00Z' }, 'asOf', /later than now/],
    [{ asOf: '999999' }, 'asOf', /above the head/],
    [{ asOf: 'yesterday' }, 'asOf', /audit number/],
    [{ groupBy: ['topic', 'topic'] }, 'groupBy', /two different/],
    [{ rule: ['bier'] }, 'rule', /did you mean brier\?/],
    [{ rule: ['likelihood'] }, 'rule', /there are brier/],
    [{ rule: ['brier'], type: ['numeric'] }, 'rule', /scores binary/],
    [{ baseline: 'luck' }, 'baseline', /uniform, baseRate, crowd/],
    [{ baseline: '01942a3c-5c00-7a11-8f00-000000000001' }, 'baseline', /no forecaster on record/],
    [{ level: 1 }, 'level', /0.5 to 0.999/],
    [
      { madeAfter: '2025-02-01T00:00:00.000Z', madeBefore: '2025-01-01T00:00:00.000Z' },
      'madeBefore',
      /nothing can lie between/,
    ],
    [{ changedAfterSeq: 3 }, 'changedAfterSeq', /use asOf/],
  ])('%j', (request, parameter, message) => refused(request, parameter, message));
});

describe('workers', () => {
  test('compute the same bytes as this thread', async () => {
    const renderer = rendererOf('csv') as Renderer;
    const request = { groupBy: ['forecaster', 'topic'] as const };
    const begin = performance.now();
    const there = await renderReport(
      { store, reports: pool },
      'accuracy',
      { groupBy: [...request.groupBy] },
      renderer,
    );
    expect(performance.now() - begin).toBeLessThan(15_000);
    expect(there.body).toBe(
      (await renderReport(here(), 'accuracy', { groupBy: [...request.groupBy] }, renderer)).body,
    );
  });

  test('hand a refusal back as it is', async () => {
    const record = await store.recordAsOf((await store.auditHead()).seq);
    const [one, two] = record.forecasters;
    if (!one || !two) throw new Error('the article has several forecasters');
    const twins = [{ ...one, content: { ...one.content, aliases: [two.content.name] } }, two];
    const doubled = {
      ...store,
      recordAsOf: async () => ({ ...record, forecasters: [...twins, ...record.forecasters.slice(2)] }),
    };
    await expect(
      accuracyReport({ store: doubled, reports: pool }, { forecaster: [two.content.name] }),
    ).rejects.toMatchObject({
      code: 'ambiguousForecaster',
      kind: 'invalid',
    });
  });

  test('more than can wait is refused with 503 and when to come back', async () => {
    const asked = Array.from({ length: 8 }, () => accuracyReport({ store, reports: pool }, {}));
    const settled = await Promise.allSettled(asked);
    const refused = settled
      .filter((result) => result.status === 'rejected')
      .map((result) => result.reason as ReckonerError);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ kind: 'unavailable', details: { retryAfter: 5 } });
    expect(settled.some((result) => result.status === 'fulfilled')).toBe(true);
  });
});
