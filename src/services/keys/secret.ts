/** Secrets of keys: 256 random bits with a checksum, stored only as SHA-256. */
import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'rk_';
const SHOWN = 11;
/** Of 32 bytes in base64url. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

export function makeSecret(): string {
  const random = randomBytes(32).toString('base64url');
  return `${PREFIX}${random}${checksum(random)}`;
}

/**
 * Whether a text can be a secret: what begins like those made here has their length and checksum. A
 * mistyped or guessed one is told without a look at the database; admins may choose others themselves.
 */
export function canBeSecret(text: string): boolean {
  if (!text.startsWith(PREFIX)) return true;
  const random = text.slice(PREFIX.length, -CHECKSUM_LENGTH);
  return random.length === RANDOM_LENGTH && text.endsWith(checksum(random));
}

function checksum(random: string): string {
  return createHash('sha256').update(random).digest('hex').slice(0, CHECKSUM_LENGTH);
}

/** What is stored and looked up. 256 random bits need no slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** The beginning that people may see, to tell keys apart. */
export function shownPrefix(secret: string): string {
  return secret.slice(0, SHOWN);
}
