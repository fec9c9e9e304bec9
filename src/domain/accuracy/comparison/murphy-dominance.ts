import { murphyDiagram } from '../calibration/murphy-diagram.ts';
import { type Measure, measured, NO_FORECASTS } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';

export type Dominance = 'first' | 'second' | 'equal' | 'neither';

/**
 * Who is at least as good at every threshold, hence under every proper score (Ehm et al. 2016). Both
 * tables must hold the same questions. The curves are linear between distinct probabilities, so their
 * values there and the limits from the left decide. "neither": the verdict depends on the score.
 */
export function murphyDominance(first: ProbabilityTable, second: ProbabilityTable): Measure<Dominance> {
  if (first.n === 0 || second.n === 0) return NO_FORECASTS;
  const breaks = Float64Array.from(new Set([0, ...first.p, ...second.p, 1])).sort();
  const thetas: number[] = [];
  breaks.forEach((at, i) => {
    const next = breaks[i + 1];
    thetas.push(at);
    // Two points inside a linear piece determine its limit at the right end.
    if (next !== undefined) thetas.push(at + (next - at) / 2);
  });
  const [a, b] = [murphyDiagram(first, thetas), murphyDiagram(second, thetas)];
  const gaps = a.map(({ score }, i) => score - (b[i]?.score as number));
  const differences = gaps.flatMap((gap, i) =>
    i % 2 === 1 ? [gap, 2 * gap - (gaps[i - 1] as number)] : [gap],
  );
  const better = differences.some((difference) => difference < -1e-12);
  const worse = differences.some((difference) => difference > 1e-12);
  if (better && worse) return measured('neither');
  return measured(better ? 'first' : worse ? 'second' : 'equal');
}
