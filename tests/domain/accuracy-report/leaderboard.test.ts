/** Leaderboards: tests for the whole board, pairs, adjusted means with intervals, ranks over lexicons. */
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../../src/domain/accuracy/accuracy-report.ts';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import { RecordFamilies } from '../../../src/domain/accuracy/record/record-families.ts';
import type { LexiconFacts, ReportRecord } from '../../../src/domain/accuracy/record/report-record.ts';
import { leaderboardReportModel } from '../../../src/domain/accuracy/report/models/leaderboard-model.ts';
import {
  type AccuracyParameters,
  defaultParameters,
} from '../../../src/domain/accuracy/report/models/parameters.ts';
import { forecast, forecaster, outcome, question, record, statement } from './small-record.ts';

const ids = Array.from({ length: 40 }, (_, i) => `q${String(i).padStart(2, '0')}`);
const yes = (i: number) => i % 5 < 3;
const HEDGE = { language: 'en', lexiconKey: 'own', lexiconVersion: '1' } as const;

/** ann knows a good deal, bob nothing, cat says "likely" of everything, dan answers the last half only. */
function board(changes: Partial<ReportRecord> = {}): ReportRecord {
  return record({
    forecasters: ['ann', 'bob', 'cat', 'dan'].map((id) => forecaster(id)),
    statements: ids.map((id, i) =>
      statement(`s-${id}`, 'cat', { hedge: { ...HEDGE, phrase: i < 30 ? 'Likely' : 'we believe' } }),
    ),
    questions: ids.map((id) => question(id)),
    forecasts: ids.flatMap((id, i) => [
      forecast(`a-${id}`, id, 'ann', yes(i) ? 0.8 + (i % 3) / 20 : 0.3 - (i % 4) / 20),
      forecast(`b-${id}`, id, 'bob', 0.45 + (i % 2) / 10),
      forecast(`c-${id}`, id, 'cat', 0.65, {
        basis: 'verbal',
        statementId: `s-${id}`,
        prediction: { probability: 0.65, lower: 0.5, upper: 0.8 },
      }),
      ...(i >= 20 ? [forecast(`d-${id}`, id, 'dan', yes(i) ? 0.7 : 0.35)] : []),
    ]),
    resolutions: ids.map((id, i) => outcome(id, yes(i))),
    ...changes,
  });
}

const lexicon = (key: string, lower: number, upper: number, language = 'en'): LexiconFacts => ({
  key,
  version: '1',
  language,
  partition: false,
  entries: [{ phrase: 'likely', lower, upper }],
});

const strict = (changes: Partial<AccuracyParameters> = {}, source = board()) =>
  buildLeaderboard(source, { ...defaultParameters, ...changes }, {}).strict;
const entryOf = (column: ReturnType<typeof strict>, id: string) => {
  const found = column.entries.find(({ forecasterId }) => forecasterId === id);
  if (!found) throw new Error(`no entry of ${id}`);
  return found;
};

test('a mean, with its interval, is that of the accuracy report, also where clusters have several rows', () => {
  const several = board({
    questions: ids.map((id, i) => question(id, { statementId: `s-${ids[i - (i % 4)]}` })),
  });
  const parameters: AccuracyParameters = { ...defaultParameters, rule: ['brier'], cluster: 'statement' };
  const { strict: column } = buildLeaderboard(several, parameters, {});
  const { groups } = buildAccuracyReport(several, parameters, {});
  expect(column.entries[0]?.clusters).toBe(10);
  for (const { forecasterId, mean } of column.entries) {
    const group = groups.find(({ values }) => values[0]?.id === forecasterId);
    expect(mean).toEqual(group?.rows[0]?.strict.mean);
  }
});

