import { expect, it } from 'vitest';
import { readTable } from '../../../src/services/evaluation/read-table.ts';

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function rowsOf(text: string, size: number) {
  const rows: unknown[] = [];
  await readTable(inParts(text, size), 'csv', (read, place) => rows.push([place.label, read()]));
  return rows;
}

it.each([
  ['line feeds', '\n'],
  ['both', '\r\n'],
  ['carriage returns', '\r'],
])('the rows are the same however the bytes are cut, with lines that end by %s', async (_what, end) => {
  const lines = [
    'forecaster,question,probability,outcome',
    'Ann,rain,0.7,1',
    `"Ben${end}Wu","a, ""b""",0.2,0`,
  ];
  for (const text of [lines.join(end), lines.join(end) + end, [...lines, '张,é,1,1'].join(end)]) {
    const whole = await rowsOf(text, text.length * 4);
    expect(whole.length).toBe(text.includes('张') ? 3 : 2);
    for (const size of [1, 2, 3, 7, 20]) expect(await rowsOf(text, size)).toEqual(whole);
  }
});

it('a line of more than a megabyte is refused as soon as it is one', async () => {
  const zeros = Buffer.alloc(65_536, '0');
  let given = 0;
  async function* endless() {
    for (;;) {
      given += zeros.length;
      yield zeros;
      await new Promise(setImmediate);
    }
  }
  const read = readTable(endless(), 'csv', () => undefined);
  await expect(read).rejects.toMatchObject({ code: 'invalidCsv', message: /more than 1000000 characters/ });
  expect(given).toBeLessThan(1_100_000);
});
