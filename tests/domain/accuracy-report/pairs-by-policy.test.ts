/** Whoever was right on his last word is not compared by his first one, nor the other way round. */
import { describe, expect, it } from 'vitest';
import { buildHeadToHead } from '../../../src/domain/accuracy/head-to-head-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { duelFindings } from '../../../src/reports/findings/head-to-head.ts';
import { forecast, outcome, question, record } from './small-record.ts';

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