describe('against the baseline', () => {
  const column = strict();

  test('the difference is on the same questions, and Holm and bh are no smaller than p', () => {
    const { againstBaseline, mean } = entryOf(column, 'ann');
    expect(againstBaseline.questions).toBe(40);
    expect(againstBaseline.difference.value).toBeCloseTo(Number(mean.value) - 0.25, 10);
    expect(column.tested).toBe(4);
    for (const { againstBaseline: own } of column.entries) {
      expect(Number(own.holm.value)).toBeGreaterThanOrEqual(Number(own.bh.value));
      expect(Number(own.bh.value)).toBeGreaterThanOrEqual(Number(own.p.value));
    }
    const least = Math.min(...column.entries.map(({ againstBaseline: { p } }) => Number(p.value)));
    const first = column.entries.find(({ againstBaseline: { p } }) => Number(p.value) === least);
    expect(Number(first?.againstBaseline.holm.value) / least).toBeCloseTo(4, 9);
  });

  test('the p is the other side of the interval', () => {
    for (const { againstBaseline: own } of column.entries) {
      const outside = Number(own.difference.lower) > 0 || Number(own.difference.upper) < 0;
      expect(outside).toBe(Number(own.p.value) < 0.05);
    }
  });

  test('the base rate of the other questions is a baseline, and one’s own forecasts are none', () => {
    const rate = entryOf(strict({ baseline: 'baseRate' }), 'ann').againstBaseline;
    // Without the question itself 23 of 39 came where it came, 24 of 39 where it did not.
    const reference = (24 * (1 - 23 / 39) ** 2 + 16 * (24 / 39) ** 2) / 40;
    expect(rate.difference.value).toBeCloseTo(Number(entryOf(column, 'ann').mean.value) - reference, 10);
    const own = entryOf(strict({ baseline: 'ann' }), 'ann').againstBaseline;
    expect(own.p).toEqual({ value: null, reason: 'The baseline has no prediction to compare with.' });
  });
});

describe('pairs', () => {
  test('need ten questions in common, and the graph says whether it falls apart', () => {
    const { pairwise, entries } = strict();
    expect(pairwise).toEqual({
      compared: 4,
      notCompared: 0,
      minimumOverlap: 10,
      components: 1,
      needsDifferences: false,
    });
    expect(entries.map(({ pairwise: { opponents } }) => opponents)).toEqual([3, 3, 3, 3]);
    const best = entries[0];
    expect(Number(best?.pairwise.relativeSkill.value)).toBeLessThan(1);
    expect(Number(best?.pairwise.meanDifference.value)).toBeLessThan(0);
    const alone = board();
    const apart = strict(
      {},
      {
        ...alone,
        forecasts: alone.forecasts.filter(({ forecasterId, questionId }) =>
          forecasterId === 'dan' ? questionId >= 'q31' : questionId < 'q31' || forecasterId === 'bob',
        ),
      },
    );
    // dan shares nine with bob alone.
    expect(apart.pairwise.components).toBe(2);
    expect(entryOf(apart, 'dan').pairwise).toMatchObject({ opponents: 0, relativeSkill: { value: null } });
  });

  test('with a perfect record fall back to differences', () => {
    const plain = board();
    const perfect = plain.forecasts.map((one) =>
      one.forecasterId === 'ann'
        ? { ...one, prediction: { probability: yes(Number(one.questionId.slice(1))) ? 1 : 0 } }
        : one,
    );
    const column = strict({}, { ...plain, forecasts: perfect });
    expect(column.pairwise.needsDifferences).toBe(true);
    for (const { pairwise } of column.entries) {
      expect(pairwise.relativeSkill.value).toBeNull();
      expect(pairwise.meanDifference.reason).toBeNull();
    }
    expect(Number(entryOf(column, 'ann').pairwise.meanDifference.value)).toBeLessThan(0);
  });

  test('relative skill is by the baseline where that is on the board', () => {
    const column = strict({ baseline: 'bob' });
    expect(entryOf(column, 'bob').pairwise.scaledRelativeSkill.value).toBe(1);
  });
});

describe('adjusted means', () => {
  test('have an interval around them, the same for the same seed', () => {
    const column = strict();
    for (const { adjustedMean, adjustedLower, adjustedUpper, component } of column.entries) {
      expect(Number(adjustedLower)).toBeLessThan(Number(adjustedMean.value));
      expect(Number(adjustedUpper)).toBeGreaterThan(Number(adjustedMean.value));
      expect(component).toBe(1);
    }
    expect(strict()).toEqual(column);
    expect(entryOf(strict({ seed: 2 }), 'ann').adjustedLower).not.toBe(entryOf(column, 'ann').adjustedLower);
  });

  test('of who shares one question only with the rest have none, and that is said', () => {
    const plain = board();
    const loose = plain.forecasts.filter(
      ({ forecasterId, questionId }) =>
        (forecasterId === 'dan') === questionId > 'q21' || (forecasterId === 'dan' && questionId === 'q21'),
    );
    const column = strict({}, { ...plain, forecasts: loose });
    expect(column.components).toBe(1);
    const { adjustedMean, adjustedLower, adjustedReason } = entryOf(column, 'dan');
    expect(adjustedMean.value).not.toBeNull();
    expect(adjustedLower).toBeNull();
    expect(adjustedReason).toContain('of 1000 resamples no chain of shared questions');
  });
});

