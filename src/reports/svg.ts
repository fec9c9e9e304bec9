/** The plots of a report, one under the other. */
import { INK, plotElement } from './plots/plot.ts';
import { plotsOf } from './plots/plots-of.ts';
import { element, escapeXml, text } from './plots/svg.ts';
import type { Renderer } from './renderer.ts';

const GAP = 20;

export const svg: Renderer = {
  format: 'svg',
  mediaType: 'image/svg+xml; charset=utf-8',
  extension: 'svg',
  binary: false,
  plots: true,
  render: (report, calibration) => {
    const plots = plotsOf(report, calibration);
    const width = Math.max(320, ...plots.map((plot) => plot.width));
    let y = GAP;
    const parts = plots.map((plot) => {
      const placed = plotElement(plot, { x: 0, y });
      y += plot.height + GAP;
      return placed;
    });
    const moment = report.kind === 'evaluation' ? '' : `As of audit number ${report.asOfSeq}. `;
    const words = `${moment}Content SHA-256 ${report.contentSha256}.`;
    const empty =
      plots.length === 0
        ? text(12, y + 10, 'Nothing is scored, so there is nothing to draw.', {
            'font-family': 'sans-serif',
            'font-size': 14,
          })
        : '';
    const height = y + (plots.length === 0 ? 40 : 0);
    const head = {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height + 24}`,
      width,
      height: height + 24,
    };
    const ground = element('rect', { width, height: height + 24, fill: '#ffffff' });
    const foot = text(12, height + 10, words, {
      'font-family': 'Helvetica, Arial, sans-serif',
      'font-size': 9,
      fill: INK.axis,
    });
    return `${element('svg', head, element('title', {}, escapeXml(`Reckoner report: ${report.kind}`)), element('desc', {}, escapeXml(words)), ground, ...parts, empty, foot)}\n`;
  },
};
