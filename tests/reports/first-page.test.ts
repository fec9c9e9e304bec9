/** The first page alone says of what the report is: it may be all that somebody prints or sees. */
import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { buildAccuracyReport } from '../../src/domain/accuracy/accuracy-report.ts';
import type { AccuracyReport } from '../../src/domain/accuracy/report/models/accuracy-model.ts';
import { defaultParameters } from '../../src/domain/accuracy/report/models/parameters.ts';
import { rendererOf } from '../../src/reports/registry.ts';
import { pagesOfPdf } from './format-readers.ts';
import { galleryRecord } from './gallery-record.ts';
import { reportsOver } from './report-samples.ts';

const asked = buildAccuracyReport(
  galleryRecord,
  { ...defaultParameters, hedge: 'low', level: 0.9 },
  { topic: ['memory'], type: ['binary'] },
);
const selection = 'Filter: topic = memory; type = binary.';
const parameters = 'Other than by default: hedge = low; level = 0.9.';

async function heads(report: Parameters<NonNullable<ReturnType<typeof rendererOf>>['render']>[0]) {
  const page = new JSDOM(String(await rendererOf('html')?.render(report))).window.document;
  const [paper = []] = await pagesOfPdf((await rendererOf('pdf')?.render(report)) as Uint8Array);
  return [page.querySelector('header')?.textContent ?? '', paper.join(' ')];
}

test('its moment, filter and what was asked for otherwise', async () => {
  for (const head of await heads(asked)) {
    expect(head).toContain(`audit number ${asked.asOfSeq}`);
    expect(head).toContain(selection);
    expect(head).toContain(parameters);
  }
});

test('no filter and no parameter where none was given, and in a head to head no ids beside the names', async () => {
  for (const report of reportsOver(galleryRecord))
    for (const head of await heads(report)) {
      expect(head).toContain('audit number');
      expect(head).not.toMatch(/Filter:|Other than/);
    }
});

test('what the filter matched nothing of stands before the plots of a PDF', async () => {
  const note = 'No forecast on record matches topic=memory.';
  const [whole] = reportsOver(galleryRecord) as readonly [AccuracyReport];
  const [, paper] = await heads({ ...whole, notes: [note] });
  expect(paper).toContain(note);
});
