/** The items in the form of the lists, one a line. */
import type { ExportFormat } from './export-format.ts';

export const ndjson: ExportFormat = {
  format: 'ndjson',
  mediaType: 'application/x-ndjson; charset=utf-8',
  extension: 'ndjson',
  maximumRows: null,
  async *write(_table, batches) {
    for await (const items of batches) yield items.map((item) => `${JSON.stringify(item)}\n`).join('');
  },
};
