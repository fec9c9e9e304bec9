import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReckonerError } from '../../../src/domain/errors.ts';
import {
  decodeUtf8,
  MAXIMUM_DEPTH,
  MAXIMUM_FIELDS,
  parseStrictJson,
} from '../../../src/domain/input/strict-json.ts';

/** The refusal of a text: its code and the pointer of its first issue. */
function refusal(text: string): { code: string; pointer: string | undefined } {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof ReckonerError)
      return { code: error.code, pointer: error.details.issues?.[0]?.pointer };
    throw error;
  }
  throw new Error(`${text} was read`);
}

/** Whether JSON.parse takes the text. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('strict JSON', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/-0(?![.\d])|\\u0000|"__proto__"/.test(text) && !/\\ud[89a-f]/i.test(text));
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
        expect(parseStrictJson(JSON.stringify(value, null, 2))).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads nothing that JSON.parse refuses', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.',
      'e',
      '0',
      'true',
      'nul',
      ' ',
      '\\',
      '\n',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let read = true;
        try {
          parseStrictJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ReckonerError);
          read = false;
        }
        if (read) expect(isJson(text)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        fc.pre(!text.includes('\u0000'));
        expect(parseStrictJson(JSON.stringify(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['{"p":0.1,"p":0.9}', 'duplicateKey', '/p'],
    ['{"a":{"b":1,"\\u0062":2}}', 'duplicateKey', '/a/b'],
    ['{"a/b":[{"x":1,"x":1}]}', 'duplicateKey', '/a~1b/0/x'],
    ['{"a":"\\u0000"}', 'nulCharacter', '/a'],
    ['{"a":"\u0000"}', 'nulCharacter', '/a'],
    ['{"a":["\\ud800b"]}', 'loneSurrogate', '/a/0'],
    ['{"a":"\\udc00\\ud800"}', 'loneSurrogate', '/a'],
    ['{"\\ud800":1}', 'loneSurrogate', ''],
    ['{"p":-0}', 'negativeZero', '/p'],
    ['{"p":-0.0e5}', 'negativeZero', '/p'],
    ['{"p":1e400}', 'numberTooLarge', '/p'],
    ['{"p":1e-400}', 'numberTooSmall', '/p'],
    ['{"p":9007199254740993}', 'precisionLoss', '/p'],
    ['{"p":0.1234567890123456789}', 'precisionLoss', '/p'],
    ['{"__proto__":{"polluted":1}}', 'forbiddenName', '/__proto__'],
    ['{"\\u005f_proto__":1}', 'forbiddenName', '/__proto__'],
    ['{"p":NaN}', 'malformedJson', '/p'],
    ['{"p":Infinity}', 'malformedJson', '/p'],
    ['{"p":01}', 'malformedJson', ''],
    ['{"p":.5}', 'malformedJson', '/p'],
    ['{"p":1}x', 'malformedJson', ''],
    ['{"p":1', 'malformedJson', ''],
    ["{'p':1}", 'malformedJson', ''],
    ['{"p":1,}', 'malformedJson', ''],
    ['"a\nb"', 'malformedJson', ''],
    ['"\\x41"', 'malformedJson', ''],
    ['\ufeff{}', 'malformedJson', ''],
    ['', 'emptyBody', undefined],
    ['  \n', 'emptyBody', undefined],
  ])('refuses %s as %s', (text, code, pointer) => {
    expect(refusal(text)).toEqual({ code, pointer });
  });

  it('takes pairs of surrogates written as escapes, and names such as constructor as plain fields', () => {
    expect(parseStrictJson('"\\ud83d\\ude00"')).toBe('😀');
    const value = parseStrictJson('{"constructor":{"prototype":{"polluted":1}}}');
    expect(Object.keys(value as object)).toEqual(['constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it(`refuses more than ${MAXIMUM_DEPTH} levels, however deep the bomb`, () => {
    expect(parseStrictJson('['.repeat(MAXIMUM_DEPTH) + ']'.repeat(MAXIMUM_DEPTH))).toBeInstanceOf(Array);
    expect(refusal('['.repeat(20_000)).code).toBe('tooDeep');
    expect(refusal('{"a":'.repeat(20_000)).code).toBe('tooDeep');
  });

  it(`refuses an object of more than ${MAXIMUM_FIELDS} fields before it has read them all`, () => {
    const fields = (count: number) => Array.from({ length: count }, (_, at) => `"k${at}":${at}`).join(',');
    expect(parseStrictJson(`{${fields(MAXIMUM_FIELDS)}}`)).toBeInstanceOf(Object);
    expect(refusal(`{"a":{${fields(100_000)}`)).toEqual({ code: 'tooManyFields', pointer: '/a' });
  });

  it('reads 100,000 keys, a key of 1 MB and 65,000 items in time that grows with their size', () => {
    const keys = `[${Array.from({ length: 1000 }, () => `{${Array.from({ length: 100 }, (_, at) => `"k${at}":${at}`).join(',')}}`).join(',')}]`;
    const started = performance.now();
    parseStrictJson(keys);
    parseStrictJson(`{"${'x'.repeat(1_000_000)}":1}`);
    parseStrictJson(`[${'1,'.repeat(65_000)}1]`);
    parseStrictJson(`"${'\\n'.repeat(500_000)}"`);
    // 0.1 s on an idle machine; quadratic work would take minutes.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('says line and column of what is not JSON', () => {
    expect(() => parseStrictJson('{\n  "a": tru\n}')).toThrow(/line 2, column 8/);
  });
});

describe('UTF-8', () => {
  it.each([
    ['a stray continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
    ['Latin-1', [0xe9]],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(/UTF-8/);
  });

  it('keeps a byte order mark, which is then refused as JSON', () => {
    expect(decodeUtf8(Uint8Array.from([0xef, 0xbb, 0xbf, 0x31]))).toBe('\ufeff1');
  });
});
