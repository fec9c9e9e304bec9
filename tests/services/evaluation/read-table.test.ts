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

it('lines of JSON are the same however the bytes are cut, blank lines counted', async () => {
  const rows = [
    '{"probability":0.7,"outcome":true,"question":"雨"}',
    '',
    '{"probability":0.2,"outcome":false}',
  ];
  const read = async (text: string, size: number) => {
    const found: unknown[] = [];
    await readTable(inParts(text, size), 'ndjson', (of, { label }) => found.push([label, of().scored]));
    return found;
  };
  const of = (p: number, outcome: number) => ({ binary: { p, outcome, bounds: null } });
  for (const text of [rows.join('\n'), `${rows.join('\r\n')}\r\n`])
    for (const size of [1, 2, 7, 50, 1000])
      expect(await read(text, size)).toEqual([
        ['Line 1', of(0.7, 1)],
        ['Line 3', of(0.2, 0)],
      ]);
});

it.each([
  ['csv', 100_000, 'invalidCsv'],
  ['ndjson', 1_000_000, 'rowTooLong'],
] as const)('a row of %s with more than %i is refused as soon as it is one', async (format, most, code) => {
  const zeros = Buffer.alloc(65_536, '0');
  let given = 0;
  async function* endless() {
    for (;;) {
      given += zeros.length;
      yield zeros;
      await new Promise(setImmediate);
    }
  }
  const read = readTable(endless(), format, () => undefined);
  await expect(read).rejects.toMatchObject({
    code,
    message: expect.stringMatching(new RegExp(`more than ${most} (characters|bytes)`)),
  });
  expect(given).toBeLessThan(most + 2 * zeros.length);
});

it('a line of JSON is too long whether or not its end comes with it', async () => {
  const line = `{"probability":0.7,"outcome":true${' '.repeat(1_060_000)}}\n`;
  for (const size of [65_536, line.length])
    await expect(readTable(inParts(line, size), 'ndjson', () => undefined)).rejects.toMatchObject({
      code: 'rowTooLong',
    });
});
