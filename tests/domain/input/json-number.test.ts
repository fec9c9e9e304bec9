import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonNumber } from '../../../src/domain/input/json-number.ts';

describe('numbers of JSON', () => {
  it('reads the shortest text of every double back to that double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        fc.pre(!Object.is(value, -0));
        expect(readJsonNumber(JSON.stringify(value))).toEqual({ value });
      }),
      { numRuns: 2000 },
    );
  });

  it('reads 17 significant digits, which C and R write, below 2^53', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (value) => {
        fc.pre(value !== 0);
        expect(readJsonNumber(value.toExponential(16))).toEqual({ value });
      }),
    );
  });

  it.each([
    '0',
    '0.0',
    '0e7',
    '1.50',
    '1e2',
    '1E+2',
    '100',
    '5e-324',
    '9007199254740992',
    '1.7976931348623157e308',
    '0.30000000000000004',
    '0.500000000000000000000',
    '36893488147419103232',
  ])('reads %s', (literal) => {
    expect(readJsonNumber(literal)).toEqual({ value: Number(literal) });
  });

  it.each([
    ['-0', 'negativeZero'],
    ['-0.00', 'negativeZero'],
    ['1e309', 'numberTooLarge'],
    ['-1e309', 'numberTooLarge'],
    ['1e-400', 'numberTooSmall'],
    ['-2e-324', 'numberTooSmall'],
    ['9007199254740993', 'precisionLoss'],
    ['123456789012345678', 'precisionLoss'],
    ['0.100000000000000001', 'precisionLoss'],
    ['9007199254740993.0', 'precisionLoss'],
  ])('refuses %s as %s', (literal, problem) => {
    expect(readJsonNumber(literal)).toMatchObject({ problem });
  });

  it('takes time that grows with the digits, not with their square', () => {
    const started = performance.now();
    const zeros = '0'.repeat(300_000);
    expect(readJsonNumber(`1.${zeros}1`)).toMatchObject({ problem: 'precisionLoss' });
    expect(readJsonNumber(`0.${zeros}1`)).toMatchObject({ problem: 'numberTooSmall' });
    expect(readJsonNumber(`1.5${zeros}`)).toEqual({ value: 1.5 });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
