/** A plot with what says it in words and in numbers. */
import type { Table } from '../table.ts';
import { type Attributes, element, escapeXml } from './svg.ts';

export interface Plot {
  readonly key: string;
  /** What is shown, with n and the level of the intervals. */
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** SVG without its outer element. */
  readonly body: string;
  /** The numbers that are drawn. */
  readonly table: Table;
}

/** Dark and light enough to be told apart in grey; shapes and dashes say the same again. */
export const INK = {
  text: '#1a1a1a',
  axis: '#666666',
  grid: '#d9d9d9',
  strict: '#123a5c',
  lenient: '#d07a1f',
  band: '#c9d6e2',
  reference: '#8a1c1c',
} as const;

export const FONT: Attributes = {
  'font-family': 'Helvetica, Arial, sans-serif',
  'font-size': 12,
  fill: INK.text,
};

/** The plot as an element, with its title and description for those who cannot see it. */
export function plotElement(plot: Plot, attributes: Attributes = {}): string {
  const id = `plot-${plot.key}`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${plot.width} ${plot.height}`,
      width: plot.width,
      height: plot.height,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
      ...attributes,
    },
    element('title', { id: `${id}-title` }, escapeXml(plot.title)),
    element('desc', { id: `${id}-description` }, escapeXml(plot.description)),
    element('rect', { width: plot.width, height: plot.height, fill: '#ffffff' }),
    element('g', FONT, plot.body),
  );
}
