/** Wide tables are cut between numbers, never between a number and its interval or the reason why it has none. */
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../src/reports/layouts/layout-of.ts';
import { narrowTables, pageTables } from '../../src/reports/paper/page-tables.ts';
import { tableOf } from '../../src/reports/table.ts';
import { galleryRecord } from './gallery-record.ts';
import { reportsOver } from './report-samples.ts';

test('on a page sentences take the room that numbers leave, and never more than there is', () => {
  const sentence = 'An interval needs 10 questions; there are 3. '.repeat(8);
  const table = tableOf(
    'notes',
    'Notes',
    [
      { key: 'name', title: 'Name', cell: () => 'Ann' },
      { key: 'value', title: 'Value', cell: () => 0.5 },
      { key: 'valueNote', title: 'Value note', cell: () => sentence },
    ],
    [{}],
  );
  const [part] = pageTables(table, 700);
  expect(part?.widths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(700);
  const narrow = tableOf('n', 'N', [{ key: 'name', title: 'Name', cell: () => 'Ann' }], [{}]);
  expect(pageTables(narrow, 700)[0]?.widths[0]).toBeLessThan(60);
});

const tables = reportsOver(galleryRecord).flatMap((report) => layoutOf(report).tables);

describe.each([
  ['on a page', (table: (typeof tables)[number]) => pageTables(table, 769.89).map(({ table: part }) => part)],
  ['on a screen', (table: (typeof tables)[number]) => narrowTables(table, 13)],
] as const)('%s', (_, parts) => {
  test('bounds and notes stand beside what they are of', () => {
    const torn = tables.flatMap((table) => {
      const whole = new Set(table.columns.map(({ key }) => key));
      return parts(table).flatMap(({ columns }) => {
        const here = new Set(columns.map(({ key }) => key));
        return columns.flatMap(({ key }) => {
          const stem = key.replace(/(Lower|Upper|Note)$/, '');
          return stem === key
            ? []
            : [stem, `${stem}Lower`, `${stem}Upper`]
                .filter((other) => whole.has(other) && !here.has(other))
                .map((other) => `${table.key}: ${key} without ${other}`);
        });
      });
    });
    expect(torn).toEqual([]);
  });

  test('every column stands once, beside those that say what a row is', () => {
    for (const table of tables)
      expect(parts(table).flatMap(({ columns }) => columns.slice(table.identity))).toEqual(
        table.columns.slice(table.identity),
      );
  });
});
