/** The bytes of a file or of stdin, with progress on a terminal. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Presets, SingleBar } from 'cli-progress';
import type { TableFormat } from '../../services/evaluation/read-table.ts';
import { UsageProblem } from './explain-refusal.ts';

const CHUNK_BYTES = 262_144;
/** Files that are read in a moment need no bar. */
const LONG_BYTES = 8_000_000;

export interface Input {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly format: TableFormat;
  close(): void;
}

/** @throws UsageProblem where there is no such file */
export async function openInput(path: string, format: TableFormat | undefined): Promise<Input> {
  const guessed: TableFormat = /\.(ndjson|jsonl)$/i.test(path) ? 'ndjson' : 'csv';
  if (path === '-') return { bytes: process.stdin, format: format ?? guessed, close: () => undefined };
  const size = await sizeOf(path);
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const bar = process.stderr.isTTY && size > LONG_BYTES ? startBar(size) : null;
  return {
    bytes: bar === null ? bytes : counted(bytes, (read) => bar.update(read)),
    format: format ?? guessed,
    close: () => {
      bar?.stop();
      bytes.destroy();
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageProblem(
      code === 'ENOENT'
        ? `There is no file ${path}.`
        : `${path} cannot be read: ${(error as Error).message}.`,
    );
  }
  throw new UsageProblem(`${path} is a folder: name a file.`);
}

function startBar(size: number): SingleBar {
  const bar = new SingleBar(
    { stream: process.stderr, format: 'Reading [{bar}] {percentage} %  {eta} s left', clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(size, 0);
  return bar;
}

async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  tell: (read: number) => void,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of bytes) {
    read += chunk.length;
    tell(read);
    yield chunk;
  }
}
