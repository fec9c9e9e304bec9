/** What a head-to-head report may say: tests, dominance, and the comparison over what hedges may mean. */
import { describe, expect, test } from 'vitest';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import type { ReportRecord } from '../../../src/domain/accuracy/record/report-record.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { forecast, forecaster, outcome, question, record, statement } from './small-record.ts';

const ids = Array.from({ length: 24 }, (_, i) => `q${String(i).padStart(2, '0')}`);
const yes = (i: number) => i % 4 !== 3;
const day = (i: number) => `2025-06-${String(5 + i).padStart(2, '0')}`;
const LEVELS = [0.9, 0.7, 0.8, 0.3] as const;

/** Ann leans to what comes by a different amount each time, bob says 0.5, cat hedges from 0.3 to 0.9. */
function duelRecord(
  changes: Partial<ReportRecord> = {},
  madeAt = (_i: number) => '2025-01-01',
): ReportRecord {
  return record({
    forecasters: ['ann', 'bob', 'cat'].map((id) => forecaster(id)),
    statements: ids.map((id) =>
      statement(`s-${id}`, 'cat', {
        hedge: { phrase: 'likely', language: 'en', lexiconKey: 'cells', lexiconVersion: '1' },
      }),
    ),
    questions: ids.map((id) => question(id)),
    forecasts: ids.flatMap((id, i) => {
      const made = { madeAt: `${madeAt(i)}T00:00:00.000Z` };
      return [
        forecast(`a-${id}`, id, 'ann', LEVELS[i % 4] as number, made),
        forecast(`b-${id}`, id, 'bob', 0.5, made),
        forecast(`c-${id}`, id, 'cat', 0.6, {
          ...made,
          basis: 'verbal',
          statementId: `s-${id}`,
          prediction: { probability: 0.6, lower: 0.3, upper: 0.9 },
        }),
      ];
    }),
    resolutions: ids.map((id, i) => outcome(id, yes(i), `${day(i)}T00:00:00.000Z`)),
    ...changes,
  });
}

const duel = (source: ReportRecord, first: string, second: string, rule = 'brier') => {
  const report = buildHeadToHead(source, defaultParameters, { forecasterId: [first, second] });
  const row = report.rows.find((one) => one.rule === rule);
  if (!row) throw new Error(`no row of ${rule}`);
  return { ...row.strict, murphy: report.murphy.strict };
};

describe('tests of the difference', () => {
  const { dieboldMariano, wilcoxon, questions } = duel(duelRecord(), 'ann', 'bob');
  const differences = ids.map((_, i) => ((LEVELS[i % 4] as number) - (yes(i) ? 1 : 0)) ** 2 - 0.25);

  test('at lag 1 the statistic is that of the paired t test', () => {
    const mean = differences.reduce((sum, d) => sum + d, 0) / 24;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 23;
    expect(questions).toBe(24);
    expect(dieboldMariano.statistic.value).toBeCloseTo(mean / Math.sqrt(variance / 24), 9);
    expect(dieboldMariano.p.value).toBeLessThan(1e-6);
  });

  test('signed ranks see only ranks of the differences: all favour ann', () => {
    expect(differences.every((d) => d < 0)).toBe(true);
    expect(wilcoxon.statistic.value).toBe(0);
    expect(wilcoxon.p.value).toBeLessThan(1e-4);
  });

  test('horizons that all overlap leave no long-run variance, and that is said', () => {
    const { overlapping } = duel(duelRecord(), 'ann', 'bob');
    expect(overlapping).toMatchObject({ lag: 24, p: { value: null } });
    expect(overlapping.p.reason).toContain('24 of 24 questions overlap');
  });

  test('horizons that follow each other give the plain test; those of two days a wider one', () => {
    const apart = duel(
      duelRecord({}, (i) => day(i - 1)),
      'ann',
      'bob',
    );
    expect(apart.overlapping.lag).toBe(1);
    expect(apart.overlapping.p).toEqual(apart.dieboldMariano.p);
    const two = duel(
      duelRecord({}, (i) => day(i - 3)),
      'ann',
      'bob',
    );
    expect(two.overlapping.lag).toBe(3);
    expect(two.overlapping.p.reason).toBeNull();
    expect(two.overlapping.statistic).not.toEqual(two.dieboldMariano.statistic);
  });

  test('below ten questions every test is held back with the reason', () => {
    const few = duelRecord({ resolutions: ids.slice(0, 9).map((id) => outcome(id, true)) });
    const { dieboldMariano: plain, wilcoxon: ranks, overlapping, evidence } = duel(few, 'ann', 'bob');
    for (const { value, reason } of [plain.p, ranks.p, overlapping.p])
      expect([value, reason]).toEqual([null, 'A test needs 10 questions; there are 9.']);
    // Evidence is valid at any n.
    expect(evidence.firstIsBetterP.value).not.toBeNull();
  });

  test('the anytime-valid p is one over the most evidence that there was', () => {
    const { evidence } = duel(duelRecord(), 'ann', 'bob');
    expect(Number(evidence.firstIsBetter.value)).toBeGreaterThan(20);
    expect(Number(evidence.firstIsBetterP.value)).toBeLessThanOrEqual(
      1 / Number(evidence.firstIsBetter.value) + 1e-15,
    );
    expect(evidence.secondIsBetterP.value).toBe(1);
  });
});