describe('missing forecasts', () => {
  // What the crowd of ann, bob and cat says on the twenty questions that dan did not answer.
  const crowdOn = (i: number) =>
    ((yes(i) ? 0.8 + (i % 3) / 20 : 0.3 - (i % 4) / 20) + 0.45 + (i % 2) / 10 + 0.65) / 3;
  const lossOf = (p: number, i: number) => (p - Number(yes(i))) ** 2;
  const own = ids.slice(20).map((_, at) => lossOf(yes(at + 20) ? 0.7 : 0.35, at + 20));
  const filled = (substitute: (i: number) => number) =>
    [...own, ...ids.slice(0, 20).map((_, i) => substitute(i))].reduce((sum, loss) => sum + loss, 0) / 40;

  test('are filled in by name, beside the mean that they are not in', () => {
    const column = strict();
    const { imputed, mean, questions } = entryOf(column, 'dan');
    expect([questions, imputed.questions, imputed.missing]).toEqual([20, 40, 20]);
    expect(mean.value).toBeCloseTo(own.reduce((sum, loss) => sum + loss, 0) / 20, 11);
    expect(imputed.crowd.value).toBeCloseTo(
      filled((i) => lossOf(crowdOn(i), i)),
      11,
    );
    expect(imputed.uniform.value).toBeCloseTo(
      filled(() => 0.25),
      11,
    );
    expect(imputed.worst.value).toBeCloseTo(
      filled(() => 1),
      11,
    );
    const whole = entryOf(column, 'ann');
    expect([whole.imputed.missing, whole.imputed.worst.value]).toEqual([0, whole.mean.value]);
  });

  test('are infinitely bad at worst under the logarithmic score, and 0 at worst under a gain', () => {
    const dan = entryOf(strict({ rule: ['log_score'] }), 'dan').imputed;
    expect(dan.worst.value).toBe('Infinity');
    expect(dan.uniform.value).toBeLessThan(1);
    const { imputed, mean } = entryOf(strict({ rule: ['spherical'] }), 'dan');
    expect(imputed.worst.value).toBeCloseTo(Number(mean.value) / 2, 11);
  });

  test('are at worst what could be said of that question, which on a scale depends on its outcome', () => {
    const options = ['low', 'middle', 'high'].map((id) => ({ id, label: id }));
    const scale = {
      ...board(),
      statements: [],
      questions: ids.map((id) =>
        question(id, { type: 'multipleChoice', options, ordered: true, optionEdges: [0, 1, 2, 5] }),
      ),
      forecasts: ids.flatMap((id, i) =>
        ['ann', 'bob'].flatMap((who) => {
          const prediction = { probabilities: { low: 0, middle: 1, high: 0 } };
          return who === 'bob' && i < 12 ? [] : [forecast(`${id}${who}`, id, who, 0, { prediction })];
        }),
      ),
      resolutions: ids.map((id, i) => ({
        ...outcome(id, true),
        outcome: { optionId: i < 6 ? 'middle' : i < 12 ? 'high' : 'middle' },
      })),
    };
    const worstOf = (rule: string) => entryOf(strict({ rule: [rule] }, scale), 'bob').imputed.worst.value;
    // Six times one cut of two is wrong, six times both; of the cuts one weighs 1 and one 2, of a span of 5.
    expect(worstOf('rps_normalised')).toBeCloseTo((6 * 0.5 + 6) / 40, 11);
    expect(worstOf('rps')).toBeCloseTo((6 + 6 * 2) / 40, 11);
    expect(worstOf('crps_option_edges')).toBeCloseTo((6 * 0.4 + 6 * 0.6) / 40, 11);
  });

  test('have no crowd to stand in over a line, and no worst score where it depends on the question', () => {
    const numeric = {
      ...board(),
      statements: [],
      questions: ids.map((id) => question(id, { type: 'numeric', range: { min: 0, max: 10 } })),
      forecasts: ids.flatMap((id, i) =>
        ['ann', 'bob'].flatMap((who) =>
          who === 'bob' && i < 12
            ? []
            : [forecast(`${id}${who}`, id, who, 0, { prediction: { samples: [i % 10, 5, 6] } })],
        ),
      ),
      resolutions: ids.map((id, i) => ({ ...outcome(id, true), outcome: { value: i % 10 } })),
    };
    const { imputed } = entryOf(strict({}, numeric), 'bob');
    expect(imputed.crowd).toEqual({
      value: null,
      reason: 'Nothing can stand in for the answer to 12 of the questions.',
    });
    expect(imputed.uniform.value).toBeGreaterThan(0);
    expect(imputed.worst.value).toBe('Infinity');
    expect(entryOf(strict({}, numeric), 'ann').imputed.crowd.value).not.toBeNull();
  });
});

