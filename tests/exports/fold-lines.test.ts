/** Folded lines of iCalendar (RFC 5545, 3.1). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldLines } from '../../src/exports/feeds/fold-lines.ts';

it('has at most 75 octets a line, splits no character, and is what it was when the folds are taken out', () => {
  const line = fc
    .string({ unit: 'grapheme', maxLength: 300 })
    .map((text) => `SUMMARY:${text.replace(/[\r\n]/g, ' ')}`);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const text = lines.join('\r\n');
      const folded = foldLines(text);
      for (const one of folded.split('\r\n')) {
        expect(Buffer.byteLength(one)).toBeLessThanOrEqual(75);
        expect(one).not.toContain('\ufffd');
      }
      expect(folded.replaceAll('\r\n ', '')).toBe(text);
    }),
  );
});

it.each([
  ['x'.repeat(75), 1],
  ['x'.repeat(76), 2],
  ['x'.repeat(149), 2],
  ['x'.repeat(150), 3],
  [`${'x'.repeat(74)}é`, 2],
  ['预'.repeat(25), 1],
  ['预'.repeat(26), 2],
  ['😀'.repeat(19), 2],
])('%s takes %i lines', (text, lines) => {
  expect(foldLines(text).split('\r\n')).toHaveLength(lines);
});
