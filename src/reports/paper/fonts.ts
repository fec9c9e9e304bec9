/**
 * The two fonts of a PDF, and which of them has which character. Roboto (Apache 2.0) has Latin, Greek
 * and Cyrillic; Chocolate Classical Sans (OFL) the 20,992 Han characters and kana. A character that
 * neither has is printed by its number, such as [U+D55C], so that nothing is lost.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Font, openSync } from 'fontkit';

const require = createRequire(import.meta.url);
const roboto = (style: string) =>
  join(dirname(require.resolve('pdfmake/package.json')), 'fonts', 'Roboto', `Roboto-${style}.ttf`);
const HAN = join(
  dirname(require.resolve('@expo-google-fonts/chocolate-classical-sans/package.json')),
  '400Regular',
  'ChocolateClassicalSans_400Regular.ttf',
);

export const fontFiles = {
  Roboto: {
    normal: roboto('Regular'),
    bold: roboto('Medium'),
    italics: roboto('Italic'),
    bolditalics: roboto('MediumItalic'),
  },
  Han: { normal: HAN, bold: HAN, italics: HAN, bolditalics: HAN },
};

export interface Run {
  readonly text: string;
  readonly font: keyof typeof fontFiles;
}

const opened = new Map<string, Font>();

function has(file: string, codePoint: number): boolean {
  const font = opened.get(file) ?? (openSync(file) as Font);
  opened.set(file, font);
  return font.hasGlyphForCodePoint(codePoint);
}

/** The text in stretches of one font each. */
export function runsOf(text: string): Run[] {
  const runs: { text: string; font: Run['font'] }[] = [];
  const add = (piece: string, font: Run['font']) => {
    const last = runs.at(-1);
    if (last?.font === font) last.text += piece;
    else runs.push({ text: piece, font });
  };
  for (const character of text.replace(/\s/g, ' ').normalize('NFC')) {
    const codePoint = character.codePointAt(0) as number;
    if (codePoint < 0x7f || has(fontFiles.Roboto.normal, codePoint)) add(character, 'Roboto');
    else if (has(HAN, codePoint)) add(character, 'Han');
    else if (!/\p{Default_Ignorable_Code_Point}/u.test(character)) add(numbered(codePoint), 'Roboto');
  }
  return runs;
}

function numbered(codePoint: number): string {
  return `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;
}
