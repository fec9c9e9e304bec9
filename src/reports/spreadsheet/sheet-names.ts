/** Names of sheets, which a workbook limits. */

const MAXIMUM_LENGTH = 31;

/** At most 31 characters, none of `[]/\:*?`, no quote at an end, each once whatever its case. */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set<string>(['history']);
  return titles.map((title) => {
    const plain =
      title
        .replace(/[[\]/\\:*?\p{C}]+/gu, ' ')
        .replace(/^[\s']+|[\s']+$/g, '')
        .replace(/\s+/g, ' ') || 'Sheet';
    for (let count = 1; ; count++) {
      const mark = count === 1 ? '' : ` (${count})`;
      const name = cutTo(plain, MAXIMUM_LENGTH - mark.length) + mark;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
}

/** Cut between characters, never inside a surrogate pair. */
function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  return text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\s']+$/, '');
}
