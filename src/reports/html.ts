/** One self-contained page: no script, nothing fetched, a table beside every plot, made to be printed. */
import { layoutOf } from './layouts/layout-of.ts';
import { pageHead } from './page-style.ts';
import { type Plot, plotElement } from './plots/plot.ts';
import { plotsOf } from './plots/plots-of.ts';
import { element, escapeXml } from './plots/svg.ts';
import type { Renderer } from './renderer.ts';
import { type Cell, cellText, type Table } from './table.ts';

export const html: Renderer = {
  format: 'html',
  mediaType: 'text/html; charset=utf-8',
  extension: 'html',
  binary: false,
  render: (report) => {
    const { title, facts, notes, tables } = layoutOf(report);
    const body = [
      element('h1', {}, escapeXml(title)),
      element(
        'dl',
        {},
        ...facts.map(
          ([label, text]) => element('dt', {}, escapeXml(label)) + element('dd', {}, escapeXml(text)),
        ),
      ),
      ...(notes.length === 0
        ? []
        : [
            element('h2', {}, 'Notes'),
            element('ul', {}, ...notes.map((note) => element('li', {}, escapeXml(note)))),
          ]),
      element('p', {}, ROUNDING),
      ...plotsOf(report).map(figure),
      ...tables.filter(({ rows }) => rows.length > 0).map((table) => section(table)),
    ];
    return `<!doctype html>\n${element('html', { lang: 'en' }, pageHead(title), element('body', {}, element('main', {}, ...body)))}\n`;
  },
};

const ROUNDING =
  'Numbers are shown to four digits. The exact ones stand in the markup of each cell, and in the JSON and CSV of the same report.';

function figure(plot: Plot): string {
  const twin = element(
    'details',
    {},
    element('summary', {}, 'The numbers of this plot'),
    tableElement(plot.table),
  );
  return element(
    'figure',
    {},
    plotElement(plot),
    element('figcaption', {}, escapeXml(`${plot.title}. ${plot.description}`)),
    twin,
  );
}

function section(table: Table): string {
  const heading = `table-${table.key}`;
  return element(
    'section',
    { 'aria-labelledby': heading },
    element('h2', { id: heading }, escapeXml(table.title)),
    tableElement(table),
  );
}

/** Wide tables scroll inside their box, which the keyboard reaches. */
function tableElement({ title, columns, rows }: Table): string {
  const head = element(
    'tr',
    {},
    ...columns.map((column) => element('th', { scope: 'col' }, escapeXml(column.title))),
  );
  const lines = rows.map((row) => element('tr', {}, ...row.map(cellElement)));
  const table = element(
    'table',
    {},
    element('caption', {}, escapeXml(title)),
    element('thead', {}, head),
    element('tbody', {}, ...lines),
  );
  return element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': title }, table);
}

function cellElement(cell: Cell): string {
  if (typeof cell !== 'number') return element('td', {}, escapeXml(cellText(cell)));
  const shown = Number.isFinite(cell)
    ? String(Number(cell.toPrecision(Math.abs(cell) >= 1000 ? 12 : 4)))
    : cell > 0
      ? '∞'
      : '−∞';
  return element('td', { class: 'number' }, element('data', { value: cellText(cell) }, shown));
}
