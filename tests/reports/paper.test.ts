/** What stands on paper. To make the PDF of a report takes seconds, and to read it as many: each is made and read once. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import { layoutOf } from '../../src/reports/layouts/layout-of.ts';
import { pageTables } from '../../src/reports/paper/page-tables.ts';
import { rendererOf } from '../../src/reports/registry.ts';
import type { Report } from '../../src/reports/report.ts';
import { everyReport } from './every-report.ts';
import { openPage, pagesOfPdf } from './format-readers.ts';
import { galleryRecord } from './gallery-record.ts';
import { calibrationDrawnWith } from './report-samples.ts';

/** Of a copy, so that nothing but what the report says can decide them. */
async function bytesOf(report: Report, format: string): Promise<Uint8Array> {
  return (await rendererOf(format)?.render(
    structuredClone(report),
    calibrationDrawnWith(galleryRecord, report),
  )) as Uint8Array;
}

async function printed(report: Report) {
  const bytes = await bytesOf(report, 'pdf');
  return { bytes, pages: await pagesOfPdf(bytes) };
}

const papers = new Map<Report, ReturnType<typeof printed>>();

function paperOf(report: Report): ReturnType<typeof printed> {
  const paper = papers.get(report) ?? printed(report);
  papers.set(report, paper);
  return paper;
}

const titlesOf = (report: Report) => partsOf(report).map(({ title }) => title);
const partsOf = (report: Report) =>
  layoutOf(report).tables.flatMap((table) => pageTables(table, 769.89).map((part) => part.table));
const ofGallery = everyReport.filter(([name, { kind }]) => name === kind);

describe.each(everyReport)('%s', (_name, report) => {
  test('has every number of every table', async () => {
    const pieces = (await paperOf(report)).pages.flat();
    const expected = partsOf(report)
      .flatMap(({ rows }) => rows.flat())
      .filter((cell) => typeof cell === 'number')
      .map(String);
    const missing: string[] = [];
    let from = pieces.lastIndexOf('How this report was made');
    for (const number of expected) {
      const at = pieces.indexOf(number, from + 1);
      if (at < 0) missing.push(number);
      else from = at;
    }
    expect(missing).toEqual([]);
  });
});

describe.each(ofGallery)('%s', (_name, report) => {
  test('no page ends with a heading, and every page of tables begins with one', async () => {
    const titles = titlesOf(report);
    const headings = new Set(['Notes', 'Method', 'How this report was made', ...titles]);
    const { pages } = await paperOf(report);
    const ends = pages.map(
      (pieces) => pieces[pieces.findIndex((piece) => /audit number .*SHA-256/.test(piece)) - 1],
    );
    expect(ends.filter((piece) => piece === undefined || headings.has(piece))).toEqual([]);
    const first = pages.findIndex((pieces) => pieces.includes(titles[0] as string));
    const begins = pages.slice(first).map(([piece]) => piece ?? '');
    expect(begins).not.toEqual([]);
    expect(begins.filter((piece) => !headings.has(piece))).toEqual([]);
  });
});

test('XLSX and PDF are byte for byte those whose SHA-256 are kept: nothing but the report decides them', async () => {
  const hashes: Record<string, string> = {};
  for (const format of ['xlsx', 'pdf'])
    for (const [kind, report] of ofGallery) {
      const bytes = format === 'pdf' ? (await paperOf(report)).bytes : await bytesOf(report, format);
      hashes[`${kind}.${format}`] = createHash('sha256').update(bytes).digest('hex');
    }
  await expect(`${JSON.stringify(hashes, null, 2)}\n`).toMatchFileSnapshot('golden/bytes.golden.json');
});

/** It may be all that somebody prints or sees. */
describe('the first page alone says of what the report is', () => {
  async function heads(report: Report): Promise<readonly string[]> {
    // What follows the head would take seconds to parse.
    const [head = ''] = String(await rendererOf('html')?.render(report)).split(/(?<=<\/header>)/, 1);
    const [paper = []] = (await paperOf(report)).pages;
    return [openPage(head).querySelector('header')?.textContent ?? '', paper.join(' ')];
  }

  test('its moment, filter and what was asked for otherwise', async () => {
    const asked = buildAccuracyReport(
      galleryRecord,
      { ...defaultParameters, hedge: 'low', level: 0.9 },
      { topic: ['memory'], type: ['binary'] },
    );
    for (const head of await heads(asked)) {
      expect(head).toContain(`audit number ${asked.asOfSeq}`);
      expect(head).toContain('Filter: topic = memory; type = binary.');
      expect(head).toContain('Other than by default: hedge = low; level = 0.9.');
    }
  });

  test('no filter and no parameter where none was given, and in a head to head no ids beside the names', async () => {
    for (const [, report] of ofGallery)
      for (const head of await heads(report)) {
        expect(head).toContain('audit number');
        expect(head).not.toMatch(/Filter:|Other than/);
      }
  });

  test('what the filter matched nothing of stands before the plots of a PDF', async () => {
    const note = 'No forecast on record matches topic=memory.';
    const [[, whole]] = ofGallery as unknown as readonly [readonly [string, AccuracyReport]];
    const [, paper] = await heads({ ...whole, notes: [note] });
    expect(paper).toContain(note);
  });
});
