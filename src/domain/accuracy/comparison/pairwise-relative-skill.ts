import { compensatedMean, compensatedSum } from '../../scoring/compensated-sum.ts';
import { type Measure, measured, withheld } from '../measure.ts';
import { connectedComponents, type ScoreBoard } from './comparison-graph.ts';

export interface RelativeSkill {
  /** Geometric mean over opponents and oneself of ΣS_i/ΣS_j on common questions; below 1 is better. */
  readonly relativeSkill: Measure<number>;
  /** The same divided by that of the baseline. */
  readonly scaledRelativeSkill: Measure<number>;
  /** Mean over opponents of the mean difference on common questions: defined also where a sum is 0. */
  readonly meanDifference: Measure<number>;
  readonly opponents: number;
}

export interface PairwiseComparison {
  readonly forecasters: ReadonlyMap<string, RelativeSkill>;
  /** More than one: the board falls apart and skills of different components do not compare. */
  readonly components: readonly (readonly string[])[];
  /** True where some sum is 0 and the board must be ranked by `meanDifference`. */
  readonly needsDifferences: boolean;
}

/**
 * Pairwise relative skill as forecasting hubs use it (Cramer et al. 2022). Pairs with fewer than
 * `minOverlap` common questions are not compared. One perfect record makes every ratio to it 0 or
 * infinite: then the ratio is null and the difference stands.
 */
export function pairwiseRelativeSkill(
  board: ScoreBoard,
  { baseline, minOverlap = 1 }: { readonly baseline?: string; readonly minOverlap?: number } = {},
): PairwiseComparison {
  const forecasters = [...board.keys()];
  const pairs = duelsOf(board, Math.max(1, minOverlap));
  const linked = (a: string, b: string) => pairs.get(a)?.has(b) ?? false;
  const components = connectedComponents(forecasters, linked);
  const compared = new Map(
    forecasters.map((forecaster) => {
      const duels = [...(pairs.get(forecaster)?.values() ?? [])];
      return [forecaster, { duels, relativeSkill: geometric(duels) }] as const;
    }),
  );
  const reference = baseline === undefined ? undefined : compared.get(baseline)?.relativeSkill;
  const home = components.find((component) => component.includes(baseline ?? ''));
  const result = new Map(
    [...compared].map(([forecaster, { duels, relativeSkill }]) => {
      const scaledRelativeSkill =
        reference === undefined || home?.includes(forecaster)
          ? quotient(relativeSkill, reference)
          : withheld('No chain of comparisons leads to the baseline.');
      const meanDifference: Measure<number> =
        duels.length > 0 ? measured(compensatedMean(duels.map(({ difference }) => difference))) : ALONE;
      return [
        forecaster,
        { relativeSkill, scaledRelativeSkill, meanDifference, opponents: duels.length },
      ] as const;
    }),
  );
  const needsDifferences = [...compared.values()].some(({ duels }) =>
    duels.some(({ logRatio }) => logRatio === null),
  );
  return { forecasters: result, components, needsDifferences };
}

const ALONE = withheld('Nobody shares enough questions with this forecaster.');

interface Duel {
  /** ln ΣS_i - ln ΣS_j; null where a sum is 0 or not finite. */
  readonly logRatio: number | null;
  readonly difference: number;
}

/** Duels of each forecaster with those who share enough questions, in the order of the board. */
function duelsOf(board: ScoreBoard, minOverlap: number): ReadonlyMap<string, ReadonlyMap<string, Duel>> {
  const numbers = new Map<string, number>();
  for (const scores of board.values())
    for (const question of scores.keys()) if (!numbers.has(question)) numbers.set(question, numbers.size);
  const columns = [...board.values()].map((scores): Column => {
    const byQuestion = new Map<number, number>();
    for (const [question, score] of scores) byQuestion.set(numbers.get(question) as number, score);
    const questions = Int32Array.from(byQuestion.keys()).sort();
    return { questions, scores: Float64Array.from(questions, (at) => byQuestion.get(at) as number) };
  });
  const forecasters = [...board.keys()];
  const duels = new Map(forecasters.map((forecaster) => [forecaster, new Map<string, Duel>()]));
  forecasters.forEach((self, i) => {
    for (let j = i + 1; j < forecasters.length; j += 1) {
      const found = duel(columns[i] as Column, columns[j] as Column, minOverlap);
      if (found === null) continue;
      const other = forecasters[j] as string;
      duels.get(self)?.set(other, found);
      const { logRatio, difference } = found;
      duels.get(other)?.set(self, {
        logRatio: logRatio === null ? null : -logRatio,
        difference: -difference,
      });
    }
  });
  return duels;
}

/** Scores in the order of the numbers of their questions. */
interface Column {
  readonly questions: Int32Array;
  readonly scores: Float64Array;
}

/** Null where the two share fewer questions. */
function duel(self: Column, other: Column, minOverlap: number): Duel | null {
  const mine: number[] = [];
  const others: number[] = [];
  let i = 0;
  let j = 0;
  while (i < self.questions.length && j < other.questions.length) {
    const a = self.questions[i] as number;
    const b = other.questions[j] as number;
    if (a === b) {
      mine.push(self.scores[i] as number);
      others.push(other.scores[j] as number);
    }
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  if (mine.length < minOverlap) return null;
  const [own, theirs] = [compensatedSum(mine), compensatedSum(others)];
  const usable = own > 0 && theirs > 0 && own < Infinity && theirs < Infinity;
  return { logRatio: usable ? Math.log(own / theirs) : null, difference: (own - theirs) / mine.length };
}

function geometric(duels: readonly Duel[]): Measure<number> {
  if (duels.length === 0) return ALONE;
  const logs = duels.map(({ logRatio }) => logRatio);
  if (logs.includes(null))
    return withheld('A compared sum is 0, negative or infinite; use the mean difference.');
  return measured(Math.exp(compensatedSum(logs as number[]) / (duels.length + 1)));
}

function quotient(skill: Measure<number>, reference: Measure<number> | undefined): Measure<number> {
  if (!reference) return withheld('The baseline is not among the forecasters compared.');
  if (reference.reason !== null) return reference;
  return skill.reason === null ? measured(skill.value / reference.value) : skill;
}
