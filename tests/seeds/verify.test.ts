import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeVerification, verifySeeds } from '../../seeds/verify.ts';
import {
  anchorSha256,
  codePointLength,
  codePointSlice,
  verifyAnchor,
} from '../../src/domain/statements/anchor.ts';

// Astral letters before the anchors: UTF-16 units and code points differ.
const TEXT = '𝒜𝒷 rain 明日 will fall.\n\n风 perhaps turns\u3000north 😀 today.';

function anchorOf(start: number, end: number) {
  return { start, end, sha256: anchorSha256(codePointSlice(TEXT, start, end)), section: 'dialogue' };
}

describe('anchors', () => {
  it('counts code points, not UTF-16 units', () => {
    expect(codePointLength(TEXT)).toBe(Array.from(TEXT).length);
    expect(codePointSlice(TEXT, 0, 2)).toBe('𝒜𝒷');
    expect(codePointSlice(TEXT, 3, 10)).toBe('rain 明日');
    expect(codePointSlice(TEXT, 0, 1_000)).toBe(TEXT);
    expect(codePointSlice(TEXT, 1_000, 1_001)).toBe('');
  });

  it('hashes without any white space', () => {
    expect(anchorSha256('a \u00a0\u3000\ufeff\nb')).toBe(createHash('sha256').update('ab').digest('hex'));
  });

  it('holds where it stands, and nowhere else', () => {
    const anchor = anchorOf(3, 10);
    expect(verifyAnchor(TEXT, anchor)).toEqual({ holds: true });
    expect(verifyAnchor(TEXT, { ...anchor, end: 9 })).toMatchObject({
      holds: false,
      problem: 'hashDiffers',
      expected: anchor.sha256,
    });
    expect(verifyAnchor(TEXT, { ...anchor, end: 3 })).toMatchObject({ holds: false, problem: 'empty' });
    expect(verifyAnchor(TEXT, { ...anchor, start: 2, end: 3 })).toMatchObject({
      holds: false,
      problem: 'empty',
    });
    const length = codePointLength(TEXT);
    expect(verifyAnchor(TEXT, { ...anchor, end: length + 1 })).toMatchObject({
      holds: false,
      problem: 'outsideText',
    });
  });

  it('survives a copy with other white space only through its hash', () => {
    const rewrapped = TEXT.replaceAll(' ', '\n');
    expect(verifyAnchor(rewrapped, anchorOf(3, 10))).toEqual({ holds: true });
  });
});

describe('seeds:verify', () => {
  let directory: string;
  const bytes = Buffer.from(TEXT, 'utf8');
  const source = {
    textSha256: createHash('sha256').update(bytes).digest('hex'),
    textLength: codePointLength(TEXT),
  };
  const write = (path: string, value: unknown): void =>
    writeFileSync(join(directory, path), JSON.stringify(value));

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'seeds-'));
    mkdirSync(join(directory, 'statements'));
    write('source.json', source);
    write('statements/forecasts.json', [{ key: 'F01', anchors: [anchorOf(3, 20), anchorOf(23, 28)] }]);
    write('statements/claims.json', [{ key: 'C01', anchors: [anchorOf(0, 2)] }]);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('finds nothing where all holds', () => {
    const result = verifySeeds(directory, bytes);
    expect(result).toEqual({ statements: 2, anchors: 3, mismatches: [] });
    expect(describeVerification(result)).toBe('3 anchors of 2 statements: all hold');
  });

  it('finds a single wrong offset and says where', () => {
    const right = anchorOf(3, 20);
    write('statements/forecasts.json', [
      { key: 'F01', anchors: [anchorOf(23, 28), { ...right, start: right.start - 2 }] },
    ]);
    const result = verifySeeds(directory, bytes);
    expect(result.mismatches).toEqual([
      {
        file: 'statements/forecasts.json',
        entry: 'F01',
        at: 'anchors[1] 1-20',
        problem: 'hashDiffers',
        expected: right.sha256,
        found: anchorSha256(codePointSlice(TEXT, 1, 20)),
      },
    ]);
    expect(describeVerification(result)).toMatch(
      /statements\/forecasts\.json F01 anchors\[1\].*\n3 anchors of 2 statements: 1 mismatch$/,
    );
  });

  it('finds an offset that is wrong by a blank, which the hash does not see', () => {
    const right = anchorOf(3, 7);
    for (const wrong of [
      { ...right, start: 2 },
      { ...right, end: 8 },
    ]) {
      write('statements/forecasts.json', [{ key: 'F01', anchors: [wrong] }]);
      expect(verifySeeds(directory, bytes).mismatches).toMatchObject([
        { entry: 'F01', problem: 'blankEdge' },
      ]);
    }
  });

  it('finds another text by its hash and length', () => {
    const result = verifySeeds(directory, Buffer.from(`${TEXT} `, 'utf8'));
    expect(result.mismatches.map(({ file, at }) => `${file} ${at}`)).toEqual([
      'source.json textSha256',
      'source.json textLength',
    ]);
  });

  it('names a statement without an anchor', () => {
    write('statements/opinions.json', [{ key: 'O01', anchors: [] }]);
    expect(verifySeeds(directory, bytes).mismatches).toMatchObject([{ entry: 'O01', problem: 'missing' }]);
  });
});
