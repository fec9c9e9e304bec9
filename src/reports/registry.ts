/** The report formats. A new one is a file and a line here. */
import { csv } from './csv.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { pdf } from './pdf.ts';
import type { Renderer } from './renderer.ts';
import { svg } from './svg.ts';
import { xlsx } from './xlsx.ts';

export const renderers: readonly Renderer[] = [json, csv, markdown, html, xlsx, pdf, svg];

const byFormat: ReadonlyMap<string, Renderer> = new Map(
  renderers.map((renderer) => [renderer.format, renderer]),
);

/** The renderer of a format; null where there is none. */
export function rendererOf(format: string): Renderer | null {
  return byFormat.get(format) ?? null;
}