describe('the Brier index', () => {
  test('is 100·(1 - √ of the adjusted mean), and defined for the Brier score only', () => {
    const { brierIndex, adjustedMean } = entryOf(strict(), 'dan');
    expect(brierIndex.value).toBeCloseTo(100 * (1 - Math.sqrt(Number(adjustedMean.value))), 9);
    expect(entryOf(strict({ rule: ['log_score'] }), 'dan').brierIndex).toEqual({
      value: null,
      reason: 'Defined for brier.',
    });
  });
});

describe('ranks over lexicons', () => {
  test('where no other lexicon knows a phrase say so with counts', () => {
    const column = strict(
      {},
      board({ lexicons: [lexicon('own', 0.5, 0.8), lexicon('french', 0.9, 1, 'fr')] }),
    );
    expect(column.lexicons).toEqual([
      { lexicon: 'french@1', language: 'fr', recorded: 0, read: 0, unknown: 40 },
      { lexicon: 'own@1', language: 'en', recorded: 40, read: 0, unknown: 0 },
    ]);
    expect(column.lexiconsReason).toContain('any of the 40 hedges');
    const { rank, lexiconRanks } = entryOf(column, 'cat');
    expect(lexiconRanks).toMatchObject({
      lower: rank,
      upper: rank,
      readings: [{ lexicon: 'asRecorded', rank }],
    });
  });

  test('span what rereading gives, phrases unknown to the lexicon as recorded', () => {
    const column = strict({}, board({ lexicons: [lexicon('own', 0.5, 0.8), lexicon('sure', 0.96, 1)] }));
    expect(column.lexicons[1]).toEqual({
      lexicon: 'sure@1',
      language: 'en',
      recorded: 0,
      read: 30,
      unknown: 10,
    });
    expect(column.lexiconsReason).toBeNull();
    const { lexiconRanks } = entryOf(column, 'cat');
    expect([lexiconRanks.lower, lexiconRanks.upper]).toEqual([3, 4]);
    const reread = lexiconRanks.readings.find((one) => one.lexicon === 'sure@1');
    // 18 of the 30 and 6 of the 10 came.
    const mean = (18 * 0.02 ** 2 + 12 * 0.98 ** 2 + 6 * 0.35 ** 2 + 4 * 0.65 ** 2) / 40;
    expect(reread?.mean).toBeCloseTo(mean, 10);
  });

  test('the report has the form that it is documented with', () => {
    const report = buildLeaderboard(board({ lexicons: [lexicon('sure', 0.96, 1)] }), defaultParameters, {});
    expect(leaderboardReportModel.parse(report)).toEqual(report);
  });
});

test('ends of hedges asked for in turn are those asked for at once', () => {
  const kept = RecordFamilies.of(board());
  const hedges = ['mid', 'low', 'mid', 'high', 'low'] as const;
  const reportsOf = (source: () => ReportRecord | RecordFamilies) =>
    hedges.map((hedge) => [
      buildAccuracyReport(source(), { ...defaultParameters, hedge }, {}),
      buildLeaderboard(source(), { ...defaultParameters, hedge }, {}),
    ]);
  const inTurn = reportsOf(() => kept);
  expect(inTurn).toEqual(reportsOf(() => board()));
  expect(new Set(inTurn.map(([report]) => report?.contentSha256)).size).toBe(3);
});
