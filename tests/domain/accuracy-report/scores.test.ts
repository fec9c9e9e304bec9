import { describe, expect, test } from 'vitest';
import { rangeOf, skillRangeOf } from '../../../src/domain/accuracy/report/cell/rule-range.ts';
import { groupOf, reportOf, rowOf } from './report-of.ts';
import { forecast, forecaster, outcome, question, source, statement } from './small-record.ts';

describe('means, weights and clusters', () => {
  const compound = {
    statements: [statement('s1', 'ann'), statement('s2', 'ann')],
    questions: [
      question('q1', { statementId: 's1' }),
      question('q2', { statementId: 's1' }),
      question('q3', { statementId: 's2' }),
    ],
    forecasts: [
      forecast('f1', 'q1', 'ann', 0.9),
      forecast('f2', 'q2', 'ann', 0.9),
      forecast('f3', 'q3', 'ann', 0.6),
    ],
    resolutions: [outcome('q1', true), outcome('q2', false), outcome('q3', true)],
  };

  test('the questions of one statement share weight 1', () => {
    // s1: (0.01 + 0.81) / 2 = 0.41, s2: 0.16; their mean is 0.285.
    const cell = rowOf(reportOf(compound)).strict;
    expect(cell.mean.value).toBe(0.285);
    expect([cell.questions, cell.statements, cell.clusters, cell.weight]).toEqual([3, 2, 2, 2]);
  });

  test('weight=question counts each question once', () => {
    expect(rowOf(reportOf(compound, { weight: 'question' })).strict.mean.value).toBeCloseTo(0.98 / 3, 11);
  });

  test('statements that repeat or are part of another are one cluster with it', () => {
    const relations = [{ type: 'repeats', statementId: 's1' }];
    const repeated = {
      ...compound,
      statements: [statement('s1', 'ann'), statement('s2', 'ann', { relations })],
    };
    expect(rowOf(reportOf(repeated)).strict.clusters).toBe(1);
    expect(rowOf(reportOf(compound, { cluster: 'question' })).strict.clusters).toBe(3);
    expect(rowOf(reportOf(compound, { cluster: 'source' })).strict.clusters).toBe(1);
  });

  test('two forecasters on one question are one cluster', () => {
    const both = {
      questions: [question('q1')],
      forecasts: [forecast('f1', 'q1', 'ann', 0.9), forecast('f2', 'q1', 'bob', 0.5)],
      resolutions: [outcome('q1', true)],
    };
    expect(rowOf(reportOf(both)).strict).toMatchObject({
      clusters: 1,
      questions: 1,
      forecasts: 2,
      forecasters: 2,
    });
  });

  test('below ten questions there is no interval, and the report says why and counts it', () => {
    const report = reportOf(compound);
    const { mean, withheldForSmallSample } = rowOf(report).strict;
    expect(mean).toMatchObject({
      lower: null,
      upper: null,
      intervalReason: 'An interval needs 10 questions; there are 3.',
    });
    expect(withheldForSmallSample).toBeGreaterThan(0);
    expect(report.totals.leftOut.withheldForSmallSample).toBeGreaterThan(0);
  });

  test('with ten independent questions the interval is that of Student', () => {
    const ids = Array.from({ length: 10 }, (_, i) => `q${i}`);
    const { mean, meanByQuestion, meanBootstrap } = rowOf(
      reportOf({
        questions: ids.map((id) => question(id)),
        forecasts: ids.map((id) => forecast(`f-${id}`, id, 'ann', 0.8)),
        resolutions: ids.map((id, i) => outcome(id, i < 8)),
      }),
    ).strict;
    // 8 times 0.04, twice 0.64: mean 0.16, sd 0.252982, t(9) = 2.262157.
    expect(mean.value).toBe(0.16);
    expect(mean.upper).toBeCloseTo(0.16 + (2.2621571628 * 0.2529822128) / Math.sqrt(10), 8);
    // Below 0, where no Brier score can be, it ends at 0.
    expect(mean.lower).toBe(0);
    expect(mean.indicativeOnly).toBe(true);
    expect(meanByQuestion).toMatchObject({ lower: 0, upper: mean.upper, method: 't', indicativeOnly: true });
    expect(meanBootstrap).toMatchObject({ method: 'clusterBootstrap', indicativeOnly: true });
    expect(meanBootstrap.lower).toBeGreaterThanOrEqual(0.04);
    expect(meanBootstrap.upper).toBeLessThan(0.64);
  });

  test('the interval over questions does not know of clusters, the others do', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `q${i}`);
    const answered = {
      statements: ids.map((id, i) => statement(`s-${id}`, 'ann', { sourceId: `source-${i % 8}` })),
      sources: Array.from({ length: 8 }, (_, at) => source(`source-${at}`)),
      questions: ids.map((id) => question(id, { statementId: `s-${id}` })),
      // Whole sources fail: what looks like 40 observations is 8.
      forecasts: ids.map((id, i) => forecast(`f-${id}`, id, 'ann', i % 8 < 3 ? 0.1 : 0.9)),
      resolutions: ids.map((id) => outcome(id, true)),
    };
    const { mean, meanByQuestion, meanBootstrap } = rowOf(reportOf(answered, { cluster: 'source' })).strict;
    const width = ({ lower, upper }: { lower: unknown; upper: unknown }) => Number(upper) - Number(lower);
    expect(width(meanByQuestion)).toBeLessThan(width(mean) / 1.8);
    expect(width(meanByQuestion)).toBeLessThan(width(meanBootstrap) / 1.5);
    expect([mean.indicativeOnly, meanByQuestion.indicativeOnly, meanBootstrap.indicativeOnly]).toEqual([
      true,
      false,
      true,
    ]);
    const reseeded = rowOf(reportOf(answered, { cluster: 'source', seed: 2 })).strict;
    expect(reseeded.mean).toEqual(mean);
    expect(reseeded.meanBootstrap).not.toEqual(meanBootstrap);
  });
});

