/** What every row of one transaction carries, and how a record's leaf is made. */
import { randomBytes } from 'node:crypto';
import type { AuditRecord } from '../../../domain/audit/audit-event.ts';
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import { recordSha256 } from '../../../domain/audit/chain.ts';
import type { Write } from '../../unit.ts';
import type { Step } from './steps.ts';

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

/** The leaf of the content under a fresh salt of 128 random bits. No leaf holds what the lock gives. */
export function makeLeaf(content: unknown): Leaf {
  const salt = randomBytes(16).toString('hex');
  return { salt, recordSha256: recordSha256(content as JsonValue, salt) };
}

export type WriteOf<Type extends Write['type']> = Extract<Write, { type: Type }>;

/** What will be written, and the records of it that the event names, in order. */
export interface Planned {
  readonly steps: readonly Step[];
  readonly records: readonly AuditRecord[];
}

/** Plans the rows of one kind; reads and writes nothing. */
export type Planner<Type extends Write['type']> = (writes: readonly WriteOf<Type>[]) => Planned;
