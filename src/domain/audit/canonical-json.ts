/**
 * One text for one value, so that a hash can be recomputed by anyone: keys sorted by UTF-16 code
 * unit, no white space, numbers as ECMAScript's shortest round-trip decimal (RFC 8785).
 */

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** @throws RangeError on a number that JSON cannot hold. */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON form`);
    return JSON.stringify(value);
  }
  // Sums of text, not lists that are joined: they take half the time.
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[])
      text += `${text === '' ? '' : ','}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  const members = value as { readonly [key: string]: JsonValue };
  for (const key of Object.keys(members).sort())
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(members[key] as JsonValue)}`;
  return `{${text}}`;
}
