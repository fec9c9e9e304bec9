/** Names of sheets, which a workbook limits. */

const MAXIMUM_LENGTH = 31;

/** At most 31 characters, none of `[]/\:*?`, no quote at an end, each once whatever its case. */
export function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set<string>(['history']);
  return titles.map((title) => {
    const plain = withoutEdges(title.replace(/[[\]/\\:*?\p{C}]+/gu, ' ')).replace(/\s+/g, ' ') || 'Sheet';
    for (let count = 1; ; count++) {
      const mark = count === 1 ? '' : ` (${count})`;
      const name = cutTo(plain, MAXIMUM_LENGTH - mark.length) + mark;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
}

/** Cut after a word, or between characters where there is none, never inside a surrogate pair. */
function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  const end = text[cut.length] === ' ' ? cut.length : cut.lastIndexOf(' ');
  return `${withoutEdges(end > 0 ? cut.slice(0, end) : cut)}…`;
}

/** Without blanks and quotes at the ends. */
function withoutEdges(text: string): string {
  const isEdge = (at: number): boolean => /[\s']/.test(text[at] ?? '');
  let [start, end] = [0, text.length];
  while (start < end && isEdge(start)) start += 1;
  while (end > start && isEdge(end - 1)) end -= 1;
  return text.slice(start, end);
}
