import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from '../support/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ seed: true });
});
afterAll(() => service.close());

const total = async (target: string): Promise<number> =>
  (await service.anyone.get(`/v1/${target}&include=total&limit=1`)).body.total;

describe('the seeded article', () => {
  it.each(['TPU', '也许', 'neoclouds', 'OpenAI'])(
    '%s finds statements and predictions, not all',
    async (word) => {
      for (const resource of ['statements', 'predictions']) {
        const found = await total(`${resource}?q=${encodeURIComponent(word)}`);
        expect(found).toBeGreaterThan(0);
        expect(found).toBeLessThan(await total(`${resource}?sort=createdAt`));
      }
    },
  );

  it('every row of the flat view fits the contract, and those that are resolved have scores', async () => {
    const { items } = (await service.anyone.get('/v1/predictions?status=resolved&limit=200')).body;
    expect(items.length).toBeGreaterThan(0);
    for (const row of items) expect(row.brier === null, row.question).toBe(row.probability === null);
  });

  it('stands in the audit chain, which verifies', async () => {
    const { body } = await service.anyone.get('/v1/audit/verification');
    expect([body.ok, body.findings, body.uncovered]).toEqual([true, [], []]);
  });

  it('is read with another lexicon of its language, and under the one that divides 0 to 1 interval_brier is there', async () => {
    const asRecorded = (await service.anyone.get('/v1/reports/accuracy?type=binary')).body;
    const answer = await service.anyone.get(
      '/v1/reports/accuracy?type=binary&lexicon=zh-icd203-provisional@0.1.0',
    );
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const brierOf = (report: { totals: { rows: { rule: string; strict: Cell }[] } }): Cell | undefined =>
      report.totals.rows.find(({ rule }) => rule === 'brier')?.strict;
    interface Cell {
      readonly forecasts: number;
      readonly mean: { value: number | null };
      readonly intervalBrier: { value: number | null; reason: string | null };
      readonly vagueness: { value: number };
    }
    const [recorded, read] = [brierOf(asRecorded), brierOf(answer.body)];
    expect(recorded?.intervalBrier.value).toBeNull();
    expect(read?.intervalBrier).toEqual({ value: expect.any(Number), reason: null });
    expect(read?.vagueness.value).toBeLessThan(recorded?.vagueness.value as number);
    expect(answer.body.notes[0]).toMatch(/^Hedges are read with zh-icd203-provisional@0\.1\.0, (\d+) of \1 /);
    const unknown = await service.anyone.get('/v1/reports/accuracy?lexicon=zh-icd203-provisional');
    expect([unknown.status, unknown.body.code]).toEqual([400, 'unknownLexicon']);
    expect(unknown.body.errors[0].message).toContain('zh-icd203-provisional@0.1.0');
  });

  it('ranks nobody by one reading of Chinese alone', async () => {
    const { body } = await service.anyone.get('/v1/reports/leaderboard');
    const { lexicons, lexiconsReason } = body.strict;
    expect(lexiconsReason).toBeNull();
    expect(lexicons.find(({ lexicon }: { lexicon: string }) => lexicon.startsWith('zh-icd203')).unknown).toBe(
      0,
    );
  });
});
