import { type Measure, measured, NO_FORECASTS, withheld } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import { clusterSquares, type Deviation } from './cluster-squares.ts';
import { fitLogistic, informationOf, type LogisticFit, type LogisticRow } from './logistic-fit.ts';
import type { ClusterCells } from './resampled-tables.ts';

export interface CoxRecalibration {
  readonly intercept: number;
  /** Below 1 over-confident, above 1 under-confident. */
  readonly slope: number;
  /** Null where the forecasts are one cluster. */
  readonly seIntercept: number | null;
  readonly seSlope: number | null;
}

export interface Recalibration {
  /** logit π = intercept + slope · logit p; null with one class or with separated classes. */
  readonly line: Measure<CoxRecalibration>;
  /** Calibration in the large: the intercept when the slope is held at 1; null with one class. */
  readonly interceptGivenSlope1: Measure<number>;
  /** Probabilities were moved into [clip, 1 - clip], because 0 and 1 have no logit. */
  readonly clip: number;
  readonly nClipped: number;
}

/**
 * Cox 1958 recalibration by maximum likelihood over the distinct probabilities. With weights the
 * standard errors use the effective number of forecasts.
 * @param cells the same forecasts by cluster: the standard errors are then cluster-robust (CR1)
 */
export function coxRecalibration(
  table: ProbabilityTable,
  clip = 0.005,
  cells: ClusterCells | null = null,
): Recalibration {
  const rows = logitRows(table, clip);
  let nClipped = 0;
  table.p.forEach((p, i) => {
    if (p < clip || p > 1 - clip) nClipped += (table.no[i] as number) + (table.yes[i] as number);
  });
  const oneClass = refusal(table);
  if (oneClass) return { line: oneClass, interceptGivenSlope1: oneClass, clip, nClipped };
  return { line: line(rows, cells), interceptGivenSlope1: interceptAlone(rows), clip, nClipped };
}

function refusal(table: ProbabilityTable) {
  if (table.n === 0) return NO_FORECASTS;
  if (table.events > 0 && table.events < table.n) return null;
  return withheld('Recalibration needs events and non-events; every outcome was the same.');
}

function line(rows: readonly LogisticRow[], cells: ClusterCells | null): Measure<CoxRecalibration> {
  const problem = separation(rows);
  if (problem) return withheld(problem);
  const fit = fitLogistic(rows);
  if (!fit) return withheld('The likelihood did not converge.');
  return measured(cells === null ? fit : { ...fit, ...clusteredErrors(rows, fit, cells) });
}

/** The sandwich: inverse information around the squared scores of the clusters. */
function clusteredErrors(
  rows: readonly LogisticRow[],
  { intercept, slope }: LogisticFit,
  cells: ClusterCells,
): Pick<CoxRecalibration, 'seIntercept' | 'seSlope'> {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const weightOfCells = [...cells.no, ...cells.yes].reduce((sum, weight) => sum + weight, 0);
  const scale = total / weightOfCells;
  const { information, determinant } = informationOf(rows, intercept, slope);
  const [a, b, c] = information.map((value) => value / determinant) as [number, number, number];
  /** One row of the inverse information times the score of a forecast. */
  const along =
    (first: number, second: number): Deviation =>
    (column) => {
      const { x } = rows[column] as LogisticRow;
      const chance = 1 / (1 + Math.exp(-intercept - slope * x));
      const lever = scale * (first + second * x);
      return [-chance * lever, (1 - chance) * lever];
    };
  const error = (squares: number | null) => (squares === null ? null : Math.sqrt(squares));
  return {
    seIntercept: error(clusterSquares(cells, along(c, -b))),
    seSlope: error(clusterSquares(cells, along(-b, a))),
  };
}

/** The intercept alone; its score Σ yes - Σ weight·π falls in a, so bisection inside wide bounds is safe. */
function interceptAlone(rows: readonly LogisticRow[]): Measure<number> {
  let low = -60;
  let high = 60;
  for (let step = 0; step < 200 && high - low > 1e-15 * Math.max(1, Math.abs(low)); step += 1) {
    const middle = (low + high) / 2;
    const surplus = rows.reduce(
      (sum, { x, weight, yes }) => sum + yes - weight / (1 + Math.exp(-middle - x)),
      0,
    );
    if (surplus > 0) low = middle;
    else high = middle;
  }
  return measured((low + high) / 2);
}

/** The slope exists only where the classes overlap on both sides (Albert & Anderson 1984). */
function separation(rows: readonly LogisticRow[]): string | null {
  const of = (events: boolean) =>
    rows.filter(({ yes, weight }) => (events ? yes > 0 : weight > yes)).map(({ x }) => x);
  const [yes, no] = [of(true), of(false)];
  if (rows.every(({ x }) => x === rows[0]?.x)) return 'Every forecast is the same, so there is no slope.';
  const overlap = (a: number[], b: number[]) => (a.at(-1) as number) > (b[0] as number);
  return overlap(yes, no) && overlap(no, yes)
    ? null
    : 'The forecasts separate events from non-events, so the slope has no finite estimate.';
}

function logitRows(table: ProbabilityTable, clip: number): LogisticRow[] {
  const scale = table.effectiveN / table.weight;
  return Array.from(table.p, (value, i) => {
    const p = Math.min(1 - clip, Math.max(clip, value));
    const yes = (table.yesWeight[i] as number) * scale;
    return { x: Math.log(p / (1 - p)), yes, weight: yes + (table.noWeight[i] as number) * scale };
  });
}