test('a skill ends at 1 only where losses are never negative', () => {
  expect(skillRangeOf(rangeOf({ range: '0..Infinity' }))).toEqual([-Infinity, 1]);
  expect(skillRangeOf(rangeOf({ range: '-Infinity..Infinity' }))).toEqual([-Infinity, Infinity]);
  expect(rangeOf({ range: '0..K-1' })).toEqual([0, Infinity]);
});

describe('readings and hedges', () => {
  const readings = {
    statements: [statement('s1', 'ann')],
    questions: (['plain', 'strict', 'lenient'] as const).map((reading) =>
      question(reading, { reading, statementId: 's1' }),
    ),
    forecasts: [
      forecast('f1', 'plain', 'ann', 0.5),
      forecast('f2', 'strict', 'ann', 0.9, {
        basis: 'verbal',
        prediction: { probability: 0.9, lower: 0.8, upper: 1 },
      }),
      forecast('f3', 'lenient', 'ann', 0.9, {
        basis: 'verbal',
        prediction: { probability: 0.9, lower: 0.8, upper: 1 },
      }),
    ],
    resolutions: [outcome('plain', true), outcome('strict', false), outcome('lenient', true)],
  };

  test('the mean at each end of the hedges stands in the report whichever end it was asked at', () => {
    const asked = (hedge: 'low' | 'mid' | 'high') => rowOf(reportOf(readings, { hedge })).strict;
    for (const hedge of ['low', 'mid', 'high'] as const) {
      const { hedgeLow, hedgeMid, hedgeHigh } = asked(hedge);
      expect([hedgeLow.value, hedgeMid.value, hedgeHigh.value]).toEqual(
        (['low', 'mid', 'high'] as const).map((end) => asked(end).mean.value),
      );
    }
  });

  test('strict takes plain and strict, lenient plain and lenient; nothing averages them', () => {
    const { strict, lenient } = rowOf(reportOf(readings));
    expect(strict.mean.value).toBe(0.53); // (0.25 + 0.81) / 2
    expect(lenient.mean.value).toBe(0.13); // (0.25 + 0.01) / 2
  });

  test('hedge=low and high put the bound in the place of the midpoint, for words only', () => {
    expect(rowOf(reportOf(readings, { hedge: 'low' })).strict.mean.value).toBe(0.445); // (0.25 + 0.64) / 2
    expect(rowOf(reportOf(readings, { hedge: 'high' })).strict.mean.value).toBe(0.625); // (0.25 + 1) / 2
    const stated = {
      ...readings,
      forecasts: readings.forecasts.map((entry) => ({ ...entry, basis: 'stated' })),
    };
    expect(rowOf(reportOf(stated, { hedge: 'high' })).strict.mean.value).toBe(0.53);
  });

  test('bounds beside a number that was stated are no hedge', () => {
    const prediction = { probability: 0.6, lower: 0.2, upper: 0.9 };
    const cellOf = (basis: string) =>
      rowOf(
        reportOf({
          questions: [question('q')],
          forecasts: [forecast('f', 'q', 'ann', 0.6, { prediction, basis })],
          resolutions: [outcome('q', true)],
        }),
      ).strict;
    for (const basis of ['stated', 'assigned'])
      expect(cellOf(basis)).toMatchObject({
        hedgeLow: { value: 0.16 },
        hedgeHigh: { value: 0.16 },
        best: { value: 0.16 },
        worst: { value: 0.16 },
        vagueness: { value: 0 },
      });
    expect(cellOf('verbal')).toMatchObject({ best: { value: 0.01 }, worst: { value: 0.64 } });
  });

  test('best and worst case span what the words allow, vagueness is the mean width', () => {
    const { strict } = rowOf(reportOf(readings));
    expect([strict.best.value, strict.worst.value, strict.vagueness.value]).toEqual([0.445, 0.625, 0.1]);
  });

  test('a log score that is infinite has a clipped one beside it, which says how many it moved', () => {
    const cell = (rule: string) => rowOf(reportOf(readings, { hedge: 'high' }), rule).strict;
    const { clippedLogScore } = cell('log_score').diagnostics ?? {};
    expect(cell('log_score').mean.value).toBe('Infinity');
    // One half on what came, and certainty of what did not.
    expect(clippedLogScore).toMatchObject({ clip: 0.01, clipped: 1 });
    expect(clippedLogScore?.mean.value).toBeCloseTo((Math.log(2) - Math.log(0.01)) / 2, 11);
    expect(cell('brier').diagnostics?.clippedLogScore).toBeNull();
  });

  test('a certain hedge that failed is infinite in the log score, in so many letters', () => {
    expect(rowOf(reportOf(readings, { hedge: 'high' }), 'log_score').strict.mean).toMatchObject({
      value: 'Infinity',
      lower: null,
    });
  });
});

