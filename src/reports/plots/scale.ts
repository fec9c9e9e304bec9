/** Linear scales and their ticks: what a plot needs to place a number. */

export interface Scale {
  /** Place of a value, clamped to the ends. */
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly domain: readonly [number, number];
}

const STEPS = [1, 2, 5, 10];

/** A scale over a domain widened to round ticks, about `wanted` of them. */
export function linearScale(low: number, high: number, from: number, to: number, wanted = 5): Scale {
  const [start, end] = high > low ? [low, high] : [low - 0.5, low + 0.5];
  const step = tickStep(end - start, wanted);
  const [first, last] = [Math.floor(start / step + 1e-9), Math.ceil(end / step - 1e-9)];
  const domain = [first * step, last * step] as const;
  const at = (value: number): number => {
    const share = (value - domain[0]) / (domain[1] - domain[0]);
    return from + Math.min(1, Math.max(0, share)) * (to - from);
  };
  const ticks = Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
  return { at, ticks, domain };
}

function tickStep(span: number, wanted: number): number {
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (STEPS.find((step) => step * power >= rough * 0.999) ?? 10);
}
