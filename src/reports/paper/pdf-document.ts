/** The page for paper: the same order, plots and tables as the HTML, with the exact digits in the tables. */
import pdfmake from 'pdfmake';
import type { Content, CustomTableLayout, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { CalibrationReport } from '../../domain/accuracy/report/models/calibration-model.ts';
import { contextOf } from '../layouts/context.ts';
import { layoutOf } from '../layouts/layout-of.ts';
import { type Plot, plotElement } from '../plots/plot.ts';
import { plotsOf } from '../plots/plots-of.ts';
import { element, escapeXml, unescapeXml } from '../plots/svg.ts';
import type { Report } from '../report.ts';
import { type Cell, cellText } from '../table.ts';
import { fontFiles, runsOf } from './fonts.ts';
import { withPackedStreams } from './packed-streams.ts';
import { type PageTable, pageTables } from './page-tables.ts';

const MARGIN = 36;
const CELL_PADDING = 4;
/** A4 upright and across, between the margins, in points. */
const UPRIGHT = 595.28 - 2 * MARGIN;
const ACROSS = 841.89 - 2 * MARGIN;
/** Where the record is empty there is no moment that the document could be of. */
const NO_MOMENT = '1970-01-01T00:00:00.000Z';

pdfmake.setFonts(fontFiles);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) =>
  Object.values(fontFiles).some((font) => Object.values(font).includes(path)),
);

export async function pdfBytes(report: Report, calibration?: CalibrationReport): Promise<Uint8Array> {
  return withPackedStreams(await pdfmake.createPdf(documentOf(report, calibration)).getBuffer());
}

function documentOf(report: Report, calibration?: CalibrationReport): TDocumentDefinitions {
  const { title, facts, findings, notes, method, tables } = layoutOf(report);
  const date = new Date(report.kind === 'evaluation' ? NO_MOMENT : (report.asOf ?? NO_MOMENT));
  const filled = tables.filter(({ rows }) => rows.length > 0).flatMap((table) => pageTables(table, ACROSS));
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, MARGIN, MARGIN, MARGIN + 12],
    // Packed afterwards: how zlib packs depends on its version, and the bytes are to depend on the report only.
    compress: false,
    language: 'en',
    info: {
      title: momentOf(title, report),
      subject: `Content SHA-256 ${report.contentSha256}`,
      author: 'Reckoner',
      creator: 'Reckoner',
      producer: 'Reckoner',
      creationDate: date,
      modDate: date,
    },
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2 },
    styles: {
      title: { fontSize: 20, bold: true },
      heading: { fontSize: 12, bold: true, margin: [0, 12, 0, 4] },
      small: { fontSize: 7, color: '#555555' },
      cell: { fontSize: 6.5, lineHeight: 1.05 },
    },
    footer: (page, pages) => ({
      margin: [MARGIN, 4, MARGIN, 0],
      style: 'small',
      columns: [
        { text: `${momentOf(title, report)}, SHA-256 ${report.contentSha256.slice(0, 16)}…` },
        { text: `${page} of ${pages}`, alignment: 'right', width: 'auto' },
      ],
    }),
    content: [
      { ...words(title), style: 'title', margin: [0, 0, 0, 2] },
      ...contextOf(report).map((line): Content => ({ ...words(line), fontSize: 8, color: '#555555' })),
      ...findings.map((finding): Content => ({ ...words(finding), fontSize: 11, margin: [0, 5, 0, 0] })),
      ...list('Notes', notes),
      ...plotsOf(report, calibration).map(figure),
      ...list('Method', method),
      {
        layout: 'noBorders',
        table: {
          headerRows: 1,
          keepWithHeaderRows: 1,
          widths: [150, '*'],
          body: [
            [{ text: 'How this report was made', style: 'heading', colSpan: 2 }, ''],
            ...facts.map(([label, text]): TableCell[] => [
              { ...words(label), color: '#555555' },
              words(text),
            ]),
          ],
        },
      },
      ...filled.map((table, at): Content => section(table, at === 0)),
    ],
  };
}

function figure(plot: Plot): Content {
  const drawn = plotElement(plot).replace(/>([^<>]+)<\/text>/g, (_, text: string) => {
    const spans = runsOf(unescapeXml(text)).map((run) =>
      run.font === 'Roboto'
        ? escapeXml(run.text)
        : element('tspan', { 'font-family': run.font }, escapeXml(run.text)),
    );
    return `>${spans.join('')}</text>`;
  });
  const width = Math.min(UPRIGHT, plot.width * 0.72);
  return {
    unbreakable: plot.height * 0.72 < 700,
    stack: [
      { svg: drawn, width, margin: [0, 8, 0, 2] },
      { ...words(plot.description), style: 'small', margin: [0, 0, 0, 4] },
    ],
  };
}

function section({ table, widths }: PageTable, first: boolean): Content {
  const numeric = table.columns.map((_, at) => table.rows.some((row) => typeof row[at] === 'number'));
  const head = table.columns.map(
    ({ title }, at): TableCell => ({
      ...words(title),
      style: 'cell',
      bold: true,
      fillColor: '#eef1f4',
      alignment: numeric[at] === true ? 'right' : 'left',
    }),
  );
  // A title wider than its table goes on beside it.
  const title: TableCell = { ...words(table.title), style: 'heading', colSpan: head.length, noWrap: true };
  return {
    ...(first ? { pageOrientation: 'landscape' as const, pageBreak: 'before' as const } : {}),
    layout: ruled,
    table: {
      // The title is a head like the columns: it never stands without a row, and again where the table goes on.
      headerRows: 2,
      dontBreakRows: true,
      keepWithHeaderRows: 1,
      widths: widths.map((width) => width - 2 * CELL_PADDING),
      body: [[title, ...head.slice(1).map(() => '')], head, ...table.rows.map((row) => row.map(tableCell))],
    },
  };
}

/** A heading and its points, the first of them on the same page. */
function list(heading: string, points: readonly string[]): Content[] {
  const [first, ...rest] = points.map((point): Content => words(point));
  if (first === undefined) return [];
  return [{ unbreakable: true, stack: [{ text: heading, style: 'heading' }, { ul: [first] }] }, { ul: rest }];
}

function tableCell(cell: Cell): TableCell {
  if (typeof cell === 'number')
    return { text: cellText(cell), style: 'cell', alignment: 'right', noWrap: true };
  return { ...words(cellText(cell)), style: 'cell' };
}

const ruled: CustomTableLayout = {
  hLineWidth: (line) => (line === 0 ? 0 : line === 2 ? 1 : 0.4),
  vLineWidth: () => 0,
  hLineColor: () => '#999999',
  paddingLeft: () => CELL_PADDING,
  paddingRight: () => CELL_PADDING,
  paddingTop: () => 1.5,
  paddingBottom: () => 1.5,
};

/** Text as stretches of one font each; what people wrote is never read as markup, and breaks where it must. */
function words(text: string): { text: Content & object[] } {
  return {
    text: runsOf(text).map((run) => ({
      text: run.text,
      font: run.font,
      ...(LONG_WORD.test(run.text) ? { wordBreak: 'break-all' as const } : {}),
    })) as Content & object[],
  };
}

const LONG_WORD = /^[\0-\uffff]*[!-~]{28}/;

/** An evaluation is of no moment of the record. */
function momentOf(title: string, report: Report): string {
  return report.kind === 'evaluation' ? title : `${title}, audit number ${report.asOfSeq}`;
}