describe('baselines', () => {
  const ids = Array.from({ length: 30 }, (_, i) => `q${String(i).padStart(2, '0')}`);
  const many = {
    forecasters: [forecaster('ann'), forecaster('bob'), forecaster('cat')],
    questions: ids.map((id) => question(id)),
    forecasts: ids.flatMap((id) => [
      forecast(`a-${id}`, id, 'ann', 0.8),
      forecast(`b-${id}`, id, 'bob', 0.6),
      forecast(`c-${id}`, id, 'cat', 0.4),
    ]),
    resolutions: ids.map((id, i) => outcome(id, i < 24)),
  };
  const skillOf = (baseline: string, label = 'ann') =>
    groupOf(reportOf(many, { baseline }), label).rows[0]?.strict;

  test('uniform: one half', () => {
    expect(skillOf('uniform')).toMatchObject({ baselineMean: { value: 0.25 }, skill: { value: 0.36 } }); // 1 - 0.16 / 0.25
  });

  test('baseRate leaves the question out: (n / (n-1))^2 y (1-y)', () => {
    expect(skillOf('baseRate')?.baselineMean.value).toBeCloseTo((30 / 29) ** 2 * 0.8 * 0.2, 11);
  });

  test('the crowd is the mean of the others, the forecaster left out', () => {
    // Against 0.5 for ann, against 0.7 for cat.
    expect(skillOf('crowd')?.baselineMean.value).toBe(0.25);
    expect(skillOf('crowd', 'cat')?.baselineMean.value).toBeCloseTo(0.8 * 0.09 + 0.2 * 0.49, 11);
  });

  const odds = (1.5 * 0.25 * 1 * (7 / 3)) ** 0.25;
  const ages = [1, 2, 3, 4].map((k) => Math.exp(Math.sqrt(k)));
  const [bob, dee, eve, cat] = ages as [number, number, number, number];
  test.each([
    ['mean', 0.5],
    ['median', 0.55],
    ['trimmedMean', 0.55],
    ['geometricMeanOfOdds', odds / (1 + odds)],
    ['extremised', odds ** 2.5 / (1 + odds ** 2.5)],
    ['recencyWeighted', (0.6 * bob + 0.5 * dee + 0.7 * eve + 0.2 * cat) / (bob + dee + eve + cat)],
  ] as const)('the crowd is pooled as asked: %s', (crowd, pooled) => {
    const at = (month: string) => ({ madeAt: `2025-${month}-01T00:00:00.000Z` });
    const parts = {
      ...many,
      forecasters: ['ann', 'bob', 'cat', 'dee', 'eve']
        .map((id) => forecaster(id))
        .concat(forecaster('fay', { kind: 'crowd' })),
      forecasts: ids.flatMap((id) => [
        forecast(`a-${id}`, id, 'ann', 0.8),
        forecast(`b-${id}`, id, 'bob', 0.6, at('02')),
        forecast(`c-${id}`, id, 'cat', 0.2, at('05')),
        forecast(`d-${id}`, id, 'dee', 0.5, at('03')),
        forecast(`e-${id}`, id, 'eve', 0.7, at('04')),
        // Who is a crowd already is not one of its members.
        forecast(`f-${id}`, id, 'fay', 0.01, at('06')),
      ]),
    };
    for (const forecastPolicy of ['last', 'timeWeighted'] as const) {
      const report = reportOf(parts, { baseline: 'crowd', crowd, forecastPolicy });
      const cell = groupOf(report, 'ann').rows[0]?.strict;
      const expected = 0.8 * (1 - pooled) ** 2 + 0.2 * pooled ** 2;
      if (forecastPolicy === 'last') expect(cell?.baselineMean.value).toBeCloseTo(expected, 11);
      else expect(cell?.baselineMean.value).not.toBeNull();
    }
  });

  test('a filter on one forecaster leaves the crowd as it was', () => {
    const report = reportOf(many, { baseline: 'crowd' }, { forecasterId: ['ann'] });
    expect(rowOf(report).strict.baselineMean.value).toBe(0.25);
  });

  test('a named forecaster is compared on the same questions, and has no skill against himself', () => {
    expect(skillOf('bob')?.skill.value).toBeCloseTo(1 - 0.16 / (0.8 * 0.16 + 0.2 * 0.36), 11);
    expect(skillOf('bob', 'bob')?.skill).toMatchObject({
      value: null,
      reason: 'The baseline has no prediction to compare with.',
    });
  });

  test('below 30 questions a skill is held back with what is short', () => {
    const short = reportOf({ ...many, resolutions: many.resolutions.slice(0, 29) });
    expect(rowOf(short).strict.skill).toMatchObject({
      value: null,
      reason: 'A skill score needs 30 questions; there are 29.',
    });
  });
});

