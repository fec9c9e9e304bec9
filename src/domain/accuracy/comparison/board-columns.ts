import type { ScoreBoard } from './comparison-graph.ts';

/** The scores of a board by question, as columns of numbers. */
export interface BoardColumns {
  /** How many there are, in the order of the board. */
  readonly forecasters: number;
  /** The scores of question j stand from starts[j] up to starts[j + 1]. */
  readonly starts: Int32Array;
  readonly forecaster: Int32Array;
  readonly score: Float64Array;
}

/** @returns with the questions of the columns, in the order of their names */
export function boardColumns(board: ScoreBoard): { columns: BoardColumns; questions: readonly string[] } {
  const scores = [...board.values()];
  const answers = new Map<string, number>();
  for (const own of scores)
    for (const question of own.keys()) answers.set(question, (answers.get(question) ?? 0) + 1);
  const questions = [...answers.keys()].sort();
  const numbers = new Map(questions.map((question, at) => [question, at]));
  const starts = new Int32Array(questions.length + 1);
  questions.forEach((question, at) => {
    starts[at + 1] = (starts[at] as number) + (answers.get(question) as number);
  });
  const rows = starts[questions.length] as number;
  const [forecaster, score] = [new Int32Array(rows), new Float64Array(rows)];
  const next = starts.slice();
  scores.forEach((own, at) => {
    for (const [question, value] of own) {
      const number = numbers.get(question) as number;
      const row = next[number] as number;
      next[number] = row + 1;
      forecaster[row] = at;
      score[row] = value;
    }
  });
  return { columns: { forecasters: board.size, starts, forecaster, score }, questions };
}
