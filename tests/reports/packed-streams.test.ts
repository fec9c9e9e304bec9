import { inflateSync } from 'node:zlib';
import pdfmake from 'pdfmake';
import { expect, test } from 'vitest';
import { fontFiles } from '../../src/reports/paper/fonts.ts';
import { withPackedStreams } from '../../src/reports/paper/packed-streams.ts';

async function unpacked(): Promise<Buffer> {
  pdfmake.setFonts(fontFiles);
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy(() => true);
  const content = Array.from({ length: 200 }, (_, at) => ({
    text: `Line ${at}: 0.1 of 0.9 endstream endobj`,
    pageBreak: at % 50 === 49 ? ('after' as const) : undefined,
  }));
  const document = pdfmake.createPdf({ compress: false, defaultStyle: { font: 'Roboto' }, content });
  return Buffer.from(await document.getBuffer());
}

/** The streams of a document by the offsets in its cross-reference table, unpacked by Node's zlib. */
function streams(pdf: Buffer): Map<number, string> {
  const text = pdf.toString('latin1');
  const table = text.slice(Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(text)?.[1]));
  const found = new Map<number, string>();
  for (const [at, [, offset]] of [...table.matchAll(/^(\d{10}) 00000 n /gm)].entries()) {
    const object = text.slice(Number(offset));
    expect(object.startsWith(`${at + 1} 0 obj\n`)).toBe(true);
    const head = /^\d+ 0 obj\n(<<[\s\S]*?>>)\n(?:stream\n|endobj)/.exec(object);
    if (head === null || !head[0].endsWith('stream\n')) continue;
    const length = Number(/\/Length (\d+)/.exec(head[1] ?? '')?.[1]);
    const body = Buffer.from(object.slice(head[0].length, head[0].length + length), 'latin1');
    const filtered = (head[1] ?? '').includes('/FlateDecode');
    found.set(at + 1, (filtered ? inflateSync(body) : body).toString('latin1'));
  }
  return found;
}

test('every stream unpacks to what it was, where the table says, in a fraction of the bytes', async () => {
  const before = await unpacked();
  const after = Buffer.from(withPackedStreams(before));
  expect(streams(before).size).toBeGreaterThan(5);
  expect(streams(after)).toEqual(streams(before));
  expect(after.length).toBeLessThan(before.length / 2);
});

test('packing again changes nothing: what is packed is left', async () => {
  const once = withPackedStreams(await unpacked());
  expect(Buffer.from(withPackedStreams(once)).equals(Buffer.from(once))).toBe(true);
});

test.each([
  ['no PDF', () => Buffer.from('no PDF'), /not a PDF as pdfkit writes it/],
  ['a wrong offset', (pdf: Buffer) => moved(pdf), /is not where the cross-reference table says/],
])('%s is an error, not a broken document', async (_, broken, message) => {
  const pdf = broken(await unpacked());
  expect(() => withPackedStreams(pdf)).toThrow(message);
});

/** The first object's offset is said to be one byte later than it is. */
function moved(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  return Buffer.from(
    text.replace(/(65535 f \n)(\d{10})/, (_, head: string, offset: string) => {
      return head + String(Number(offset) + 1).padStart(10, '0');
    }),
    'latin1',
  );
}
