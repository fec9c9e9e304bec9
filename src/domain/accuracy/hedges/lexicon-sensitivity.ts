import { competitionRanks } from '../comparison/competition-ranks.ts';

export interface LexiconSensitivity {
  readonly forecaster: string;
  /** Mean score and rank under each lexicon; null where the lexicon leaves nothing to score. */
  readonly byLexicon: ReadonlyMap<string, { readonly score: number | null; readonly rank: number | null }>;
  /** Best and worst rank over the lexicons; null where no lexicon scores the forecaster. */
  readonly bestRank: number | null;
  readonly worstRank: number | null;
}

/**
 * How far the ranking depends on what the words are taken to mean: mean score by lexicon and forecaster
 * to ranks by lexicon and their range.
 */
export function lexiconSensitivity(
  scores: ReadonlyMap<string, ReadonlyMap<string, number | null>>,
  orientation: 'loss' | 'gain' = 'loss',
): LexiconSensitivity[] {
  const forecasters = [...new Set([...scores.values()].flatMap((board) => [...board.keys()]))];
  const ranked = [...scores].map(([lexicon, board]) => {
    const column = forecasters.map((forecaster) => board.get(forecaster) ?? null);
    return { lexicon, column, ranks: competitionRanks(column, orientation) };
  });
  return forecasters.map((forecaster, i) => {
    const byLexicon = new Map(
      ranked.map(({ lexicon, column, ranks }) => [
        lexicon,
        { score: column[i] ?? null, rank: ranks[i] ?? null },
      ]),
    );
    const ranks = [...byLexicon.values()].flatMap(({ rank }) => rank ?? []);
    const range = ranks.length > 0 ? [Math.min(...ranks), Math.max(...ranks)] : [];
    return { forecaster, byLexicon, bestRank: range[0] ?? null, worstRank: range[1] ?? null };
  });
}
