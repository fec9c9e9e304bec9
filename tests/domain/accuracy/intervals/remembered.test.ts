import { expect, it } from 'vitest';
import { Remembered } from '../../../../src/domain/accuracy/intervals/remembered.ts';

it('a result is computed once for equal inputs, and anew for others or once it is forgotten', () => {
  const known = new Remembered<number>(2);
  let computed = 0;
  const of = (text: string, ...column: number[]) =>
    known.of([text, Float64Array.from(column)], () => {
      computed += 1;
      return computed;
    });
  expect([of('a', 1), of('a', 1), of('a', 2), of('a', 1)]).toEqual([1, 1, 2, 1]);
  expect([of('b'), of('a', 1), of('a', 2)]).toEqual([3, 1, 4]);
});

it('inputs that are cut in another place are others', () => {
  const known = new Remembered<string>(8);
  expect(known.of(['ab', 'c'], () => 'first')).toBe('first');
  expect(known.of(['a', 'bc'], () => 'second')).toBe('second');
  expect(known.of([Int32Array.of(1, 2)], () => 'third')).toBe('third');
  expect(known.of([Int32Array.of(1), Int32Array.of(2)], () => 'fourth')).toBe('fourth');
});

it('what is begun is begun once for equal inputs, asked for once, and again only where that failed', () => {
  const known = new Remembered<number>(2);
  const seen: string[] = [];
  let fails = true;
  const begin = () =>
    known.begin(['a'], () => {
      seen.push('begun');
      return () => {
        seen.push('asked');
        if (fails) throw new Error('not yet');
        return 7;
      };
    });
  const [first, second] = [begin(), begin()];
  expect(seen).toEqual(['begun']);
  expect(first).toThrow('not yet');
  fails = false;
  expect([second(), first(), begin()(), known.of(['a'], () => 8)]).toEqual([7, 7, 7, 7]);
  expect(seen).toEqual(['begun', 'asked', 'asked']);
});
