/** Fields that several nouns share: each kind of value has one schema and one message. */
import { z } from 'zod';

/** Read in any case, kept in small letters (RFC 9562): what names it is compared letter by letter. */
export const idField = z
  .uuid()
  .toLowerCase()
  .meta({ examples: ['01942a3c-5c00-7a11-8f00-000000000001'] });

/** A text of nothing but spaces and characters that nobody sees would look like none. */
const notBlank = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/\S/, { error: 'must not be blank' })
    .refine((text) => !/\S/.test(text) || /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text), {
      error: 'must hold characters that can be seen',
    });

/** A short name or title. */
export const nameField = notBlank(500);

/** Free text of up to 10,000 characters. */
export const textField = notBlank(10_000);

/** A short label, such as a topic, an entity, a section or a unit. */
export const labelField = notBlank(200);

export const sha256Field = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: 'must be a SHA-256 in lower-case hexadecimal, 64 characters' });

/** Probability as a JSON number, kept as the double that was sent. */
export const probabilityField = z.number().min(0).max(1);

/** http or https, without user info, at most 2,000 characters. Nothing is ever fetched from it. */
export const urlField = z
  .string()
  .max(2000)
  .meta({ format: 'uri', examples: ['https://example.org/article'] })
  .refine(isPlainWebAddress, {
    error: 'must be an http or https address without user name or password, at most 2,000 characters',
  });

function isPlainWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s/?#]/i.test(text) || /[\s\\]/.test(text)) return false;
  try {
    const url = new URL(text);
    return url.username === '' && url.password === '' && !/^[^/]*\/\/[^/?#]*@/.test(text);
  } catch {
    return false;
  }
}

/** BCP 47 language tag, by shape. */
export const languageField = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, {
    error: 'must be a BCP 47 language tag such as en or zh-Hans',
  });

/** Topics or entities: names, made on use, each once. */
export const labelsField = z
  .array(labelField)
  .max(50)
  .refine((labels) => new Set(labels.map((label) => label.toLowerCase())).size === labels.length, {
    error: 'must not name the same thing twice',
  });

/** How far a sum of probabilities may be from 1; beyond it is refused, never renormalised. */
export const SUM_TOLERANCE = 1e-6;

/** Decimal numbers whose sum is 1 within the tolerance are so as doubles, but for the last bits of the sum. */
export function sumsToOne(sum: number): boolean {
  return Math.abs(sum - 1) <= SUM_TOLERANCE + 2 * Number.EPSILON;
}
