import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../src/reports/markdown.ts';
import { escapeXml } from '../../src/reports/plots/svg.ts';

it('characters that turn the direction of what follows are spelt out in every page', () => {
  const name = 'evil \u202e=x\u2069';
  expect(escapeXml(name)).toBe('evil [U+202E]=x[U+2069]');
  expect(escapeMarkdown(name)).toContain('U+202E');
  for (const character of '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')
    expect(escapeXml(character) + escapeMarkdown(character)).not.toContain(character);
});

it('right-to-left script stays as it is', () => {
  expect(escapeXml('שלום مرحبا')).toBe('שלום مرحبا');
});
