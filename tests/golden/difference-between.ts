/**
 * Where a result first departs from what was expected; null where it does not.
 * Numbers: absolute tolerance up to a size of 1, relative above; infinities are the text "Infinity",
 * "-Infinity". A result may say more than was asked (an object with further fields).
 */
export function differenceBetween(
  actual: unknown,
  expected: unknown,
  tolerance: number,
  at = '$',
): string | null {
  const says = () => `${at}: expected ${JSON.stringify(expected)}, got ${describe(actual)}`;
  if (typeof expected === 'number') {
    if (typeof actual !== 'number' || !Number.isFinite(actual)) return says();
    return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)) ? null : says();
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return says();
    return first(expected.map((part, i) => differenceBetween(actual[i], part, tolerance, `${at}[${i}]`)));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return says();
    const parts = actual instanceof Map ? Object.fromEntries(actual) : (actual as Record<string, unknown>);
    return first(
      Object.entries(expected).map(([name, part]) =>
        differenceBetween(parts[name], part, tolerance, `${at}.${name}`),
      ),
    );
  }
  return actual === expected || (typeof actual === 'number' && String(actual) === expected) ? null : says();
}

function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}

function first(differences: readonly (string | null)[]): string | null {
  return differences.find((difference) => difference !== null) ?? null;
}
