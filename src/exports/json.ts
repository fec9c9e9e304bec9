/** The items in the form of the lists, as one document: `{"items":[…]}`, one item a line. */
import type { ExportFormat } from './export-format.ts';

export const json: ExportFormat = {
  format: 'json',
  mediaType: 'application/json; charset=utf-8',
  extension: 'json',
  maximumRows: null,
  async *write(_table, batches) {
    let separator = '{"items":[\n';
    let empty = true;
    for await (const items of batches) {
      if (items.length === 0) continue;
      empty = false;
      yield `${separator}${items.map((item) => JSON.stringify(item)).join(',\n')}`;
      separator = ',\n';
    }
    yield empty ? '{"items":[]}\n' : '\n]}\n';
  },
};
