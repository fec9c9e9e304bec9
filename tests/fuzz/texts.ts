/** Texts as people and attackers send them. All are well formed: what is not stands in `mutations.ts`. */
import type { Dice } from './dice.ts';

const PIECES = [
  'rain',
  'GPU',
  'Microsoft',
  '2026',
  '微软',
  '也许',
  'é',
  'e\u0301',
  '\u{1f600}',
  '\u{20000}',
  '\u202eabc\u202c',
  '\u200d',
  'عربي',
  '<b>x</b>',
  '<script>alert(1)</script>',
  '&amp;',
  "O'Brien",
  '"quoted"',
  '; --',
  '%_%',
  '\\',
  '$(id)',
  '{{7*7}}',
  '=1+1',
  '\t',
  '\n',
  '\u007f',
  '\ufeff',
  'null',
  '-0',
  '../..',
  '__proto__',
] as const;

/** A text of 1 to about `most` characters with at least one that is not blank. */
export function text(dice: Dice, most = 60): string {
  if (most > 2000 && dice.chance(0.02)) return 'x'.repeat(most);
  let made = '';
  for (let count = dice.integer(1, 4); count > 0; count -= 1) {
    const next = `${made}${made === '' ? '' : ' '}${dice.pick(PIECES)}`;
    if (next.length > most) break;
    made = next;
  }
  return /\S/.test(made) ? made : 'x';
}
