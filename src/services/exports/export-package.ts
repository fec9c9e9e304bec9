/** The whole record in one archive, retracted and superseded rows too, so that every key has its row. */
import { type PackageTable, packageArchive } from '../../exports/package/archive.ts';
import { tables } from '../../exports/tables/registry.ts';
import type { SnapshotNoun } from '../../store/snapshots.ts';
import type { ExportContext } from './context.ts';
import type { ExportDocument } from './export-table.ts';
import { openSnapshot } from './open-snapshot.ts';
import { SnapshotStream } from './snapshot-stream.ts';

/** @throws ReckonerError invalid, unavailable */
export async function exportPackage(
  context: ExportContext,
  asOf: string | undefined,
  raw: boolean,
): Promise<ExportDocument> {
  return openSnapshot(context, asOf, async (snapshot) => {
    const parts = (Object.keys(tables) as SnapshotNoun[]).map((noun) => ({
      table: tables[noun],
      batches: snapshot.read(noun, { filter: {}, includeRetracted: true }),
    })) as unknown as PackageTable[];
    const { seq, at } = snapshot;
    return {
      mediaType: 'application/zip',
      fileName: `reckoner-${seq}.zip`,
      seq,
      at,
      rows: null,
      stream: new SnapshotStream(snapshot, packageArchive(parts, { seq, at, raw })),
    };
  });
}
