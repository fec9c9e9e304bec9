/** A handful of independent clusters declares nothing, however many questions they hold. */
import { expect, it } from 'vitest';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { leaderboardFindings } from '../../../src/reports/findings/leaderboard.ts';
import { forecast, outcome, question, record, statement } from './small-record.ts';

const boardOf = (clusters: number, size: number) => {
  const statements = Array.from({ length: clusters }, (_, at) => `s${at}`);
  const ids = statements.flatMap((id) => Array.from({ length: size }, (_, at) => `${id} q${at}`));
  return buildLeaderboard(
    record({
      statements: statements.map((id) => statement(id, 'ann')),
      questions: ids.map((id) => question(id, { statementId: id.split(' ')[0] as string })),
      forecasts: ids.flatMap((id) => [
        forecast(`a ${id}`, id, 'ann', 0.9),
        forecast(`b ${id}`, id, 'bob', 0.6),
      ]),
      resolutions: ids.map((id) => outcome(id, true)),
    }),
    defaultParameters,
    {},
  );
};

it.each([
  [3, []],
  [9, []],
  [10, ['bob']],
])('with %i clusters of four questions ann, better on each, is ahead of %j', (clusters, aheadOf) => {
  const [ann] = boardOf(clusters, 4).strict.entries;
  expect(ann).toMatchObject({ forecasterId: 'ann', clusters, rank: 1, aheadOf });
});

it('one cluster gives ranks and means, but no interval of either', () => {
  const report = boardOf(1, 40);
  const [ann] = report.strict.entries;
  expect(ann).toMatchObject({ rank: 1, rankLower: null, rankUpper: null, shareRankedFirst: null });
  expect(ann).toMatchObject({
    adjustedMean: { value: 0.01 },
    adjustedLower: null,
    adjustedUpper: null,
    adjustedReason: 'An interval needs 2 independent clusters; there is 1.',
  });
  expect(leaderboardFindings(report).join(' ')).not.toContain('of resamples');
});

it('few clusters give intervals that are called indicative only', () => {
  const report = boardOf(5, 8);
  const reason = 'Indicative only: 5 independent clusters, fewer than 10.';
  expect(report.strict.entries[0]).toMatchObject({ rankLower: 1, adjustedReason: reason });
  expect(leaderboardFindings(report)[0]).toContain('its rank is 1 in 95 % of resamples, indicative only.');
});
