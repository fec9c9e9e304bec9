/** The flat table as RFC 4180: text that a spreadsheet would take for a formula gets a leading ', numbers stay numbers. */
import { stringify } from 'csv-stringify/sync';
import { layoutOf } from './layouts/layout-of.ts';
import type { Renderer } from './renderer.ts';

export const csv: Renderer = {
  format: 'csv',
  mediaType: 'text/csv; charset=utf-8; header=present',
  extension: 'csv',
  binary: false,
  plots: false,
  render: (report) => {
    const { flat } = layoutOf(report);
    return stringify([flat.columns.map(({ key }) => key), ...flat.rows], {
      record_delimiter: 'windows',
      escape_formulas: true,
      // A lone CR or LF breaks the line for many readers too.
      quoted_match: /[\r\n]/,
      cast: { boolean: String },
    });
  },
};
