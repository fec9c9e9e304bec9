/**
 * The audit trail: each event with the contents its leaves are made of. From it anyone can
 * recompute the chain and every leaf.
 */
import type { AuditEvent } from './audit-event.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { eventHash, GENESIS_HASH, recordSha256, recordsSha256, sha256, withoutText } from './chain.ts';

/** One record of an event with what its leaf covers. */
export interface TrailRecord {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** Salt of the free text; null where the leaf needs none. */
  readonly salt: string | null;
  /** What the leaf covers; null where it is not kept (an older version of a key, a replaced text). */
  readonly content: JsonValue;
  /** Its free text is gone: the content holds the salted hashes that the leaf was made of. */
  readonly redacted: boolean;
}

export interface TrailEntry {
  readonly event: AuditEvent;
  readonly records: readonly TrailRecord[];
}

/** Something that does not hold. */
export interface TrailFinding {
  readonly seq: number;
  readonly problem:
    | 'gap'
    | 'wrongPreviousHash'
    | 'wrongEventHash'
    | 'wrongRecordsHash'
    | 'wrongLeaf'
    | 'missingRecord'
    | 'wrongRestatement'
    | 'unreadable'
    | 'wrongRow'
    | 'wrongStanding'
    | 'otherHead';
  readonly detail: string;
}

/** Recomputes a leaf from its content; null where the content is not kept. */
export function leafOf(record: TrailRecord): string | null {
  if (record.content === null) return null;
  if (record.type === 'scores') return sha256(`reckoner-scores-1\n${JSON.stringify(record.content)}`);
  if (record.type === 'sourceText') return String(record.content);
  return recordSha256(record.content, record.salt ?? record.id);
}

/** A redaction blanks free text: all else in the record must read as it did. */
function restatesTheSame({ type, content }: TrailRecord): boolean {
  if (type !== 'restatement') return true;
  const { leaf = null, content: now = null } = content as { [key: string]: JsonValue };
  return canonicalJson(withoutText(leaf)) === canonicalJson(withoutText(now));
}

/** State of a walk along the chain. */
export class TrailVerifier {
  readonly findings: TrailFinding[] = [];
  #seq = 0;
  #hash = GENESIS_HASH;
  #leaves = 0;
  #notKept = 0;
  #redacted = 0;

  /** @param from where a walk that does not begin at the first event continues */
  constructor(from?: { readonly seq: number; readonly hash: string }) {
    if (from) {
      this.#seq = from.seq;
      this.#hash = from.hash;
    }
  }

  get head(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#seq, hash: this.#hash };
  }

  /** Leaves recomputed, those of them whose text was redacted, and those whose content is no longer kept. */
  get counts(): { readonly leaves: number; readonly redacted: number; readonly notKept: number } {
    return { leaves: this.#leaves, redacted: this.#redacted, notKept: this.#notKept };
  }

  add({ event, records }: TrailEntry): void {
    const find = (problem: TrailFinding['problem'], detail: string): void =>
      void this.findings.push({ seq: event.seq, problem, detail });
    if (event.seq !== this.#seq + 1) find('gap', `follows ${this.#seq}`);
    if (event.previousHash !== this.#hash)
      find('wrongPreviousHash', `names ${event.previousHash}, the event before has ${this.#hash}`);
    if (recordsSha256(event.records) !== event.recordSha256)
      find('wrongRecordsHash', 'the list of records is not the one that was hashed');
    if (eventHash(event) !== event.hash) find('wrongEventHash', 'the event is not the one that was hashed');
    event.records.forEach((stated, index) => {
      const record = records[index];
      if (
        record === undefined ||
        record.id !== stated.id ||
        record.type !== stated.type ||
        record.version !== stated.version
      ) {
        find('missingRecord', `${stated.type} ${stated.id} version ${stated.version}`);
        return;
      }
      const leaf = leafOf(record);
      if (leaf === null) this.#notKept += 1;
      else {
        this.#leaves += 1;
        if (record.redacted) this.#redacted += 1;
        if (!restatesTheSame(record))
          find('wrongRestatement', `${stated.id} changes more of a record than its free text`);
        if (leaf !== stated.sha256)
          find('wrongLeaf', `${stated.type} ${stated.id} version ${stated.version} is not what was recorded`);
      }
    });
    this.#seq = event.seq;
    this.#hash = event.hash;
  }
}
