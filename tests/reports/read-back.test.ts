/** Every number of every table, read back from every format by a program that is not ours; paper.test.ts does so of PDF. */
import { parse } from 'csv-parse/sync';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { COLUMNS } from '../../src/reports/html.ts';
import { layoutOf } from '../../src/reports/layouts/layout-of.ts';
import { narrowTables } from '../../src/reports/paper/page-tables.ts';
import { plotsOf } from '../../src/reports/plots/plots-of.ts';
import { rendererOf } from '../../src/reports/registry.ts';
import type { Report } from '../../src/reports/report.ts';
import type { Cell, Table } from '../../src/reports/table.ts';
import { everyReport } from './every-report.ts';
import { openPage, sheetsOf, tablesOfMarkdown, tablesOfPage, textOfPdf } from './format-readers.ts';
import { galleryRecord } from './gallery-record.ts';
import { modelNumber, modelRows } from './model-numbers.ts';
import { calibrationDrawnWith, reportsOver } from './report-samples.ts';

const beside = (report: Report) => calibrationDrawnWith(galleryRecord, report);
const text = async (report: Report, format: string) =>
  String(await rendererOf(format)?.render(report, beside(report)));
const bytes = async (report: Report, format: string) =>
  (await rendererOf(format)?.render(report, beside(report))) as Uint8Array;
/** Cells that are not numbers become null, so that what is compared is numbers only. */
const numbersOf = ({ rows }: Table): (number | null)[][] =>
  rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : null)));
const atNumbers = <Found>(
  { rows }: Table,
  found: readonly (readonly Found[])[],
  of: (cell: Found) => unknown,
) =>
  rows.map((row, line) =>
    row.map((cell, at) => (typeof cell === 'number' ? of(found[line]?.[at] as Found) : null)),
  );

describe.each(everyReport)('%s', (_kind, report) => {
  const { tables, flat } = layoutOf(report);
  const filled = tables.filter(({ rows }) => rows.length > 0);

  test('JSON has each number of the tables under the name of its column', async () => {
    const rows = modelRows(JSON.parse(await text(report, 'json')));
    for (const table of [...tables, flat]) {
      const items = rows[table.key] ?? [];
      expect(items, table.key).toHaveLength(table.rows.length);
      const numeric = (at: number) => table.rows.some((row) => typeof row[at] === 'number');
      table.columns.forEach(({ key }, at) => {
        if (!numeric(at)) return;
        const column = table.rows.map((row) => row[at] as Cell);
        expect(
          items.map((item) => modelNumber(item, key) ?? null),
          `${table.key}.${key}`,
        ).toEqual(column);
      });
    }
    expect(tables.flatMap(numbersOf).flat().filter(Number.isFinite).length).toBeGreaterThan(40);
  });

  test('CSV', async () => {
    const [head, ...rows] = parse(await text(report, 'csv')) as string[][];
    expect(head).toEqual(flat.columns.map(({ key }) => key));
    expect(rows).toHaveLength(flat.rows.length);
    expect(atNumbers(flat, rows, Number)).toEqual(numbersOf(flat));
  });

  test('XLSX', async () => {
    const sheets = await sheetsOf(await bytes(report, 'xlsx'));
    expect(tables.map((table, at) => atNumbers(table, sheets[at] ?? [], (cell) => cell))).toEqual(
      tables.map(numbersOf),
    );
  });

  test('HTML, exact in the markup and to four digits before the eyes, beside every plot too', async () => {
    const page = openPage(await text(report, 'html'));
    for (const [selector, expected] of [
      ['section table', filled.flatMap((table) => narrowTables(table, COLUMNS))],
      ['figure table', plotsOf(report, beside(report)).map(({ table }) => table)],
    ] as const) {
      const found = tablesOfPage(page, selector);
      expect(found.map((rows) => rows.length)).toEqual(expected.map(({ rows }) => rows.length));
      expected.forEach((table, at) => {
        const cells = found[at] ?? [];
        expect(atNumbers(table, cells, (cell) => Number((cell as { exact: string }).exact))).toEqual(
          numbersOf(table),
        );
        expect(atNumbers(table, cells, (cell) => seen((cell as { shown: string }).shown))).toEqual(
          rounded(table),
        );
      });
    }
  });

  test('Markdown, to four digits, and it says so', async () => {
    const page = await text(report, 'md');
    expect(page).toContain('four significant digits');
    const found = tablesOfMarkdown(page);
    expect(found.map((rows) => rows.length)).toEqual(tables.map(({ rows }) => rows.length));
    tables.forEach((table, at) => {
      expect(atNumbers(table, found[at] ?? [], seen)).toEqual(rounded(table));
    });
  });

  test('SVG, whose titles and descriptions hold what the plots say, with n', async () => {
    const { document } = new JSDOM(await text(report, 'svg'), { contentType: 'image/svg+xml' }).window;
    const found = [...document.querySelectorAll('svg svg')].map((plot) => [
      plot.querySelector('title')?.textContent,
      plot.querySelector('desc')?.textContent,
    ]);
    expect(found).toEqual(
      plotsOf(report, beside(report)).map(({ title, description }) => [title, description]),
    );
    expect(document.documentElement.textContent).toContain(report.contentSha256);
  });
});

test('where there are too few questions every format says why there is no interval', async () => {
  const few = new Set(['q00', 'q01', 'q03', 'q06']);
  const [report] = reportsOver({
    ...galleryRecord,
    questions: galleryRecord.questions.filter(({ id }) => few.has(id)),
    forecasts: galleryRecord.forecasts.filter(({ questionId }) => few.has(questionId)),
    resolutions: galleryRecord.resolutions.filter(({ questionId }) => few.has(questionId)),
  }) as readonly [Report];
  const why = /An interval needs 10 questions; there are [1-4]\./;
  for (const format of ['json', 'csv', 'md', 'html', 'svg']) expect(await text(report, format)).toMatch(why);
  expect((await sheetsOf(await bytes(report, 'xlsx'))).flat(2).join('\n')).toMatch(why);
  expect((await textOfPdf(await bytes(report, 'pdf'))).join(' ')).toMatch(why);
});

const seen = (shown: string): number => Number(shown.replace('−', '-').replace('∞', 'Infinity'));
/** Four significant digits, and all before the point. */
const rounded = (table: Table): (number | null)[][] =>
  numbersOf(table).map((row) =>
    row.map((cell) => (cell === null || Math.abs(cell) >= 1000 ? cell : Number(cell.toPrecision(4)))),
  );
