/** The page for paper. Its libraries are loaded with the first one: a third of the start of a command. */
import type { Renderer } from './renderer.ts';

export const pdf: Renderer = {
  format: 'pdf',
  mediaType: 'application/pdf',
  extension: 'pdf',
  binary: true,
  plots: true,
  render: async (report, calibration) => {
    const { pdfBytes } = await import('./paper/pdf-document.ts');
    return pdfBytes(report, calibration);
  },
};
