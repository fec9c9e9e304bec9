const VALUES_EACH_BUCKET = 4;
// A bucket up to this is sorted by insertion; a fuller one, where values crowd, by the native sort.
const INSERTION_UP_TO = 24;

/**
 * Sorts probabilities (0..1) ascending and returns them; the argument is used as working space. Buckets
 * of equal width first, which suits values that spread over the range; crowded buckets fall back on the
 * native sort, so that no input costs more than it and one pass.
 */
export function sortProbabilities(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  if (values.length < 4096) return values.sort();
  const buckets = Math.ceil(values.length / VALUES_EACH_BUCKET);
  const starts = new Uint32Array(buckets + 2);
  for (let i = 0; i < values.length; i += 1) {
    const slot = Math.floor((values[i] as number) * buckets) + 1;
    starts[slot] = (starts[slot] as number) + 1;
  }
  for (let slot = 1; slot < starts.length; slot += 1)
    starts[slot] = (starts[slot] as number) + (starts[slot - 1] as number);
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    const slot = Math.floor(value * buckets);
    const at = starts[slot] as number;
    starts[slot] = at + 1;
    sorted[at] = value;
  }
  // Each start has moved to the end of its bucket.
  let from = 0;
  for (let slot = 0; slot <= buckets; slot += 1) {
    const to = starts[slot] as number;
    if (to - from > INSERTION_UP_TO) sorted.subarray(from, to).sort();
    else if (to - from > 1) sortByInsertion(sorted, from, to);
    from = to;
  }
  return sorted;
}

function sortByInsertion(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i += 1) {
    const value = values[i] as number;
    let at = i;
    for (; at > from && (values[at - 1] as number) > value; at -= 1) values[at] = values[at - 1] as number;
    values[at] = value;
  }
}
