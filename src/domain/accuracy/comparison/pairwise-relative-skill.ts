import { compensatedMean, compensatedSum } from '../../scoring/compensated-sum.ts';
import { type Measure, measured, withheld } from '../measure.ts';
import { commonQuestions, connectedComponents, type ScoreBoard } from './comparison-graph.ts';

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
  const overlap = (a: string, b: string) => commonQuestions(scoresOf(board, a), scoresOf(board, b));
  const linked = (a: string, b: string) => a !== b && overlap(a, b).length >= Math.max(1, minOverlap);
  const components = connectedComponents(forecasters, linked);
  const compared = new Map(
    forecasters.map((forecaster) => {
      const opponents = forecasters.filter((other) => linked(forecaster, other));
      const duels = opponents.map((other) => duel(board, forecaster, other, overlap(forecaster, other)));
      return [forecaster, { duels, relativeSkill: geometric(duels) }] as const;
    }),
  );
  const reference = baseline === undefined ? undefined : compared.get(baseline)?.relativeSkill;
  const home = components.find((component) => component.includes(baseline ?? ''));
  const result = new Map(
    [...compared].map(([forecaster, { duels, relativeSkill }]) => {
      const scaledRelativeSkill = home?.includes(forecaster)
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

function duel(board: ScoreBoard, self: string, other: string, questions: readonly string[]): Duel {
  const total = (forecaster: string) =>
    compensatedSum(questions.map((question) => scoresOf(board, forecaster).get(question) as number));
  const [own, theirs] = [total(self), total(other)];
  const usable = own > 0 && theirs > 0 && own < Infinity && theirs < Infinity;
  return { logRatio: usable ? Math.log(own / theirs) : null, difference: (own - theirs) / questions.length };
}

function geometric(duels: readonly Duel[]): Measure<number> {
  if (duels.length === 0) return ALONE;
  const logs = duels.map(({ logRatio }) => logRatio);
  if (logs.includes(null))
    return withheld('A compared sum is 0, negative or infinite; use the mean difference.');
  return measured(Math.exp(compensatedSum(logs as number[]) / (duels.length + 1)));
}

function quotient(skill: Measure<number>, reference: Measure<number> | undefined): Measure<number> {
  if (!reference) return withheld('There is no baseline on this board.');
  if (reference.reason !== null) return reference;
  return skill.reason === null ? measured(skill.value / reference.value) : skill;
}

function scoresOf(board: ScoreBoard, forecaster: string): ReadonlyMap<string, number> {
  return board.get(forecaster) ?? new Map();
}
