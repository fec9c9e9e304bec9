/** Whether the bounds of a forecast are the choice of one cell of a lexicon that divides 0 to 1. */
import type { LexiconInterval } from './intervals.ts';

/** Which version of which lexicon reads a hedge. */
export interface LexiconReference {
  readonly lexiconKey: string;
  readonly lexiconVersion: string;
}

export interface LexiconCells {
  /** Whether the intervals divide 0..1 without gap or overlap. */
  readonly partition: boolean;
  readonly entries: readonly LexiconInterval[];
}

/** Name of one version of a lexicon. */
export function lexiconName(key: string, version: string): string {
  return `${key}@${version}`;
}

/**
 * Only then is `(lower - y)(upper - y)` proper.
 * @param prediction of basis verbal, @param hedge of the statement that implies it
 * @param lexicons by `lexiconName`
 */
export function isLexiconCell(
  prediction: object,
  hedge: LexiconReference | null,
  lexicons: ReadonlyMap<string, LexiconCells>,
): boolean {
  if (hedge === null) return false;
  const { lower, upper } = prediction as Partial<LexiconInterval>;
  const lexicon = lexicons.get(lexiconName(hedge.lexiconKey, hedge.lexiconVersion));
  return (
    lexicon?.partition === true &&
    lexicon.entries.some((entry) => entry.lower === lower && entry.upper === upper)
  );
}
