import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFlatHeader } from '../../../src/domain/evaluation/flat-columns.ts';
import { readFlatRow } from '../../../src/domain/evaluation/flat-row.ts';

it('refuses a cell of very many digits in time that grows with them', () => {
  const header = readFlatHeader(['probability', 'outcome']);
  const place = { label: 'Line 2', pointer: (field: string) => `/2${field}` };
  const digits = '0'.repeat(300_000);
  const started = performance.now();
  for (const cell of [`${digits}x`, `0.${digits}x`, `${digits}%%`])
    expect(() => readFlatRow([cell, '1'], header, place)).toThrow(/Line 2: probability must/);
  expect(performance.now() - started).toBeLessThan(3000);
});

const header = readFlatHeader(['probability', 'outcome']);
const place = { label: 'Line 2', pointer: (field: string) => `/2${field}` };
const probabilityOf = (cell: string) => {
  const { scored } = readFlatRow([cell, '1'], header, place);
  return typeof scored === 'object' && 'binary' in scored ? scored.binary?.p : undefined;
};

it.each([
  ['1e-400', /so small that it would become 0/],
  [`0.${'0'.repeat(400)}1`, /so small that it would become 0/],
  ['0.123456789012345678', /more digits than a double keeps/],
  ['.123456789012345678', /more digits than a double keeps/],
  ['-0', /is -0/],
  ['1e999', /beyond the largest double/],
])('changes no number in silence: %s', (cell, reason) => {
  expect(() => probabilityOf(cell)).toThrow(reason);
});

it('takes every double as languages write it, and what spreadsheets write', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
      fc.pre(!Object.is(p, -0));
      expect(probabilityOf(String(p))).toBe(p);
      expect(probabilityOf(p.toPrecision(17))).toBe(p);
    }),
  );
  expect(['.5', '+0.5', '0.50', '1.0', '1.', '0', '0.000', '5e-1'].map(probabilityOf)).toEqual([
    0.5, 0.5, 0.5, 1, 1, 0, 0, 0.5,
  ]);
});
