import { compensatedMean } from '../../scoring/compensated-sum.ts';
import { connectedComponents, type ScoreBoard } from './comparison-graph.ts';
import { solveByConjugateGradients } from './conjugate-gradients.ts';

export interface DifficultyAdjustment {
  /** a_i + mean over questions of b_j: the mean score had everybody answered every question. */
  readonly adjusted: ReadonlyMap<string, number>;
  /** Effect of each question relative to its component, above 0 hard. */
  readonly difficulty: ReadonlyMap<string, number>;
  /** Forecasters that chains of shared questions connect; adjusted scores compare only inside one. */
  readonly components: readonly (readonly string[])[];
  /** Questions with one forecaster: their difficulty is one person's luck. */
  readonly answeredOnce: number;
}

/**
 * Two-way fixed effects S_ij = a_i + b_j by least squares, reported as marginal means, which no choice
 * of normalisation changes. `ridge` adds λ·Σb_j² and shrinks the difficulty of rarely answered
 * questions. Scores must be finite. Each component is adjusted to its own questions.
 */
export function adjustForDifficulty(board: ScoreBoard, ridge = 0): DifficultyAdjustment {
  const parts = partsOf(board);
  const answered = (a: string, b: string) => {
    const other = board.get(b);
    // Only inside one part is there anything to be found, and there it is found soon.
    if (other === undefined || parts(a) !== parts(b)) return false;
    for (const question of board.get(a)?.keys() ?? []) if (other.has(question)) return true;
    return false;
  };
  const active = [...board.keys()].filter((forecaster) => (board.get(forecaster)?.size ?? 0) > 0);
  const components = connectedComponents(active, answered);
  const adjusted = new Map<string, number>();
  const difficulty = new Map<string, number>();
  let answeredOnce = 0;
  for (const component of components) {
    const rows = component.map((forecaster) => [...(board.get(forecaster) ?? [])]);
    const { skill, hardness, counts } = fitEffects(rows, ridge);
    const mean = compensatedMean([...hardness.values()]);
    component.forEach((forecaster, i) => {
      adjusted.set(forecaster, (skill[i] as number) + mean);
    });
    for (const [question, effect] of hardness) difficulty.set(question, effect - mean);
    for (const count of counts.values()) answeredOnce += count === 1 ? 1 : 0;
  }
  return { adjusted, difficulty, components, answeredOnce };
}

/** Names the part of each forecaster: chains of shared questions connect no two parts. */
function partsOf(board: ScoreBoard): (forecaster: string) => string {
  const parent = new Map<string, string>();
  const root = (of: string): string => {
    let at = of;
    for (let next = parent.get(at); next !== undefined; next = parent.get(at)) at = next;
    return at;
  };
  const firstOf = new Map<string, string>();
  for (const [forecaster, scores] of board) {
    for (const question of scores.keys()) {
      const first = firstOf.get(question);
      if (first === undefined) {
        firstOf.set(question, forecaster);
        continue;
      }
      const [one, other] = [root(first), root(forecaster)];
      if (one !== other) parent.set(other, one);
    }
  }
  return root;
}

type Rows = readonly (readonly (readonly [string, number])[])[];

/** Question effects are eliminated, so that the system to solve has one unknown a forecaster. */
function fitEffects(rows: Rows, ridge: number) {
  const counts = new Map<string, number>();
  for (const row of rows) for (const [question] of row) counts.set(question, (counts.get(question) ?? 0) + 1);
  const sumByQuestion = (value: (i: number, score: number) => number): Map<string, number> => {
    const sums = new Map<string, number>();
    rows.forEach((row, i) => {
      for (const [question, score] of row) sums.set(question, (sums.get(question) ?? 0) + value(i, score));
    });
    return sums;
  };
  const share = (sums: Map<string, number>, question: string) =>
    (sums.get(question) as number) / ((counts.get(question) as number) + ridge);
  const scoreSums = sumByQuestion((_, score) => score);
  const right = rows.map((row) =>
    row.reduce((sum, [question, score]) => sum + score - share(scoreSums, question), 0),
  );
  const squares = rows.flat().reduce((sum, [, score]) => sum + score ** 2, 0);
  const skill = solveByConjugateGradients(
    right,
    (a) => {
      const sums = sumByQuestion((i) => a[i] as number);
      return rows.map((row, i) =>
        row.reduce((sum, [question]) => sum + (a[i] as number) - share(sums, question), 0),
      );
    },
    squares,
  );
  const residuals = sumByQuestion((i, score) => score - (skill[i] as number));
  const hardness = new Map([...residuals.keys()].map((question) => [question, share(residuals, question)]));
  return { skill, hardness, counts };
}
