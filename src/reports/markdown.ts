/** The narrow tables as GitHub-flavoured Markdown. What people wrote is escaped and stays text. */

import { layoutOf } from './layouts/layout-of.ts';
import type { Renderer } from './renderer.ts';
import { type Cell, cellText, roundedText, type Table } from './table.ts';
import { spelledDirections } from './text-direction.ts';

export const markdown: Renderer = {
  format: 'md',
  mediaType: 'text/markdown; charset=utf-8; variant=GFM',
  extension: 'md',
  binary: false,
  plots: false,
  render: (report) => {
    const { title, facts, findings, notes, method, tables } = layoutOf(report);
    const parts = [
      `# ${escapeMarkdown(title)}`,
      ...findings.map(escapeMarkdown),
      facts.map(([label, text]) => `- ${escapeMarkdown(label)}: ${escapeMarkdown(text)}`).join('\n'),
      ...(notes.length > 0
        ? [`## Notes\n\n${notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')}`]
        : []),
      ROUNDING,
      ...tables.filter(({ rows }) => rows.length > 0).map(tableText),
      `## Method\n\n${method.map((line) => `- ${escapeMarkdown(line)}`).join('\n')}`,
    ];
    return `${parts.join('\n\n')}\n`;
  },
};

const ROUNDING =
  'Numbers of the tables are shown to four significant digits. The exact ones stand in the JSON and the workbook (XLSX) of the same report.';

/** Text that Markdown shows as it is, on one line: no markup, no HTML, no end of a table cell. */
export function escapeMarkdown(text: string): string {
  return (
    spelledDirections(text)
      .replace(/\s+/g, ' ')
      .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
      .replace(/[\\`*_{}[\]|~^$]/g, '\\$&')
      // A colon and a dot would make links of bare addresses.
      .replace(/:\/\//g, ':&#47;&#47;')
      .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}&#46;`)
      .replace(/@/g, '&#64;')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/^[#+-]/, '\\$&')
  );
}

function tableText({ title, columns, rows }: Table): string {
  const numeric = columns.map((_, at) => rows.some((row) => typeof row[at] === 'number'));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    line(columns.map((column) => escapeMarkdown(column.title))),
    line(numeric.map((right) => (right ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cellMarkdown))),
  ].join('\n');
}

/** Rounded for people: a minus sign of a number marks nothing up inside a cell. */
function cellMarkdown(cell: Cell): string {
  if (typeof cell === 'number') return roundedText(cell);
  return typeof cell === 'string' ? escapeMarkdown(cell) : cellText(cell);
}
