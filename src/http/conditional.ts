/**
 * Conditional requests (RFC 9110). The strong ETag of an item is a hash of its JSON, so that it
 * changes exactly when the answer does. `If-Match: *` is refused: it would not say what was seen.
 */
import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../domain/audit/canonical-json.ts';
import { invalid, ReckonerError } from '../domain/errors.ts';

const TAG = /^(W\/)?"[\u0021\u0023-\u007e]*"$/;

/** Strong ETag of an item as it is answered. Key order does not matter. */
export function etagOf(item: unknown): string {
  return `"${createHash('sha256')
    .update(canonicalJson(item as JsonValue))
    .digest('base64url')}"`;
}

/** Strong ETag of a document, in the one form that it is answered in. */
export function etagOfBytes(body: string | Uint8Array): string {
  return `"${createHash('sha256').update(body).digest('base64url')}"`;
}

/** The tags of an If-Match or If-None-Match field; null where it is not a list of tags. */
function readTags(field: string): string[] | null {
  const tags = field.split(',').map((tag) => tag.trim());
  return tags.every((tag) => TAG.test(tag)) ? tags : null;
}

/** Whether the client has this state already: weak comparison, as RFC 9110 wants it for GET. */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return (readTags(ifNoneMatch) ?? []).some((tag) => tag.replace(/^W\//, '') === etag);
}

/**
 * Compares what the caller has seen with the item as it stands. Give it to the service, which
 * calls it under the lock of the item.
 * @throws ReckonerError preconditionRequired (428) without If-Match, preconditionFailed (412) where
 * it names another state or a weak tag, invalid (400) for `*` and what is no tag.
 */
export function requireIfMatch(ifMatch: string | undefined): (current: unknown) => void {
  return (current) => {
    const tags = readIfMatch(ifMatch);
    if (!tags.includes(etagOf(current))) {
      throw new ReckonerError(
        'preconditionFailed',
        'preconditionFailed',
        'The item has changed since the state that If-Match names. Read it again and decide anew.',
      );
    }
  };
}

/** The strong tags of If-Match, its form checked. */
export function readIfMatch(ifMatch: string | undefined): string[] {
  if (ifMatch === undefined) {
    throw new ReckonerError(
      'preconditionRequired',
      'preconditionRequired',
      'Send If-Match with the ETag of the state you have seen.',
    );
  }
  if (ifMatch.trim() === '*')
    throw refusedTag('`*` does not say which state you have seen: send the ETag itself.');
  const tags = readTags(ifMatch);
  if (tags === null) throw refusedTag('If-Match must be an ETag in double quotes, as it was answered.');
  return tags.filter((tag) => !tag.startsWith('W/'));
}

function refusedTag(message: string): ReckonerError {
  return invalid('invalidIfMatch', message, [{ parameter: 'If-Match', code: 'invalidIfMatch', message }]);
}
