/** Words as a sentence: a full stop where they do not end with a mark of their own. */
export function sentence(words: string): string {
  return /[.?!]$/.test(words) ? words : `${words}.`;
}
