/** SVG as text: elements, escaped attributes and text, numbers to a hundredth of a pixel. */

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
  return words
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

/** A heading inside a plot, cut to its width; the whole of it stands in the plot's title. */
export function heading(words: string, width: number): string {
  return text(12, 20, shortened(words, Math.floor((width - 24) / 7.6)), {
    'font-size': 14,
    'font-weight': 'bold',
  });
}
