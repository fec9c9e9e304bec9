/** Secrets of keys: 256 random bits with a checksum, stored only as SHA-256. */
import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'rk_';
const SHOWN = 11;

export function makeSecret(): string {
  const random = randomBytes(32).toString('base64url');
  return `${PREFIX}${random}${checksum(random)}`;
}

function checksum(random: string): string {
  return createHash('sha256').update(random).digest('hex').slice(0, 6);
}

/** What is stored and looked up. 256 random bits need no slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** The beginning that people may see, to tell keys apart. */
export function shownPrefix(secret: string): string {
  return secret.slice(0, SHOWN);
}
