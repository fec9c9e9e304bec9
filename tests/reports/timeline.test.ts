/** The score over time is drawn over time: a month is as wide as any other, also where nothing became known. */
import { expect, test } from 'vitest';
import { linePlot } from '../../src/reports/plots/line-plot.ts';
import { monthsFrom } from '../../src/reports/plots/months.ts';

const options = {
  key: 'timeline',
  title: 'Brier score so far',
  description: '',
  axis: 'Month in which the outcome was known',
  valueLabel: 'Mean so far',
  labelTitle: 'Month',
  level: null,
};
const point = (label: string, value: number) => ({ label, value, n: 1 });

test('points lie as far apart as their months', () => {
  const months = ['2025-07', '2025-10', '2025-12', '2026-01', '2026-06'];
  const plot = linePlot([{ series: 'strict', points: months.map((label, at) => point(label, at / 10)) }], {
    ...options,
    labels: monthsFrom(months),
  });
  const across = [...plot.body.matchAll(/<circle cx="([\d.]+)"/g)].map(([, cx]) => Number(cx));
  expect(across).toHaveLength(5);
  const [first = 0, second = 0] = across;
  const month = (second - first) / 3;
  expect(across.map((cx) => Math.round((cx - first) / month))).toEqual([0, 3, 5, 6, 11]);
  expect(plot.table.rows).toHaveLength(5);
});

test('months run over the ends of years, in whatever order they are given', () => {
  expect(monthsFrom(['2026-02', '2025-11'])).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  expect(monthsFrom(['2025-11'])).toEqual(['2025-11']);
  expect(monthsFrom([])).toEqual([]);
});
