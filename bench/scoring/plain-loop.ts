/** The baseline where no python3 is at hand: what one writes first, over objects and sorted rows. */
import type { Forecasts } from './made-up-forecasts.ts';
import type { Baseline } from './python-baseline.ts';

type Row = { readonly p: number; readonly y: number };

export function plainLoops({ p, outcome }: Forecasts): Baseline {
  const rows: Row[] = Array.from(p, (value, at) => ({ p: value, y: outcome[at] as number }));
  const mean = (loss: (row: Row) => number): number => {
    let sum = 0;
    for (const row of rows) sum += loss(row);
    return sum / rows.length;
  };
  const brier = (): number => mean((row) => (row.p - row.y) ** 2);
  const loops: Readonly<Record<string, () => number>> = {
    brier_numpy: brier,
    log_numpy: () => mean((row) => -Math.log(row.y === 1 ? row.p : 1 - row.p)),
    corp: () => brier() - recalibratedBrier([...rows].sort((a, b) => a.p - b.p)),
    auc: () => areaUnderCurve([...rows].sort((a, b) => a.p - b.p)),
  };
  return {
    versions: 'plain loops in this process',
    time: async (key) => {
      const loop = loops[key];
      if (loop === undefined) return null;
      const start = performance.now();
      const value = loop();
      return { seconds: (performance.now() - start) / 1000, value };
    },
    stop: () => undefined,
  };
}

/** Pools adjacent violators of rows in the order of their probability, ties pooled first. */
function recalibratedBrier(sorted: readonly Row[]): number {
  const blocks: { p: number; yes: number; n: number }[] = [];
  for (const { p, y } of sorted) {
    let block = { p, yes: y, n: 1 };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      if (last.p !== block.p && last.yes / last.n < block.yes / block.n) break;
      block = { p: block.p, yes: last.yes + block.yes, n: last.n + block.n };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.reduce((sum, { yes, n }) => sum + (yes * (n - yes)) / n, 0) / sorted.length;
}

function areaUnderCurve(sorted: readonly Row[]): number {
  let [wins, below, events, from] = [0, 0, 0, 0];
  while (from < sorted.length) {
    let [no, yes, to] = [0, 0, from];
    for (; sorted[to]?.p === sorted[from]?.p; to += 1) {
      if (sorted[to]?.y === 1) yes += 1;
      else no += 1;
    }
    wins += yes * (below + no / 2);
    below += no;
    events += yes;
    from = to;
  }
  return wins / events / below;
}
