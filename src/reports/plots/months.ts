/** Months of a time axis. */

/** Every month (`2026-01`) from the first to the last of those given, in order: gaps in time stay gaps. */
export function monthsFrom(months: readonly string[]): string[] {
  const numbers = months.map((month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1);
  if (numbers.length === 0) return [];
  const first = numbers.reduce((least, one) => Math.min(least, one));
  const last = numbers.reduce((most, one) => Math.max(most, one));
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const month = first + at;
    return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
