/** Records whose text was blanked: the hashes that were kept, and what was left of the record. */
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import type { Prisma } from '../generated/client.ts';
import type { Database } from '../transaction.ts';
import { readRecordContents, recordsAbout } from './record-contents.ts';

export interface RedactedLeaf {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** The content of the record, each text as the salted hash that its leaf was made of. */
  readonly leaf: JsonValue;
}

/** The kept hashes of these records; each redaction of one record has kept the same. */
export async function readLeaves(database: Database, ids: readonly string[]): Promise<RedactedLeaf[]> {
  const rows = await database.restatement.findMany({
    where: { recordId: { in: [...ids] } },
    orderBy: { seq: 'asc' },
  });
  return rows.map(({ recordType, recordId, recordVersion, leaf }) => ({
    type: recordType,
    id: recordId,
    version: recordVersion,
    leaf: leaf as JsonValue,
  }));
}

/** What a restatement's own leaf covers: the kept hashes beside the record as it reads since. */
export function restatementContent(id: string, of: RedactedLeaf, content: JsonValue): JsonValue {
  const { type, id: recordId, version, leaf } = of;
  return { type: 'restatement', id, of: { type, id: recordId, version }, leaf, content };
}

/** Restatements with their contents, read from the records as they stand. */
export async function readRestatements(database: Database, where: Prisma.RestatementWhereInput) {
  const rows = await database.restatement.findMany({ where });
  const contents = new Map<string, JsonValue>();
  if (rows.length > 0) {
    const select = recordsAbout([...new Set(rows.map((row) => row.recordId))]);
    await readRecordContents(database, select, (type, id, version, _salt, content) =>
      contents.set(`${type} ${id} ${version}`, content as JsonValue),
    );
  }
  return rows.map(({ id, salt, recordType: type, recordId, recordVersion: version, leaf }) => {
    const of = { type, id: recordId, version, leaf: leaf as JsonValue };
    return {
      id,
      salt,
      content: restatementContent(id, of, contents.get(`${type} ${recordId} ${version}`) ?? null),
    };
  });
}
