/**
 * The search of reports, over texts as they stood: every term must occur. A Latin word matches words
 * that begin with it, whatever their case, and the singular of a plural; a run of Han characters
 * matches wherever it stands.
 */

const HAN = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2ffff}]+/gu;
const WORD = /[\p{L}\p{N}]+/gu;

/** Whether a document holds all terms of the search. */
export function textSearch(terms: string): (document: string) => boolean {
  const lower = terms.toLowerCase();
  const runs = lower.match(HAN) ?? [];
  const words = wordsOf(lower);
  return (document) => {
    const text = document.toLowerCase();
    if (!runs.every((run) => text.includes(run))) return false;
    if (words.length === 0) return runs.length > 0;
    const found = wordsOf(text);
    return words.every((word) =>
      found.some((candidate) => candidate.startsWith(word) || `${candidate}s` === word),
    );
  };
}

function wordsOf(lower: string): string[] {
  return lower.replace(HAN, ' ').match(WORD) ?? [];
}
