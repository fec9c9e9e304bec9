import { percentileInterval } from '../intervals/quantile.ts';
import { type RandomSource, randomSource } from '../intervals/random-source.ts';
import { Remembered } from '../intervals/remembered.ts';
import { type LongTask, noSideWork, type SideWork } from '../intervals/side-work.ts';
import { type Measure, measured, withheld } from '../measure.ts';
import { type BoardColumns, boardColumns } from './board-columns.ts';
import type { ScoreBoard } from './comparison-graph.ts';
import { MarginalMeans } from './marginal-means.ts';

export interface DifficultyBootstrapOptions {
  readonly level: number;
  readonly seed: number;
  readonly replicates: number;
  /** Independent unit of a question. */
  readonly clusterOf: (question: string) => string;
}

type AdjustedInterval = Measure<{ readonly lower: number; readonly upper: number }>;

/** Share of the resamples in which a forecaster must be comparable for there to be an interval. */
const COMPARABLE = 0.95;
/** Scores times steps that all fits of a board take, of some 10 ns each; beyond, fewer are drawn, and said. */
const AFFORDABLE = 6e8;
/** What is done beside the steps, in steps. */
const BESIDE = 5;
const LEAST_RESAMPLES = 200;
/** So much more may the least number of resamples take. */
const STRETCH = 4;

export interface AdjustedIntervals {
  /** Asked, or fewer for a board that takes long; 0 where even the least number would take too long. */
  readonly resamples: number;
  readonly of: (forecaster: string) => AdjustedInterval | undefined;
}

/**
 * Percentile intervals of the difficulty-adjusted means: clusters of questions are drawn with
 * replacement and both effects fitted anew each time. A resample may fall apart: then only the largest
 * part is compared, and who is in it too seldom gets no interval. Begun at once, looked at when asked.
 */
export function adjustedIntervals(
  board: ScoreBoard,
  { level, seed, replicates, clusterOf }: DifficultyBootstrapOptions,
  sideWork: SideWork = noSideWork,
): AdjustedIntervals {
  const { columns, questions } = boardColumns(board);
  const resamples = affordable(columns, replicates);
  if (resamples === 0) return { resamples, of: () => TOO_LONG };
  const { ofQuestion, clusters } = clustersOf(questions, clusterOf);
  const { starts, forecaster, score } = columns;
  const drawn = { columns, ofQuestion, clusters, level, seed, replicates: resamples };
  const intervals = known.begin(
    [JSON.stringify([level, seed, resamples, board.size, clusters]), starts, forecaster, score, ofQuestion],
    () => sideWork.begin(adjustedIntervalsTask, drawn, resamples * score.length),
  );
  const places = new Map([...board.keys()].map((name, at) => [name, at]));
  return { resamples, of: (name) => intervals()[places.get(name) ?? -1] };
}

const TOO_LONG: AdjustedInterval = withheld(
  'An interval would take too long to compute: long chains of shared questions connect these forecasters. Narrow the report with filters.',
);

/** Resamples that a board can be given: where long chains connect people, each fit takes many steps. */
function affordable(columns: BoardColumns, asked: number): number {
  const scores = Math.max(1, columns.score.length);
  const most = (STRETCH * AFFORDABLE) / (LEAST_RESAMPLES * scores) - BESIDE;
  const means = new MarginalMeans(columns, most);
  means.adjusted(new Float64Array(columns.starts.length - 1).fill(1));
  if (means.steps >= most) return 0;
  const resamples = Math.floor(AFFORDABLE / (scores * (means.steps + BESIDE)));
  return Math.min(asked, Math.max(LEAST_RESAMPLES, resamples));
}

/** A board takes some 10 kB. */
const known = new Remembered<readonly AdjustedInterval[]>(64);

interface DrawnBoard extends Omit<DifficultyBootstrapOptions, 'clusterOf'> {
  readonly columns: BoardColumns;
  /** Cluster of each question, by number. */
  readonly ofQuestion: Int32Array;
  readonly clusters: number;
}

export const adjustedIntervalsTask: LongTask<DrawnBoard, readonly AdjustedInterval[]> = {
  name: 'adjustedIntervals',
  run: intervalsOf,
};

function intervalsOf({
  columns,
  ofQuestion,
  clusters,
  level,
  seed,
  replicates,
}: DrawnBoard): AdjustedInterval[] {
  const random = randomSource(seed);
  const means = new MarginalMeans(columns);
  const drawn = Array.from({ length: columns.forecasters }, (): number[] => []);
  const weights = new Float64Array(ofQuestion.length);
  const times = new Int32Array(clusters);
  for (let b = 0; b < replicates && clusters > 0; b += 1) {
    drawTimes(times, random);
    for (let question = 0; question < weights.length; question += 1)
      weights[question] = times[ofQuestion[question] as number] as number;
    means.adjusted(weights).forEach((value, at) => {
      if (!Number.isNaN(value)) drawn[at]?.push(value);
    });
  }
  return drawn.map((values): AdjustedInterval => {
    if (values.length >= COMPARABLE * replicates) return measured(percentileInterval(values, level));
    const apart = replicates - values.length;
    return withheld(
      `In ${apart} of ${replicates} resamples no chain of shared questions leads to the largest group.`,
    );
  });
}

function clustersOf(questions: readonly string[], clusterOf: (question: string) => string) {
  const names = questions.map(clusterOf);
  const numbers = new Map([...new Set(names)].sort().map((name, at) => [name, at]));
  return {
    ofQuestion: Int32Array.from(names, (name) => numbers.get(name) as number),
    clusters: numbers.size,
  };
}

/** Draws as many clusters as there are, with replacement, and counts each. */
function drawTimes(times: Int32Array, random: RandomSource): void {
  times.fill(0);
  for (let i = 0; i < times.length; i += 1) {
    const at = random.below(times.length);
    times[at] = (times[at] as number) + 1;
  }
}
