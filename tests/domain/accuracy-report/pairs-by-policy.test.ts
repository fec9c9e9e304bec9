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

  it.each(['first', 'all', 'daily', 'timeWeighted'] as const)('are not formed under %s', (policy) => {
    const report = duel(policy);
    const { dominance, hedges, evidence } = (report.rows[0] as (typeof report.rows)[number]).strict;
    expect([dominance, hedges.mid.value, evidence.firstIsBetter.value]).toEqual([null, null, null]);
    expect(report.murphy.strict.questions).toBe(0);
    expect(duelFindings(report).join(' ')).not.toMatch(/at every threshold/);
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
