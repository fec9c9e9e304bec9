/** The package as an archive: the tables as CSV, then the descriptor with their sizes and hashes, and the README. */
import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time.ts';
import { csvOf } from '../csv.ts';
import type { Chunk } from '../export-format.ts';
import type { Table } from '../table.ts';
import { type ZipEntry, zipped } from '../zip.ts';
import { dataPackage, type WrittenFile } from './data-package.ts';
import { packageReadme } from './readme.ts';

export interface PackageTable {
  readonly table: Table<never>;
  readonly batches: AsyncIterable<readonly never[]>;
}

export interface PackageOptions {
  readonly seq: number;
  readonly at: Instant;
  readonly raw: boolean;
}

async function* entriesOf(
  parts: readonly PackageTable[],
  { seq, at, raw }: PackageOptions,
): AsyncGenerator<ZipEntry> {
  const files: WrittenFile[] = [];
  for (const { table, batches } of parts) {
    const hash = createHash('sha256');
    let bytes = 0;
    let rows = 0;
    const counted = async function* () {
      for await (const items of batches) {
        rows += items.length;
        yield items;
      }
    };
    const chunks = async function* (): AsyncGenerator<Chunk> {
      for await (const text of csvOf(table, counted(), { raw, infinity: 'INF' })) {
        const chunk = new TextEncoder().encode(text);
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    };
    // The archive takes an entry to its end before it asks for the next.
    yield { path: `${table.name}.csv`, chunks: chunks() };
    files.push({ table, bytes, rows, sha256: hash.digest('hex') });
  }
  yield { path: 'datapackage.json', chunks: [`${JSON.stringify(dataPackage(files, seq, at), null, 2)}\n`] };
  yield { path: 'README.md', chunks: [packageReadme(files, seq, at, raw)] };
}

export function packageArchive(
  parts: readonly PackageTable[],
  options: PackageOptions,
): AsyncGenerator<Chunk> {
  return zipped(entriesOf(parts, options), options.at);
}
