/** Words as a sentence: a full stop where they do not end with a mark of their own. */
export function sentence(words: string): string {
  return /[.?!]$/.test(words) ? words : `${words}.`;
}

/** `there is 1`, `there are 2`. */
export function thereAre(n: number): string {
  return n === 1 ? 'there is 1' : `there are ${n}`;
}
