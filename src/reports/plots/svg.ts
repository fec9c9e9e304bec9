/** SVG as text: elements, escaped attributes and text, numbers to a hundredth of a pixel. */

import { spelledDirections } from '../text-direction.ts';

export type Attributes = Readonly<Record<string, string | number>>;

/** An element; its children are SVG already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? pixels(value) : escapeXml(value)}"`,
  );
  const open = `<${name}${list.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

/** A line of text. */
export function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeXml(words));
}

/** Escaped for text and attributes; characters that XML does not have are left out. */
export function escapeXml(words: string): string {
  return spelledDirections(words)
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** What `escapeXml` was given. */
export function unescapeXml(words: string): string {
  return words.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => SIGNS[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const SIGNS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ENTITIES).map(([sign, entity]) => [entity, sign]),
);

/** A path through points. */
export function path(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  return element('path', {
    d: points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${pixels(x)} ${pixels(y)}`).join(''),
    fill: 'none',
    ...attributes,
  });
}

export function pixels(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** The text shortened to about `width` columns; Han characters take two. */
export function shortened(words: string, width: number): string {
  let used = 0;
  let kept = '';
  for (const character of words.replace(/\s+/g, ' ')) {
    used += /[\u1100-\u{ffdc}\u{20000}-\u{3ffff}]/u.test(character) ? 2 : 1;
    if (used > width) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return kept;
}

const HEADING_LETTER = 7.3;
const HEADING_LINE = 18;

/** A heading above the rest of a plot, on as many lines as it needs: their height comes on top of the plot's own. */
export function underHeading(
  words: string,
  width: number,
  rest: readonly string[],
): { readonly body: string; readonly added: number } {
  const lines = broken(words, Math.floor((width - 24) / HEADING_LETTER));
  const added = (lines.length - 1) * HEADING_LINE;
  const heading = lines.map((line, at) =>
    text(12, 20 + at * HEADING_LINE, line, { 'font-size': 14, 'font-weight': 'bold' }),
  );
  const below = added === 0 ? rest : [element('g', { transform: `translate(0 ${added})` }, ...rest)];
  return { body: [...heading, ...below].join(''), added };
}

/** Words on lines of about `width` columns, `n = 3` and `95 %` whole; a word longer than a line is shortened. */
function broken(words: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words.match(/\S+(?: (?:= \S+|%))*/g) ?? []) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && shortened(longer, width) === longer) lines[lines.length - 1] = longer;
    else lines.push(shortened(word, width));
  }
  return lines;
}