describe('the difference to the baseline', () => {
  const ids = Array.from({ length: 40 }, (_, i) => `q${i}`);
  const parts = {
    questions: ids.map((id) => question(id)),
    forecasts: ids.map((id, i) => forecast(`f-${id}`, id, 'ann', i % 4 === 0 ? 0.4 : 0.8)),
    resolutions: ids.map((id) => outcome(id, true)),
  };

  test('has the interval of Student over paired differences, and says how many questions would show it', () => {
    const { baselineDifference, nToDetect } = rowOf(reportOf(parts)).strict;
    // 30 times 0.04 - 0.25, 10 times 0.36 - 0.25: mean -0.13, sd 0.140322.
    const sd = Math.sqrt((30 * 0.08 ** 2 + 10 * 0.24 ** 2) / 39);
    expect(baselineDifference.value).toBeCloseTo(-0.13, 11);
    expect(baselineDifference.standardError).toBeCloseTo(sd / Math.sqrt(40), 11);
    expect(nToDetect).toEqual({ value: Math.ceil(((2.8 * sd) / 0.13) ** 2), reason: null });
  });

  test('is the same number against the base rate, whose scores depend on the outcome', () => {
    const mixed = { ...parts, resolutions: ids.map((id, i) => outcome(id, i % 3 > 0)) };
    const { baselineDifference, baselineMean, mean, nToDetect } = rowOf(
      reportOf(mixed, { baseline: 'baseRate' }),
    ).strict;
    expect(baselineDifference.value).toBeCloseTo(Number(mean.value) - Number(baselineMean.value), 11);
    expect(Number(nToDetect.value)).toBeGreaterThan(1);
  });

  test('of nothing cannot be detected, a small sample says nothing, and says so', () => {
    const same = { ...parts, forecasts: ids.map((id) => forecast(`f-${id}`, id, 'ann', 0.5)) };
    expect(rowOf(reportOf(same)).strict.nToDetect.reason).toContain('A difference of 0');
    const few = rowOf(reportOf({ ...parts, resolutions: parts.resolutions.slice(0, 9) })).strict;
    expect(few.baselineDifference).toMatchObject({ lower: null, intervalReason: expect.any(String) });
    expect(few.nToDetect.reason).toContain('needs 10 questions');
  });

  test('of two infinite scores is undefined', () => {
    const certain = {
      questions: [question('q')],
      forecasts: [forecast('a', 'q', 'ann', 0), forecast('b', 'q', 'bob', 0)],
      resolutions: [outcome('q', true)],
    };
    const { rows } = groupOf(reportOf(certain, { baseline: 'bob' }), 'ann');
    expect(rows.find(({ rule }) => rule === 'log_score')?.strict.baselineDifference).toMatchObject({
      value: null,
      reason: expect.stringContaining('Both sides'),
    });
  });
});
