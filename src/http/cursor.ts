/**
 * Cursors of lists: opaque, bound to filter, sort and the moment of the first page. The
 * checksum finds damage; it is no secret, since a cursor holds nothing that the list does not show. Whoever
 * makes one can make it hold anything: what a list cannot begin after is refused where it is compared.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, type JsonValue } from '../domain/audit/canonical-json.ts';
import { invalid, invalidCursor, type ReckonerError } from '../domain/errors.ts';
import { parseInstant } from '../domain/time.ts';
import type { PageStart } from '../store/store.ts';

const payload = z.strictObject({
  v: z.literal(2),
  s: z.string(),
  i: z.string(),
  q: z.int().min(0),
  t: z.string().refine((text) => parseInstant(text) === text),
  f: z.string(),
});

/** Digest of what a cursor is bound to: the list, its filter and its sort. */
export function cursorBinding(list: string, filter: unknown, sort: string): string {
  return digest(canonicalJson([list, filter as JsonValue, sort]));
}

export function writeCursor(start: PageStart, binding: string): string {
  const { sortValue, id, seq, at } = start;
  const text = JSON.stringify({ v: 2, s: sortValue, i: id, q: seq, t: at, f: binding });
  return Buffer.from(`${digest(text)}${text}`).toString('base64url');
}

/** @throws ReckonerError invalid where it is damaged, or belongs to another filter or sort. */
export function readCursor(cursor: string, binding: string): PageStart {
  const whole = Buffer.from(cursor, 'base64url').toString('utf8');
  const text = whole.slice(DIGEST_LENGTH);
  const content = whole.slice(0, DIGEST_LENGTH) === digest(text) ? payload.safeParse(parsed(text)) : null;
  if (content?.success !== true) throw invalidCursor();
  const { s, i, q, t, f } = content.data;
  if (f !== binding)
    throw refused(
      'cursorMismatch',
      'belongs to another list, filter or sort: repeat those of the first page, or leave the cursor out',
    );
  return { sortValue: s, id: i, seq: q, at: t };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const DIGEST_LENGTH = 16;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

function refused(code: string, message: string): ReckonerError {
  return invalid(code, `The cursor ${message}.`, [{ parameter: 'cursor', code, message }]);
}
