/** What every row of one transaction carries, and how a record's leaf is made. */
import { randomBytes } from 'node:crypto';
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import { recordSha256 } from '../../../domain/audit/chain.ts';
import type { Write } from '../../unit.ts';
import type { Transaction } from '../transaction.ts';

/** Place and time of the transaction, given by the database under the head lock. */
export interface Stamp {
  readonly seq: bigint;
  readonly recordedAt: Date;
  readonly actor: string;
}

/** Salt and leaf of one record. */
export interface Leaf {
  readonly salt: string;
  readonly recordSha256: string;
}

/** The leaf of the content under a fresh salt of 128 random bits. */
export function makeLeaf(content: unknown): Leaf {
  const salt = randomBytes(16).toString('hex');
  return { salt, recordSha256: recordSha256(content as JsonValue, salt) };
}

export type WriteOf<Type extends Write['type']> = Extract<Write, { type: Type }>;

/** Writes the rows of one kind and answers their records, in order. */
export type Appender<Type extends Write['type']> = (
  transaction: Transaction,
  writes: readonly WriteOf<Type>[],
  stamp: Stamp,
) => Promise<AuditRecord[]>;

/** The columns that every append-only row has. */
export function recordColumns(stamp: Stamp, leaf: Leaf) {
  return {
    seq: stamp.seq,
    recordedAt: stamp.recordedAt,
    recordedBy: stamp.actor,
    salt: leaf.salt,
    recordSha256: leaf.recordSha256,
  };
}

/** The columns that every editable row has. */
export function editableColumns(stamp: Stamp, version: number) {
  return { version, seq: stamp.seq, createdSeq: stamp.seq, createdAt: stamp.recordedAt };
}
