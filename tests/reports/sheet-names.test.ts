import { expect, test } from 'vitest';
import { sheetNames } from '../../src/reports/spreadsheet/sheet-names.ts';

test('a name that is cut ends after a word and shows that it goes on', () => {
  expect(
    sheetNames([
      'If everybody had answered everything',
      'Points, against the others and against 50 %',
      'Points, against the others and against 60 %',
      'Ranks by lexicon',
    ]),
  ).toEqual([
    'If everybody had answered…',
    'Points, against the others and…',
    'Points, against the others… (2)',
    'Ranks by lexicon',
  ]);
});

test('without a blank it is cut between characters', () => {
  const [name = ''] = sheetNames(['迪'.repeat(40)]);
  expect(name).toBe(`${'迪'.repeat(30)}…`);
  expect(sheetNames([`${'a'.repeat(29)}😀😀`])[0]).toBe(`${'a'.repeat(29)}…`);
});
