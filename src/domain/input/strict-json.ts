/**
 * A JSON reader that refuses what JSON.parse lets through in silence: duplicate keys (the last one
 * would win), NUL and lone surrogates (Postgres cannot keep them), numbers a double cannot hold,
 * `-0`, bottomless nesting, objects of very many fields and invalid UTF-8. Errors carry a JSON Pointer to the place.
 */
import { invalid, type ReckonerError } from '../errors.ts';
import { jsonPointer } from '../json-pointer.ts';
import { readJsonNumber } from './json-number.ts';

/** Nesting that no body of this service comes near. */
export const MAXIMUM_DEPTH = 64;

/** Fields that no object of this service comes near. */
export const MAXIMUM_FIELDS = 1000;

/** Characters of a pointer to where the depth or the number of fields is the defect, not the place. */
const SHORT_POINTER = 200;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a text
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y;
/** With the u flag a pair is one character, so that only halves match. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/** @throws ReckonerError invalid where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid('invalidEncoding', 'The body is not valid UTF-8.');
  }
}

/** @throws ReckonerError invalid with the pointer of the first defect. */
export function parseStrictJson(text: string): unknown {
  return new Reader(text).document();
}

class Reader {
  private position = 0;
  /** Of what is read; written as a pointer only where there is a defect. */
  private readonly path: (string | number)[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): unknown {
    if (this.text.trim() === '') throw invalid('emptyBody', 'The body is empty: send a JSON document.');
    const value = this.value(0);
    this.skipBlanks();
    if (this.position < this.text.length) throw this.unexpected('after the end of the document');
    return value;
  }

  private value(depth: number): unknown {
    this.skipBlanks();
    const first = this.text[this.position];
    if (first === '"') return this.string();
    if (first === '{' || first === '[') {
      if (depth >= MAXIMUM_DEPTH)
        throw this.defect('tooDeep', `is nested more than ${MAXIMUM_DEPTH} levels deep`, SHORT_POINTER);
      this.position += 1;
      return first === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    this.skipBlanks();
    if (this.take('}')) return result;
    let fields = 0;
    do {
      this.skipBlanks();
      if (this.text[this.position] !== '"')
        throw this.unexpected('where a field name in double quotes should stand');
      const name = this.string();
      if (fields === MAXIMUM_FIELDS && !Object.hasOwn(result, name))
        throw this.defect('tooManyFields', `has more than ${MAXIMUM_FIELDS} fields`, SHORT_POINTER);
      this.path.push(name);
      if (Object.hasOwn(result, name)) throw this.defect('duplicateKey', 'stands twice in the same object');
      if (name === '__proto__') throw this.defect('forbiddenName', 'is not allowed as a field name');
      fields += 1;
      this.skipBlanks();
      if (!this.take(':')) throw this.unexpected('where a colon should stand');
      result[name] = this.value(depth);
      this.path.pop();
      this.skipBlanks();
    } while (this.take(','));
    if (!this.take('}')) throw this.unexpected('where a comma or } should stand');
    return result;
  }

  private array(depth: number): unknown[] {
    const result: unknown[] = [];
    this.skipBlanks();
    if (this.take(']')) return result;
    do {
      this.path.push(result.length);
      result.push(this.value(depth));
      this.path.pop();
      this.skipBlanks();
    } while (this.take(','));
    if (!this.take(']')) throw this.unexpected('where a comma or ] should stand');
    return result;
  }

  private string(): string {
    this.position += 1;
    let result = '';
    for (;;) {
      const from = this.position;
      PLAIN_TEXT.lastIndex = from;
      PLAIN_TEXT.test(this.text);
      this.position = PLAIN_TEXT.lastIndex;
      result += this.text.slice(from, this.position);
      const stop = this.text[this.position];
      if (stop === '"') break;
      if (stop === '\\') result += this.escape();
      else if (stop === '\u0000') throw this.defect('nulCharacter', 'holds a NUL character');
      else throw this.unexpected('inside a text');
    }
    this.position += 1;
    if (LONE_SURROGATE.test(result))
      throw this.defect('loneSurrogate', 'holds half of a surrogate pair, which is no character');
    return result;
  }

  private escape(): string {
    const letter = this.text[this.position + 1] ?? '';
    const plain = ESCAPES[letter];
    if (plain !== undefined) {
      this.position += 2;
      return plain;
    }
    const digits = this.text.slice(this.position + 2, this.position + 6);
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits))
      throw this.unexpected('as an escape that JSON does not have');
    if (digits === '0000') throw this.defect('nulCharacter', 'holds a NUL character');
    this.position += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private number(): number {
    NUMBER.lastIndex = this.position;
    if (!NUMBER.test(this.text)) throw this.unexpected('where a value should stand');
    const literal = this.text.slice(this.position, NUMBER.lastIndex);
    const reading = readJsonNumber(literal);
    if ('problem' in reading) throw this.defect(reading.problem, reading.message);
    this.position += literal.length;
    return reading.value;
  }

  private skipBlanks(): void {
    while (' \n\r\t'.includes(this.text[this.position] ?? 'x')) this.position += 1;
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  private unexpected(where: string): ReckonerError {
    const found = this.text[this.position];
    const before = this.text.slice(0, this.position).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    const what = found === undefined ? 'The text ends' : `${JSON.stringify(found)} stands`;
    return invalid('malformedJson', `The body is not JSON: ${what} ${where} (${place}).`, [
      { pointer: jsonPointer(this.path), code: 'malformedJson', message: `${what} ${where} (${place})` },
    ]);
  }

  private defect(code: string, message: string, longestPointer?: number): ReckonerError {
    const pointer = jsonPointer(this.path).slice(0, longestPointer);
    return invalid(code, `The body is refused: ${pointer === '' ? 'it' : pointer} ${message}.`, [
      { pointer, code, message },
    ]);
  }
}
