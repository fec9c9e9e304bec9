/** The report itself. */
import type { Renderer } from './renderer.ts';

export const json: Renderer = {
  format: 'json',
  mediaType: 'application/json; charset=utf-8',
  extension: 'json',
  binary: false,
  plots: false,
  render: (report) => `${JSON.stringify(report)}\n`,
};
