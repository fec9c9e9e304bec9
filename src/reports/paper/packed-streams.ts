/**
 * Packs the streams of a PDF as pdfkit writes it (one cross-reference table, no encryption). pdfkit
 * itself packs with the zlib of Node, whose output changes with its version; equal reports must be
 * equal bytes years later, so the pinned fflate, plain JavaScript, packs here instead.
 */
import { zlibSync } from 'fflate';

/** Below this, what Flate and its dictionary entry cost is more than what they save. */
const WORTH_PACKING = 128;
const HEAD = /^\d+ \d+ obj\n<<[\s\S]*?>>\nstream\n/;

/**
 * The same document with every unpacked stream packed (ISO 32000-1, 7.4.4), its objects in the same
 * order and the cross-reference table written anew. Throws where the table does not fit the objects.
 */
export function withPackedStreams(pdf: Uint8Array): Uint8Array {
  const whole = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const table = Number(/startxref\n(\d+)\n%%EOF\s*$/.exec(whole.toString('latin1', whole.length - 64))?.[1]);
  const [entries, trailer] = entriesAndTrailer(whole.toString('latin1', table));
  const inOrder = entries.map((offset, at) => ({ offset, at })).sort((a, b) => a.offset - b.offset);
  const parts: Uint8Array[] = [whole.subarray(0, inOrder[0]?.offset ?? table)];
  let length = parts[0]?.length ?? 0;
  const offsets: number[] = [];
  for (const [place, { offset, at }] of inOrder.entries()) {
    const object = packed(whole.subarray(offset, inOrder[place + 1]?.offset ?? table), at + 1);
    offsets[at] = length;
    parts.push(object);
    length += object.length;
  }
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const head = `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n`;
  parts.push(Buffer.from(`${head}${lines.join('')}${trailer}startxref\n${length}\n%%EOF\n`, 'latin1'));
  return Buffer.concat(parts);
}

/** The offset of each object by its number less one, and the trailer as it stands. */
function entriesAndTrailer(text: string): [number[], string] {
  const found =
    /^xref\n0 (\d+)\n\d{10} 65535 f \n((?:\d{10} 00000 n \n)*)(trailer\n[\s\S]*?)startxref\n/.exec(text);
  if (found === null) throw new Error('not a PDF as pdfkit writes it: no cross-reference table at its place');
  const offsets = (found[2] ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => Number(line.slice(0, 10)));
  if (offsets.length + 1 !== Number(found[1])) throw new Error('the cross-reference table is not whole');
  return [offsets, found[3] ?? ''];
}

function packed(object: Buffer, id: number): Uint8Array {
  if (!object.toString('latin1', 0, 24).startsWith(`${id} 0 obj\n`)) {
    throw new Error(`object ${id} is not where the cross-reference table says`);
  }
  const head = HEAD.exec(object.toString('latin1', 0, 2_048))?.[0];
  if (head === undefined || /\/Filter\b/.test(head)) return object;
  const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
  const stream = object.subarray(head.length, head.length + length);
  const tail = object.subarray(head.length + length);
  if (!/^\n{1,2}endstream/.test(tail.toString('latin1', 0, 16))) {
    throw new Error(`the stream of object ${id} does not end where its length says`);
  }
  if (length < WORTH_PACKING) return object;
  const smaller = zlibSync(stream, { level: 9 });
  const newHead = head.replace(/\/Length \d+/, `/Length ${smaller.length}\n/Filter /FlateDecode`);
  return Buffer.concat([Buffer.from(newHead, 'latin1'), smaller, tail]);
}
