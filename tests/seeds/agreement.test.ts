import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hedgeClassOf, windowClassOf } from '../../seeds/agreement/codes.ts';
import {
  type CodePair,
  cohenKappa,
  krippendorffAlpha,
  ordinal,
  rawAgreement,
} from '../../seeds/agreement/coefficients.ts';
import { containment, coveredBy, jaccard, matchPassages } from '../../seeds/agreement/matching.ts';
import { describeAgreement } from '../../seeds/agreement/table.ts';
import { readPasses } from '../../seeds/agreement.ts';

const PASSES = join('seeds', 'second-pass');

function pairsOf(table: readonly (readonly number[])[]): CodePair[] {
  return table.flatMap((row, a) =>
    row.flatMap((count, b) => Array.from({ length: count }, (): CodePair => [`${a}`, `${b}`])),
  );
}

function columns(...coders: readonly string[]): string[][] {
  const rows = coders.map((coder) => coder.split(' '));
  return (rows[0] ?? []).map((_, at) => rows.map((row) => row[at] ?? '.').filter((code) => code !== '.'));
}

describe('coefficients', () => {
  it('gives the kappa of Fleiss, Cohen and Everitt 1969: 0.429', () => {
    const pairs = pairsOf([
      [106, 10, 4],
      [22, 28, 10],
      [2, 12, 6],
    ]);
    expect(rawAgreement(pairs)).toBeCloseTo(0.7, 12);
    expect(cohenKappa(pairs)).toBeCloseTo(0.225 / 0.525, 12);
  });

  it('gives the alphas of Krippendorff 2011: 0.095, 0.692, and 0.743 nominal, 0.815 ordinal', () => {
    const binary = columns('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0');
    expect(krippendorffAlpha(binary)).toBeCloseTo(0.095, 3);
    const letters = columns('a a b b d c c c e d d a', 'b a b b b c c c e d d d');
    expect(krippendorffAlpha(letters)).toBeCloseTo(0.692, 3);
    const four = columns(
      '1 2 3 3 2 1 4 1 2 . . .',
      '1 2 3 3 2 2 4 1 2 5 . 3',
      '. 3 3 3 2 3 4 2 2 5 1 .',
      '1 2 3 3 2 4 4 1 2 5 1 .',
    );
    expect(krippendorffAlpha(four)).toBeCloseTo(0.743, 3);
    expect(krippendorffAlpha(four, ordinal(['1', '2', '3', '4', '5']))).toBeCloseTo(0.815, 3);
  });

  it('is null, not 0, where nothing varies or nothing is given', () => {
    expect([cohenKappa([]), rawAgreement([]), krippendorffAlpha([])]).toEqual([null, null, null]);
    expect([cohenKappa([['a', 'a']]), krippendorffAlpha([['a', 'a']])]).toEqual([null, null]);
  });
});

describe('matching', () => {
  const at = (start: number, end: number) => ({ start, end });

  it('takes the closest pair first and every passage once', () => {
    const [long, inner] = [at(0, 100), at(0, 45)];
    expect(matchPassages([long], [inner, at(46, 100)])).toEqual([{ first: long, second: at(46, 100) }]);
    expect(matchPassages([long, inner], [inner])).toEqual([{ first: inner, second: inner }]);
  });

  it('needs half of the shorter passage', () => {
    expect(matchPassages([at(0, 10)], [at(6, 30)])).toEqual([]);
    expect(matchPassages([at(0, 10)], [at(5, 30)])).toHaveLength(1);
    expect(matchPassages([at(0, 10)], [at(5, 30)], 0.5)).toEqual([]);
    expect([containment(at(0, 10), at(5, 30)), jaccard(at(0, 10), at(5, 30))]).toEqual([0.5, 5 / 30]);
    expect(coveredBy([at(0, 10), at(40, 50)], [at(0, 100)])).toBe(2);
  });
});

describe('the two passes over the article', () => {
  it('classes hedges and windows as the README says', () => {
    expect(['会', '不会', '我认为…会', '也许会', '甚至可能', null].map(hedgeClassOf)).toEqual([
      'assertion',
      'assertion',
      'probable',
      'faint',
      'possible',
      'assertion',
    ]);
    expect(() => hedgeClassOf('bof')).toThrow('bof');
    expect(
      ['2025-06-30', '2026-01-25', '2026-06-30', '2027-01-31', '2027-12-31', null].map(windowClassOf),
    ).toEqual(['within6Months', '2025', '2026', '2026', '2027OrLater', 'none']);
  });

  it('agree as the README reports', () => {
    const printed = describeAgreement(
      readPasses(join(PASSES, 'first-pass.json'), join(PASSES, 'units.json')),
    );
    const readme = readFileSync(join('seeds', 'README.md'), 'utf8');
    const reported = /<!-- AGREEMENT:[^>]*-->([\s\S]*?)<!-- \/AGREEMENT -->/.exec(readme)?.[1]?.trim();
    expect(reported).toBe(printed);
  });

  it('hold no sentence of the article: no run of more than 12 Han characters', () => {
    for (const file of ['first-pass.json', 'units.json'])
      expect(readFileSync(join(PASSES, file), 'utf8')).not.toMatch(/\p{Script=Han}{13}/u);
  });
});
