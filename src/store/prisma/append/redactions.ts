/**
 * Redaction: the database blanks the text (`reckoner_redact`, which alone may), this keeps the hashes
 * that the leaves were made of, and restates under a new salt what is left of each record.
 */
import { v7 as uuidv7 } from 'uuid';
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import { withSaltedText } from '../../../domain/audit/chain.ts';
import { conflict } from '../../../domain/errors.ts';
import type { Prisma } from '../generated/client.ts';
import { readRecordContents, recordsAbout } from '../read/record-contents.ts';
import { type RedactedLeaf, readLeaves, restatementContent } from '../read/restatements.ts';
import type { Transaction } from '../transaction.ts';
import { blankKeptAnswers, textsLost } from './kept-texts.ts';
import { makeLeaf, type Stamp, type WriteOf } from './stamp.ts';

interface Content {
  readonly salt: string | null;
  readonly content: JsonValue;
}
type Contents = ReadonlyMap<string, Content>;

/** The columns that every append-only row has. */
function recordColumns({ seq, recordedAt, actor }: Stamp, leaf: ReturnType<typeof makeLeaf>) {
  return { seq, recordedAt, recordedBy: actor, ...leaf };
}

/** Carries a redaction out, and answers its records. It reads between its steps: the head is held by then. */
export async function redact(
  transaction: Transaction,
  write: WriteOf<'redaction'>,
  stamp: Stamp,
): Promise<AuditRecord[]> {
  const { id, subjectType, subjectId } = write;
  const before = await contentsAbout(transaction, subjectId);
  const kept = new Map((await readLeaves(transaction, recordIds(before))).map((leaf) => [keyOf(leaf), leaf]));
  const { type: _type, ...columns } = write;
  const own = recordColumns(stamp, makeLeaf(write));
  await transaction.redaction.create({
    data: { ...columns, fields: [...write.fields], ...own, salt: own.salt },
  });
  const blanked = await blank(transaction, id);
  if (blanked.length === 0) {
    throw conflict(
      'nothingToRedact',
      `No version of this ${subjectType} holds text in ${write.fields.join(', ')}.`,
    );
  }
  const after = await contentsAbout(transaction, subjectId);
  const records: AuditRecord[] = [{ type: 'redaction', id, version: 1, sha256: own.recordSha256 }];
  for (const [type, recordId, version, recordSeq] of blanked) {
    if (type === 'sourceText') continue;
    const key = keyOf({ type, id: recordId, version });
    const leaf = kept.get(key) ?? leafBefore(type, recordId, version, before.get(key));
    records.push(await restate(transaction, write, leaf, recordSeq, after.get(key)?.content ?? null, stamp));
  }
  await blankKeptAnswers(transaction, subjectId, textsLost(contentsOf(before), contentsOf(after)));
  return records;
}

async function blank(transaction: Transaction, id: string) {
  const rows = await transaction.$queryRaw<{ blanked: [string, string, number, number][] }[]>`
    SELECT reckoner_redact(${id}::uuid) AS blanked`;
  return rows[0]?.blanked ?? [];
}

async function restate(
  transaction: Transaction,
  { id: redactionId }: WriteOf<'redaction'>,
  leaf: RedactedLeaf,
  recordSeq: number,
  content: JsonValue,
  stamp: Stamp,
): Promise<AuditRecord> {
  const id = uuidv7();
  const columns = recordColumns(stamp, makeLeaf(restatementContent(id, leaf, content)));
  await transaction.restatement.create({
    data: {
      id,
      redactionId,
      recordType: leaf.type,
      recordId: leaf.id,
      recordVersion: leaf.version,
      recordSeq: BigInt(recordSeq),
      leaf: leaf.leaf as Prisma.InputJsonValue,
      ...columns,
    },
  });
  return { type: 'restatement', id, version: 1, sha256: columns.recordSha256 };
}

function leafBefore(type: string, id: string, version: number, before: Content | undefined): RedactedLeaf {
  if (before === undefined || before.salt === null)
    throw new Error(`${type} ${id} version ${version} has lost its salt but kept no hashes`);
  return { type, id, version, leaf: withSaltedText(before.content, before.salt) };
}

async function contentsAbout(transaction: Transaction, subjectId: string): Promise<Contents> {
  const contents = new Map<string, Content>();
  await readRecordContents(transaction, recordsAbout([subjectId]), (type, id, version, salt, content) =>
    contents.set(keyOf({ type, id, version }), { salt, content: content as JsonValue }),
  );
  return contents;
}

function keyOf({ type, id, version }: Pick<RedactedLeaf, 'type' | 'id' | 'version'>): string {
  return `${type} ${id} ${version}`;
}

function recordIds(contents: Contents): string[] {
  return [...new Set([...contents.keys()].map((key) => key.split(' ')[1] ?? ''))];
}

function contentsOf(contents: Contents): ReadonlyMap<string, JsonValue> {
  return new Map([...contents].map(([key, { content }]) => [key, content]));
}
