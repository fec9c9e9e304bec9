/** The narrow tables as a workbook, after a sheet that says what they are. */
import { layoutOf } from './layouts/layout-of.ts';
import type { Renderer } from './renderer.ts';
import { workbookBytes } from './spreadsheet/workbook.ts';
import type { Cell, Table } from './table.ts';

export const xlsx: Renderer = {
  format: 'xlsx',
  mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  extension: 'xlsx',
  binary: true,
  plots: false,
  render: (report) => {
    const { title, facts, findings, notes, method, tables } = layoutOf(report);
    const about: Table = {
      key: 'about',
      title: 'About',
      identity: 1,
      columns: [
        { key: 'what', title: 'What' },
        { key: 'value', title: title },
      ],
      rows: [
        ...findings.map((finding): Cell[] => ['Finding', finding]),
        ...facts.map(([label, text]): Cell[] => [label, text]),
        ...notes.map((note): Cell[] => ['Note', note]),
        ...method.map((note): Cell[] => ['Method', note]),
      ],
    };
    return workbookBytes({
      title,
      date: report.kind === 'evaluation' ? null : report.asOf,
      tables: [about, ...tables],
      unlimited: ['csv', 'json', 'md', 'html', 'pdf'],
    });
  },
};
