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
