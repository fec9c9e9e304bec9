/**
 * Characters that turn the direction of all that follows (UAX 9: embeddings, overrides, isolates). In a
 * name or a quote they could show the numbers beside it backwards, so readers see them by their names.
 */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text with those characters spelt out: `[U+202E]`. Everything else, right-to-left script too, stays. */
export function spelledDirections(text: string): string {
  return text.replace(
    DIRECTION,
    (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`,
  );
}
