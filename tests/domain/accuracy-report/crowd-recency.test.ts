/** Who spoke last weighs most in a crowd by recency, also among those who spoke before the question opened. */
import { describe, expect, it } from 'vitest';
import { closed, day, made, opened } from './open-question.ts';
import { groupOf, reportOf } from './report-of.ts';
import { forecaster } from './small-record.ts';

/** The question opens on 1 March; whose forecasts they are, by id. */
const baselineOf = (older: string, newer: string, dates: readonly [string, string]) => {
  const report = reportOf(
    {
      forecasters: ['ann', older, newer].map((id) => forecaster(id)),
      questions: [opened('q', { opensAt: day('2025-03-01') })],
      forecasts: [
        made('own', 'ann', 0.5, '2025-03-02'),
        made('older', older, 0.9, dates[0]),
        made('newer', newer, 0.1, dates[1]),
      ],
      resolutions: [closed],
    },
    { baseline: 'crowd', crowd: 'recencyWeighted', groupBy: ['forecaster'] },
  );
  return groupOf(report, 'ann').rows[0]?.strict.baselineMean.value;
};

const [first, second] = [Math.exp(1), Math.exp(Math.sqrt(2))];

describe('of two who spoke before the opening', () => {
  it.each([
    ['bob', 'zed'],
    ['zed', 'bob'],
  ])('the later one weighs more, be it %s and then %s', (older, newer) => {
    const pooled = (first * 0.9 + second * 0.1) / (first + second);
    expect(baselineOf(older, newer, ['2025-01-25', '2025-02-01'])).toBeCloseTo((1 - pooled) ** 2, 11);
  });

  it.each([
    ['bob', 'zed'],
    ['zed', 'bob'],
  ])('%s and %s weigh the same if they spoke at one time', (older, newer) => {
    expect(baselineOf(older, newer, ['2025-02-01', '2025-02-01'])).toBeCloseTo(0.25, 11);
  });
});

it('after the opening one time is shared as well', () => {
  expect(baselineOf('bob', 'zed', ['2025-03-05', '2025-03-05'])).toBeCloseTo(0.25, 11);
});
