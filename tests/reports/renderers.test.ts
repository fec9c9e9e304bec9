import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import readWorkbook from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import { layoutOf } from '../../src/reports/layouts/layout-of.ts';
import { escapeMarkdown } from '../../src/reports/markdown.ts';
import { rendererOf, renderers } from '../../src/reports/registry.ts';
import { workbookBytes } from '../../src/reports/spreadsheet/workbook.ts';
import { galleryRecord, HOSTILE_NAME } from './gallery-record.ts';
import { calibrationDrawnWith, reportsOver } from './report-samples.ts';

const reports = reportsOver(galleryRecord);
const report = reports[0] as AccuracyReport;
const text = (format: string) => rendererOf(format)?.render(report) as string;

describe('every format', () => {
  const documents = renderers
    .filter(({ binary }) => !binary)
    .flatMap((renderer) =>
      reports.map((one) => ({ renderer, one, kind: one.kind, format: renderer.format })),
    );

  test.each(documents)('$kind in $format equals its golden file', async ({ renderer, one, kind }) => {
    await expect(
      String(await renderer.render(one, calibrationDrawnWith(galleryRecord, one))),
    ).toMatchFileSnapshot(`golden/${kind}.golden.${renderer.extension}`);
  });
});

describe('XLSX', () => {
  test('read back by another program has every number of every table, and text as text', async () => {
    for (const one of reports) {
      const sheets = await readWorkbook(Buffer.from((await rendererOf('xlsx')?.render(one)) as Uint8Array));
      const { tables } = layoutOf(one);
      expect(sheets.slice(1).map(({ data }) => data.slice(1).map((row) => row.map(asCell)))).toEqual(
        tables.map(({ rows }) => rows.map((row) => row.map(asCell))),
      );
    }
  });

  test('a workbook over its row limit is refused with the formats that have none', async () => {
    const { tables } = layoutOf(report);
    await expect(
      workbookBytes({ title: 'T', date: null, tables, unlimited: ['csv', 'json'] }, 5),
    ).rejects.toMatchObject({ kind: 'tooLarge', details: { extra: { available: ['csv', 'json'] } } });
  });
});

/** An empty cell is null for every reader; infinite numbers are text. */
function asCell(cell: unknown): unknown {
  if (cell === undefined || cell === '') return null;
  return typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : cell;
}

test('Markdown leaves out tables without a row', async () => {
  const empty = buildAccuracyReport(galleryRecord, defaultParameters, { q: 'nobody said this' });
  const text = String(await rendererOf('md')?.render(empty));
  expect(text).toContain('## Method');
  expect(text).not.toMatch(/\| -{3}:? \|\n\n/);
});

describe('HTML', () => {
  test('with nothing to draw has its tables below each other, and no empty place for plots', async () => {
    const empty = buildAccuracyReport(galleryRecord, defaultParameters, { q: 'nobody said this' });
    const { document } = new JSDOM(String(await rendererOf('html')?.render(empty))).window;
    expect(document.querySelectorAll('.plots, svg')).toHaveLength(0);
    const sections = [...document.querySelectorAll('section')];
    expect(sections.map((section) => section.parentElement?.tagName)).toEqual(sections.map(() => 'MAIN'));
    expect(document.body.textContent).toContain('nobody said this');
  });
});

describe('CSV', () => {
  const records = parse(text('csv'), { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];

  test('read back by another program it has the numbers of the model', () => {
    const expected = [...report.groups, { ...report.totals, values: null }].flatMap((group) =>
      group.rows.map((row) => ({ group, row })),
    );
    expect(records).toHaveLength(expected.length);
    expected.forEach(({ group, row }, at) => {
      const found = records[at] as Record<string, string>;
      expect(found['rule']).toBe(row.rule);
      for (const reading of ['strict', 'lenient'] as const) {
        const cell = row[reading];
        expect(Number(found[`${reading}Mean`])).toBe(Number(cell.mean.value));
        expect(found[`${reading}MeanLower`]).toBe(cell.mean.lower === null ? '' : String(cell.mean.lower));
        expect(Number(found[`${reading}Questions`])).toBe(cell.questions);
        expect(found[`${reading}Auc`]).toBe(
          cell.diagnostics?.auc.value === null ? '' : String(cell.diagnostics?.auc.value),
        );
      }
      expect(Number(found['forecastsScored'])).toBe(group.forecasts.scored);
      expect(Number(found['leftOutOpen'])).toBe(group.leftOut.open);
      expect(found['contentSha256']).toBe(report.contentSha256);
    });
  });

  test('a name that a spreadsheet would run is made text, negative numbers stay numbers', () => {
    expect(records.find(({ forecasterId }) => forecasterId === 'eve')?.['forecaster']).toBe(
      `'${HOSTILE_NAME}`,
    );
    expect(text('csv')).toMatch(/,-0\.\d/);
  });

  test('lines end as RFC 4180 says', () => {
    expect(text('csv').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

describe('Markdown', () => {
  test('what people wrote cannot mark up, break a table or open a tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (words) => {
        const escaped = escapeMarkdown(words);
        expect(escaped).not.toMatch(/[<>\n\r]/);
        expect(escaped.replace(/\\[\\`*_{}[\]()#+!|~^$.)-]/g, '')).not.toMatch(/[\\`*_[\]|]/);
      }),
    );
    expect(text('md')).not.toContain('<script>');
  });

  test('sentences read as such in the raw text too: what marks nothing up is not escaped', () => {
    expect(escapeMarkdown('0.24 (95 % interval 0.09 to 0.39); 1 + log₂ p!')).toBe(
      '0.24 (95 % interval 0.09 to 0.39); 1 + log₂ p!',
    );
    expect(['# a', '+ a', '- a', '1. a', '2) a'].map(escapeMarkdown)).toEqual([
      '\\# a',
      '\\+ a',
      '\\- a',
      '1\\. a',
      '2\\) a',
    ]);
  });

  test('every row of a table has as many cells as its head', () => {
    const tables = text('md')
      .split('\n\n')
      .filter((part) => part.startsWith('| '));
    for (const table of tables) {
      const counts = table
        .trim()
        .split('\n')
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(counts).size).toBe(1);
    }
    expect(tables.length).toBe(9);
  });
});

describe('JSON', () => {
  test('is the model', () => {
    expect(JSON.parse(text('json'))).toEqual(report);
  });
});
