/** Whoever was right on his last word is not compared by his first one, nor the other way round. */
import { describe, expect, it } from 'vitest';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { duelFindings } from '../../../src/reports/findings/head-to-head.ts';
import { forecast, outcome, question, record, statement } from './small-record.ts';

const ids = Array.from({ length: 20 }, (_, at) => `q${String(at).padStart(2, '0')}`);
const on = (day: string) => ({ madeAt: `2025-${day}T00:00:00.000Z` });
/** Ann is mildly right in March; Bob was wrong in January and is right in May. */
const changing = record({
  questions: ids.map((id) => question(id)),
  forecasts: ids.flatMap((id) => [
    forecast(`b1 ${id}`, id, 'bob', 0.1, on('01-01')),
    forecast(`a ${id}`, id, 'ann', 0.6, on('03-01')),
    forecast(`b2 ${id}`, id, 'bob', 0.9, on('05-01')),
  ]),
  resolutions: ids.map((id) => outcome(id, true)),
});
const duel = (forecastPolicy: 'last' | 'first' | 'all' | 'daily' | 'timeWeighted') =>
  buildHeadToHead(changing, { ...defaultParameters, forecastPolicy }, { forecasterId: ['ann', 'bob'] });

describe('pairs of probabilities', () => {
  it('are the last words under the policy last', () => {
    const [row] = duel('last').rows;
    expect(row?.strict).toMatchObject({
      dominance: 'second',
      firstMean: { value: 0.16 },
      secondMean: { value: 0.01 },
    });
  });

  it('are what both said when both had spoken for the first time under first, whoever is named first', () => {
    const [row] = duel('first').rows;
    const { firstMean, secondMean, difference, dominance, hedges, declared } = row?.strict ?? {};
    // In March Bob still said 0.1; of that all figures are.
    expect([firstMean?.value, secondMean?.value]).toEqual([0.16, 0.81]);
    expect([difference?.value, hedges?.mid.value]).toEqual([-0.65, -0.65]);
    expect([dominance, declared]).toEqual(['first', 'first']);
    expect(duel('first').murphy.strict.questions).toBe(20);
  });

  it.each(['all', 'daily', 'timeWeighted'] as const)('are not formed under %s', (policy) => {
    const report = duel(policy);
    const { dominance, hedges, evidence } = (report.rows[0] as (typeof report.rows)[number]).strict;
    expect([dominance, hedges.mid.value, evidence.firstIsBetter.value]).toEqual([null, null, null]);
    expect(report.murphy.strict.questions).toBe(0);
    expect(duelFindings(report).join(' ')).not.toMatch(/at every threshold/);
  });
});

/** Ann speaks in January and May and is gone in June; Bob speaks in March, and again in September beside nobody. */
const apart = record({
  questions: ids.map((id) => question(id)),
  forecasts: ids.flatMap((id) => [
    forecast(`a1 ${id}`, id, 'ann', 0.5, on('01-01')),
    forecast(`a2 ${id}`, id, 'ann', 0.8, { ...on('05-01'), withdrawnAt: '2025-06-01T00:00:00.000Z' }),
    forecast(`b1 ${id}`, id, 'bob', 0.6, on('03-01')),
    forecast(`b2 ${id}`, id, 'bob', 1, on('09-01')),
  ]),
  resolutions: ids.map((id) => outcome(id, true)),
});

describe('two who spoke at different times', () => {
  it.each([
    // When Bob came, Ann still said 0.5.
    ['first', 0.25, 0.16],
    // Then, and when Ann said 0.8; what Bob said when she was gone is beside nobody.
    ['all', (0.25 + 0.04) / 2, 0.16],
    // 61 days beside 0.5 and 31 beside 0.8.
    ['timeWeighted', (61 * 0.25 + 31 * 0.04) / 92, 0.16],
    ['daily', (61 * 0.25 + 31 * 0.04) / 92, 0.16],
  ] as const)('are compared when both had a forecast: under %s', (forecastPolicy, ann, bob) => {
    const of = (forecasterId: string[]) =>
      buildHeadToHead(apart, { ...defaultParameters, forecastPolicy }, { forecasterId }).rows[0]?.strict;
    const [duelled, turned] = [of(['ann', 'bob']), of(['bob', 'ann'])];
    expect(duelled?.firstMean.value).toBeCloseTo(ann, 9);
    expect(duelled?.secondMean.value).toBeCloseTo(bob, 9);
    expect(duelled?.difference.value).toBeCloseTo(ann - bob, 9);
    expect(turned?.difference.value).toBeCloseTo(bob - ann, 9);
    expect(duelled?.list).toHaveLength(20);
    expect(duelled?.list.at(-1)?.cumulative).toBeCloseTo(20 * (ann - bob), 9);
  });
});

describe('whoever is named first', () => {
  /** In triples: of every other one Ann made one remark and Bob three, of the rest it is the other way round. */
  const many = Array.from({ length: 60 }, (_, at) => `q${String(at).padStart(2, '0')}`);
  const isAnns = (at: number) => Math.floor(at / 3) % 2 === 0;
  const remarkOf = (who: string, at: number) =>
    isAnns(at) === (who === 'ann') ? `${who} on triple ${Math.floor(at / 3)}` : `${who} on ${at}`;
  const remarks = ['ann', 'bob'].flatMap((who) =>
    [...new Set(many.map((_, at) => remarkOf(who, at)))].map((id) => statement(id, who)),
  );
  const record60 = record({
    questions: many.map((id) => question(id)),
    statements: remarks,
    forecasts: many.flatMap((id, at) => [
      forecast(`a ${id}`, id, 'ann', (isAnns(at) ? 0.8 : 0.6) + (at % 5) / 100, {
        statementId: remarkOf('ann', at),
        ...on('01-01'),
      }),
      forecast(`b ${id}`, id, 'bob', (isAnns(at) ? 0.6 : 0.8) + (at % 4) / 100, {
        statementId: remarkOf('bob', at),
        ...on('01-20'),
      }),
      forecast(`b2 ${id}`, id, 'bob', 0.7, {
        statementId: remarkOf('bob', at),
        ...on(`02-${10 + (at % 9)}`),
      }),
    ]),
    resolutions: many.map((id) => outcome(id, true)),
  });

  it.each(
    (['statement', 'question'] as const).flatMap((weight) =>
      (['last', 'daily', 'timeWeighted'] as const).map((forecastPolicy) => [weight, forecastPolicy] as const),
    ),
  )('the difference is the same by %s under %s', (weight, forecastPolicy) => {
    const difference = (forecasterId: string[]) =>
      buildHeadToHead(record60, { ...defaultParameters, weight, forecastPolicy }, { forecasterId }).rows[0]
        ?.strict.difference;
    const [one, other] = [difference(['ann', 'bob']), difference(['bob', 'ann'])];
    expect(one?.value).toBeCloseTo(-Number(other?.value), 9);
    expect(one?.lower).toBeCloseTo(-Number(other?.upper), 9);
  });
});
