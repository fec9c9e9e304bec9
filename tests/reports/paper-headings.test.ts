/** On paper every heading has what it heads below it on its page, and a table that goes on says what it is. */
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../src/reports/layouts/layout-of.ts';
import { pageTables } from '../../src/reports/paper/page-tables.ts';
import { rendererOf } from '../../src/reports/registry.ts';
import type { Report } from '../../src/reports/report.ts';
import { pagesOfPdf } from './format-readers.ts';
import { galleryRecord } from './gallery-record.ts';
import { calibrationDrawnWith, reportsOver } from './report-samples.ts';

const pagesOf = async (report: Report) =>
  pagesOfPdf(
    (await rendererOf('pdf')?.render(report, calibrationDrawnWith(galleryRecord, report))) as Uint8Array,
  );

describe.each(reportsOver(galleryRecord).map((report) => ({ report, kind: report.kind })))(
  '$kind',
  ({ report }) => {
    test('no page ends with a heading, and every page of tables begins with one', async () => {
      const titles = layoutOf(report).tables.flatMap((table) =>
        pageTables(table, 769.89).map(({ table: part }) => part.title),
      );
      const headings = new Set(['Notes', 'Method', 'How this report was made', ...titles]);
      const pages = await pagesOf(report);
      const ends = pages.map(
        (pieces) => pieces[pieces.findIndex((piece) => /audit number .*SHA-256/.test(piece)) - 1],
      );
      expect(ends.filter((piece) => piece === undefined || headings.has(piece))).toEqual([]);
      const first = pages.findIndex((pieces) => pieces.includes(titles[0] as string));
      const begins = pages.slice(first).map(([piece]) => piece ?? '');
      expect(begins).not.toEqual([]);
      expect(begins.filter((piece) => !headings.has(piece))).toEqual([]);
    });
  },
);
