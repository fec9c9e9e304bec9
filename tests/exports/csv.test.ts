/** CSV of hostile text, read back by an independent reader. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../src/exports/csv.ts';

const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const pieces = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '＝',
  '＋',
  '－',
  '＠',
  '"',
  '""',
  "'",
  ',',
  ';',
];
const piece = fc.oneof(
  fc.constantFrom(...pieces, ' ', 'a', '1', '😀', 'é', '\u2028', '\uFEFF', '\u0000'),
  fc.string({ unit: 'grapheme' }),
);
const cell = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
// The first cell of a file follows a header, as in every export: no byte order mark is taken from it.
const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 2000, maxLength: 2000, size: 'max' });
const header = ['one', 'two', 'three'];
const read = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

describe('2,000 rows of hostile text', () => {
  const sample: string[][] = fc.sample(rows, { numRuns: 1, seed: 20_261_126 })[0] ?? [];

  it('hold every way for a text to begin like a formula', () => {
    const starts = new Set(sample.flat().map((text) => FORMULA.exec(text)?.[0]));
    for (const start of '=+-@\t\r＝＋－＠') expect(starts, JSON.stringify(start)).toContain(start);
  });

  it('come back as they are, raw', () => {
    expect(read(csvLines([header, ...sample], { raw: true }))).toEqual([header, ...sample]);
  });

  it("come back with a ' before what a spreadsheet would take for a formula, and no other change", () => {
    const safe = sample.map((row) => row.map((text) => (FORMULA.test(text) ? `'${text}` : text)));
    const back = read(csvLines([header, ...sample], { raw: false }));
    expect(back).toEqual([header, ...safe]);
    expect(back.flat().filter((text) => FORMULA.test(text))).toEqual([]);
  });
});
