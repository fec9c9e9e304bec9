/** A leaderboard does not compare who spoke early with who spoke late. */
import { describe, expect, it } from 'vitest';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { leaderboardFindings } from '../../../src/reports/findings/leaderboard.ts';
import { forecast, outcome, question, record } from './small-record.ts';

const ids = Array.from({ length: 40 }, (_, at) => `q${String(at).padStart(2, '0')}`);
const on = (month: string) => ({ madeAt: `2025-${month}-01T00:00:00.000Z` });
/** Bob speaks in December only. Then Ann is nearer, but she had been at 0.5 since January. */
const source = record({
  questions: ids.map((id) => question(id)),
  forecasts: ids.flatMap((id, at) => [
    forecast(`a1 ${id}`, id, 'ann', 0.5, on('01')),
    forecast(`a2 ${id}`, id, 'ann', 0.9, on('12')),
    forecast(`b ${id}`, id, 'bob', 0.8 + (at % 3) / 100, on('12')),
  ]),
  resolutions: ids.map((id) => outcome(id, true)),
});
const board = (parameters: Partial<typeof defaultParameters>) =>
  buildLeaderboard(source, { ...defaultParameters, ...parameters }, {});

describe.each(['timeWeighted', 'daily', 'first', 'all'] as const)('under %s', (forecastPolicy) => {
  const report = board({ forecastPolicy });

  it('has ranks, and says why nothing else compares', () => {
    const { entries, comparisonReason, components } = report.strict;
    expect(comparisonReason).toContain(`Under forecastPolicy=${forecastPolicy} each is scored at times`);
    expect(components).toBe(0);
    expect(entries.map(({ rank }) => rank)).toEqual([1, 2]);
    for (const { aheadOf, adjustedMean, adjustedReason, brierIndex, pairwise } of entries) {
      expect(aheadOf).toEqual([]);
      expect([adjustedMean, brierIndex, pairwise.relativeSkill, pairwise.meanDifference]).toEqual(
        Array.from({ length: 4 }, () => ({ value: null, reason: comparisonReason })),
      );
      expect(adjustedReason).toBe(comparisonReason);
    }
  });

  it('nobody is called ahead in sentences, and no adjusted mean is called what compares', () => {
    expect(leaderboardFindings(report).join(' ')).toContain(report.strict.comparisonReason);
    expect(leaderboardFindings(report).join(' ')).not.toContain('is ahead of');
    expect(report.notes.join(' ')).not.toContain('the adjusted mean is what compares');
  });
});

it.each([
  ['last', null],
  ['spot', 'closeMinus1Day'],
] as const)('under %s, where all are scored at one moment, it compares', (forecastPolicy, spotAt) => {
  const { entries, comparisonReason } = board({ forecastPolicy, spotAt }).strict;
  expect(comparisonReason).toBeNull();
  expect(entries[0]).toMatchObject({ forecasterId: 'ann', aheadOf: ['bob'] });
  expect(entries[0]?.adjustedMean.value).not.toBeNull();
});
