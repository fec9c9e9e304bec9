/** One self-contained page: no script, nothing fetched, a table beside every plot, made to be printed. */
import { contextOf } from './layouts/context.ts';
import { layoutOf } from './layouts/layout-of.ts';
import { page, pagePolicy } from './page.ts';
import { narrowTables } from './paper/page-tables.ts';
import { type Plot, plotElement } from './plots/plot.ts';
import { plotsOf } from './plots/plots-of.ts';
import { element, escapeXml } from './plots/svg.ts';
import type { Renderer } from './renderer.ts';
import { type Cell, cellText, roundedText, type Table } from './table.ts';

export const html: Renderer = {
  format: 'html',
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  binary: false,
  plots: true,
  contentSecurityPolicy: pagePolicy,
  render: (report, calibration) => {
    const { title, facts, findings, notes, method, tables } = layoutOf(report);
    const [lead, ...rest] = findings;
    const body = [
      element(
        'header',
        {},
        element('p', { class: 'kicker' }, 'Reckoner'),
        element('h1', {}, escapeXml(title)),
        element('p', { class: 'moment' }, contextOf(report).map(escapeXml).join('<br>')),
        lead === undefined ? '' : element('p', { class: 'lead' }, escapeXml(lead)),
        ...rest.map((finding) => element('p', {}, escapeXml(finding))),
      ),
      ...list('Notes', notes),
      ...plotsElement(plotsOf(report, calibration)),
      element('h2', {}, 'Tables'),
      element('p', { class: 'small' }, ROUNDING),
      ...tables.filter(({ rows }) => rows.length > 0).map((table) => section(table)),
      ...list('Method', method),
      element('h2', {}, 'How this report was made'),
      element(
        'dl',
        {},
        ...facts.map(
          ([label, text]) => element('dt', {}, escapeXml(label)) + element('dd', {}, escapeXml(text)),
        ),
      ),
    ];
    return page(title, ...body);
  },
};

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  return [
    element('h2', {}, title),
    element('ul', { class: 'notes' }, ...items.map((item) => element('li', {}, escapeXml(item)))),
  ];
}

const ROUNDING =
  'Numbers are shown to four significant digits. The exact ones stand in the markup of each cell, and in the JSON and the workbook (XLSX) of the same report.';

function plotsElement(plots: readonly Plot[]): string[] {
  return plots.length === 0 ? [] : [element('div', { class: 'plots' }, ...plots.map(figure))];
}

function figure(plot: Plot): string {
  const twin = element(
    'details',
    {},
    element('summary', {}, 'The numbers of this plot'),
    tableElement(plot.table),
  );
  const scroll = { class: 'plot', tabindex: 0, role: 'group', 'aria-label': `Plot: ${plot.title}` };
  return element(
    'figure',
    {},
    element('div', scroll, plotElement(plot)),
    element(
      'figcaption',
      {},
      element('strong', {}, escapeXml(plot.title)),
      `. ${escapeXml(plot.description)}`,
    ),
    twin,
  );
}

/** Of a table, so that a page across holds it. */
export const COLUMNS = 13;

function section(table: Table): string {
  const heading = `table-${table.key}`;
  return element(
    'section',
    { 'aria-labelledby': heading },
    element('h3', { id: heading }, escapeXml(table.title)),
    // In parts that fit a page across: what does not fit is cut off by a printer.
    ...narrowTables(table, COLUMNS).map(tableElement),
  );
}

/** Wide tables scroll inside their box, which the keyboard reaches. */
function tableElement({ title, columns, rows }: Table): string {
  const head = element(
    'tr',
    {},
    ...columns.map((column, at) => {
      const numeric = rows.some((row) => typeof row[at] === 'number');
      return element(
        'th',
        { scope: 'col', ...(numeric ? { class: 'number' } : {}) },
        escapeXml(column.title),
      );
    }),
  );
  const lines = rows.map((row) => element('tr', {}, ...row.map(cellElement)));
  const table = element(
    'table',
    {},
    element('caption', {}, escapeXml(`${title}: ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`)),
    element('thead', {}, head),
    element('tbody', {}, ...lines),
  );
  return element('div', { class: 'wide', tabindex: 0, role: 'group', 'aria-label': title }, table);
}

/** Longer text gets a wider column, or its row would become a tower. */
const SENTENCE = 24;

function cellElement(cell: Cell): string {
  if (typeof cell !== 'number') {
    const words = cellText(cell);
    return element('td', words.length > SENTENCE ? { class: 'words' } : {}, escapeXml(words));
  }
  return element('td', { class: 'number' }, element('data', { value: cellText(cell) }, roundedText(cell)));
}
