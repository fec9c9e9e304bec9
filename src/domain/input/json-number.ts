/**
 * Numbers are kept as the double that was sent. A literal that no double stands for is refused
 * instead of being rounded in silence: overflow, underflow to 0, integers beyond 2^53 that change,
 * and more than the 17 digits that any double can be written with.
 */

export type NumberReading =
  | { readonly value: number }
  | { readonly problem: string; readonly message: string };

/** Reads a literal that already has the grammar of JSON. */
export function readJsonNumber(literal: string): NumberReading {
  const value = Number(literal);
  // Nearly all: what a program has written in its shortest form.
  if (String(value) === literal) return { value };
  const { digits, exponent } = decimalOf(literal);
  if (!Number.isFinite(value)) return { problem: 'numberTooLarge', message: 'is beyond the largest double' };
  if (digits === '') {
    if (literal.startsWith('-')) return { problem: 'negativeZero', message: 'is -0: send 0' };
    return { value };
  }
  if (value === 0) return { problem: 'numberTooSmall', message: 'is so small that it would become 0' };
  const kept = decimalOf(String(value));
  const exact = kept.digits === digits && kept.exponent === exponent;
  if (
    exact ||
    (digits.length <= 17 && !(Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER))
  )
    return { value };
  if (/^-?\d+$/.test(literal) && BigInt(value) === BigInt(literal)) return { value };
  return {
    problem: 'precisionLoss',
    message: `has more digits than a double keeps: it would become ${value}`,
  };
}

/** The significant digits without zeros at the ends, and the power of ten of the last one. */
function decimalOf(literal: string): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = literal
    .replace('-', (sign, at: number) => (at === 0 ? '' : sign))
    .toLowerCase()
    .split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = `${whole}${fraction}`;
  let end = all.length;
  while (end > 0 && all[end - 1] === '0') end -= 1;
  // The expression /0+$/ would look at each run of zeros from each of its places.
  const digits = all.slice(0, end).replace(/^0+/, '');
  return { digits, exponent: Number(power) - fraction.length + (all.length - end) };
}
