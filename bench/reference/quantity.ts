/** One number that Reckoner and a reference both computed. */
export interface Quantity {
  readonly name: string;
  /** Null where it is undefined. */
  readonly ours: number | null;
  readonly reference: number | null;
  /** Largest difference that is still rounding. */
  readonly tolerance: number;
}

/** Rounding of sums of up to a million terms; for values above 1 it is relative. */
const ROUNDING = 1e-12;

/** A quantity whose reference is known to all its digits. `"Infinity"` stands for the value. */
export function quantity(name: string, ours: number | null, reference: unknown): Quantity {
  const expected = numberOf(reference);
  return { name, ours, reference: expected, tolerance: ROUNDING * Math.max(1, Math.abs(expected ?? 0)) };
}

/** A quantity that was published rounded to some significant digits; half a unit of the last is allowed. */
export function rounded(name: string, ours: number, reference: unknown, digits: number): Quantity {
  const expected = numberOf(reference) as number;
  const place = Math.floor(Math.log10(Math.abs(expected) || 1)) - digits + 1;
  return { name, ours, reference: expected, tolerance: 0.5 * 10 ** place * (1 + 1e-9) };
}

/** A quantity that was published rounded to some decimal places. */
export function toPlaces(name: string, ours: number, reference: unknown, places: number): Quantity {
  return {
    name,
    ours,
    reference: numberOf(reference),
    tolerance: 0.5 * 10 ** -places * (1 + 1e-9),
  };
}

/** Difference ours - reference; 0 where both are undefined or infinite alike, NaN where only one is. */
export function difference({ ours, reference }: Quantity): number {
  if (ours === reference) return 0;
  return ours === null || reference === null ? Number.NaN : ours - reference;
}

export function agrees(one: Quantity): boolean {
  return Math.abs(difference(one)) <= one.tolerance;
}

function numberOf(reference: unknown): number | null {
  if (reference === null || typeof reference === 'number') return reference;
  if (reference === 'Infinity') return Number.POSITIVE_INFINITY;
  throw new TypeError(`a reference must be a number, "Infinity" or null; ${String(reference)} is none`);
}