test('a sum of infinities of both signs has no mean, and that is said', () => {
  const plain = duelRecord();
  const certain = (who: string, id: string) => (who === 'ann' ? id === 'q00' : id === 'q01');
  const source = {
    ...plain,
    forecasts: plain.forecasts.map((one) =>
      certain(one.forecasterId, one.questionId) && one.basis === 'stated'
        ? { ...one, prediction: { probability: 0 } }
        : one,
    ),
  };
  const { difference, hedges, dieboldMariano, firstMean } = duel(source, 'ann', 'bob', 'log_score');
  expect(firstMean.value).toBe('Infinity');
  const reason = 'Each has an infinite score on a question, so the difference is undefined.';
  expect([difference, hedges.mid, dieboldMariano.p]).toMatchObject([{ reason }, { reason }, { reason }]);
});

describe('the Murphy diagram', () => {
  const { murphy, dominance, firstMean } = duel(duelRecord(), 'ann', 'bob');

  test('has both curves at 101 thresholds, whose difference has an interval', () => {
    expect(murphy.points).toHaveLength(101);
    for (const { threshold, first, second, difference, lower, upper } of murphy.points) {
      expect(Number(difference)).toBeCloseTo(Number(first) - Number(second), 10);
      expect(Number(lower)).toBeLessThanOrEqual(Number(difference) + 1e-12);
      expect(Number(upper)).toBeGreaterThanOrEqual(Number(difference) - 1e-12);
      expect(threshold).toBeGreaterThanOrEqual(0);
    }
  });

  test('twice its area is the Brier score', () => {
    const area = murphy.points.slice(1).reduce((sum, { first }) => sum + Number(first) / 100, 0);
    expect(2 * area).toBeCloseTo(Number(firstMean.value), 1);
    expect(Math.abs(2 * area - Number(firstMean.value))).toBeLessThan(0.01);
  });

  test('ann, who is nearer each time, is below everywhere', () => {
    expect(dominance).toBe('first');
    expect(murphy.points.every(({ difference }) => Number(difference) <= 0)).toBe(true);
  });
});

describe('hedges', () => {
  test('that could turn the comparison round prevent a verdict, whatever the test says', () => {
    const { hedges, declared } = duel(duelRecord(), 'ann', 'cat');
    expect(hedges.verdict).toBe('vaguenessPreventsVerdict');
    expect(declared).toBeNull();
    // 18 of 24 came: 0.9 would have been best then, 0.3 where it did not.
    expect(hedges.second).toMatchObject({
      hedges: 24,
      best: { value: (18 * 0.01 + 6 * 0.09) / 24 },
      worst: { value: (18 * 0.49 + 6 * 0.81) / 24 },
      vagueness: { value: 0.6 },
    });
    expect(hedges.second.uniformMean.value).toBeCloseTo((18 * 0.16 + 6 * 0.36) / 24 + 0.36 / 12, 10);
    expect(hedges.first).toMatchObject({ hedges: 0, vagueness: { value: 0 } });
    expect(hedges.low.value).not.toBe(hedges.high.value);
    expect(hedges.mid.value).toBe(duel(duelRecord(), 'ann', 'cat').difference.value);
  });

  test('have an interval score only where their lexicon divides 0 to 1', () => {
    const lexicon = (partition: boolean) => ({
      key: 'cells',
      version: '1',
      language: 'en',
      partition,
      entries: [
        { phrase: 'unlikely', lower: 0, upper: 0.3 },
        { phrase: 'likely', lower: 0.3, upper: 0.9 },
        { phrase: 'sure', lower: 0.9, upper: 1 },
      ],
    });
    const of = (partition: boolean) =>
      duel(duelRecord({ lexicons: [lexicon(partition)] }), 'ann', 'cat').hedges.second.intervalBrier;
    expect(of(true).value).toBeCloseTo((18 * 0.7 * 0.1 + 6 * 0.3 * 0.9) / 24, 10);
    expect(of(false)).toMatchObject({ value: null, reason: expect.stringContaining('24 of 24 hedges') });
  });

  test('where nothing is hedged the means decide, and equal ones give no verdict', () => {
    expect(duel(duelRecord(), 'ann', 'bob')).toMatchObject({
      hedges: { verdict: 'first' },
      declared: 'first',
    });
    const same = duelRecord();
    const equal = {
      ...same,
      forecasts: same.forecasts.map((one) => ({ ...one, prediction: { probability: 0.5 }, basis: 'stated' })),
    };
    expect(duel(equal, 'ann', 'bob').hedges).toMatchObject({
      verdict: null,
      reason: 'The means are equal, and nothing is hedged.',
    });
  });
});
