/** Ids of seeded things: the same in every deployment, so that a link to one works in all. */
import { createHash } from 'node:crypto';

/** Start of 2025, when the article appeared: the time part of every seeded UUIDv7. */
const EDITION_TIME = Date.UTC(2025, 0, 1);

/** A UUIDv7 (RFC 9562) whose random part is derived from the noun and the key. */
export function seedId(noun: string, key: string): string {
  const time = EDITION_TIME.toString(16).padStart(12, '0');
  const random = createHash('sha256').update(`reckoner-seed/${noun}/${key}`).digest('hex');
  const variant = ((Number.parseInt(random.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}
