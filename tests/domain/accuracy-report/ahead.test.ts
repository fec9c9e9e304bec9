/** Nobody is declared ahead on a handful of independent clusters, however many questions they hold. */
import { expect, it } from 'vitest';
import { buildLeaderboard } from '../../../src/domain/accuracy/leaderboard-report.ts';
import { defaultParameters } from '../../../src/domain/accuracy/report/models/parameters.ts';
import { forecast, outcome, question, record, statement } from './small-record.ts';

it.each([
  [3, []],
  [9, []],
  [10, ['bob']],
])('with %i clusters of four questions ann, better on each, is ahead of %j', (clusters, aheadOf) => {
  const statements = Array.from({ length: clusters }, (_, at) => `s${at}`);
  const ids = statements.flatMap((id) => [0, 1, 2, 3].map((at) => `${id} q${at}`));
  const report = buildLeaderboard(
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
  const [ann] = report.strict.entries;
  expect(ann).toMatchObject({ forecasterId: 'ann', clusters, rank: 1, aheadOf });
});
