/**
 * The hash chain. A record's leaf is the SHA-256 of its canonical JSON in which free text stands
 * as a salted hash, so that a lawful redaction of the text leaves the chain verifiable. An event
 * covers the ordered record hashes of one transaction and the hash of the event before.
 */
import { createHash } from 'node:crypto';
import type { AuditRecord } from './audit-event.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';

/** Hash before the first event. */
export const GENESIS_HASH = '0'.repeat(64);

/** Fields that hold what people wrote; everything else enters a leaf as it is. */
export const freeTextFields: ReadonlySet<string> = new Set([
  'text',
  'title',
  'name',
  'aliases',
  'affiliation',
  'publisher',
  'url',
  'archiveUrl',
  'description',
  'resolutionCriteria',
  'resolutionSource',
  'label',
  'phrase',
  'quote',
  'note',
  'rationale',
  'reason',
  'fact',
  'saidAtReason',
  'scorabilityReason',
  'windowReason',
  'codedBy',
]);

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The salted hash that stands for a piece of free text in a leaf. */
export function saltedTextHash(salt: string, text: string): string {
  return sha256(`${salt}:${text}`);
}

/** The value with each piece of free text replaced by `{"saltedSha256": …}`; null stays null. */
export function withSaltedText(value: JsonValue, salt: string): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => withSaltedText(item, salt));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      freeTextFields.has(key) ? saltText(item, salt) : withSaltedText(item, salt),
    ]),
  );
}

function saltText(value: JsonValue, salt: string): JsonValue {
  if (typeof value === 'string') return { saltedSha256: saltedTextHash(salt, value) };
  if (Array.isArray(value)) return value.map((item: JsonValue) => saltText(item, salt));
  return value;
}

/** The value without its free text: what a redaction leaves as it was. */
export function withoutText(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutText);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([key]) => !freeTextFields.has(key));
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutText(item)]));
}

/** Leaf of one record: its immutable content under its salt (32 hexadecimal characters). */
export function recordSha256(content: JsonValue, salt: string): string {
  return sha256(`reckoner-record-1\n${canonicalJson(withSaltedText(content, salt))}`);
}

/** Digest over the ordered records of one transaction. */
export function recordsSha256(records: readonly AuditRecord[]): string {
  return sha256(
    `reckoner-records-1\n${canonicalJson(records.map(({ type, id, version, sha256 }) => [type, id, version, sha256]))}`,
  );
}

/** What an event's hash covers. */
export interface EventContent {
  readonly seq: number;
  readonly recordedAt: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly recordSha256: string;
  readonly previousHash: string;
}

/** Hash of an event; the next event names it as `previousHash`. */
export function eventHash(event: EventContent): string {
  const { seq, recordedAt, actor, action, subject, recordSha256, previousHash } = event;
  return sha256(
    `reckoner-event-1\n${canonicalJson({ seq, recordedAt, actor, action, subject: { type: subject.type, id: subject.id }, recordSha256, previousHash })}`,
  );
}
