/** What the words of a binary forecast allow. */
import type { HedgedStatement } from '../../hedges/hedged-statement.ts';
import type { ScoredForecast } from '../selection/counting.ts';
import { binaryRow } from './diagnostics.ts';

/** Its lower end, what the record took it for, and its upper end; null where it is not binary. */
export function hedgeRow(item: ScoredForecast, weight: number): HedgedStatement | null {
  const row = binaryRow(item);
  if (row === null) return null;
  const { prediction, basis } = item.forecast.entry;
  const hedged = basis === 'verbal' && 'probability' in prediction;
  const { p } = row;
  const [lower, middle, upper] = hedged
    ? [prediction.lower ?? p, prediction.probability, prediction.upper ?? p]
    : [p, p, p];
  return { lower, middle, upper, outcome: row.outcome, cell: item.forecast.isLexiconCell, weight };
}
