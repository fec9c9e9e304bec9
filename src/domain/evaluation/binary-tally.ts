/** The state of the binary rows of one group: grows with distinct probabilities and clusters. */
import type { ClusterCells } from '../accuracy/calibration/resampled-tables.ts';
import type { HedgedStatement } from '../accuracy/hedges/hedged-statement.ts';
import type { ClusterTotal } from '../accuracy/intervals/cluster-sums.ts';
import { PEER_OF } from '../accuracy/report/cell/cell-points.ts';
import { type PointRow, PointSums } from '../accuracy/report/cell/point-sums.ts';
import type { PairPoints } from '../accuracy/report/reference/peers.ts';
import { DistinctDoubles } from '../accuracy/state/distinct-doubles.ts';
import { ProbabilityMap } from '../accuracy/state/probability-map.ts';
import type { ProbabilityTable } from '../accuracy/state/probability-table.ts';
import type { ScoringRule } from '../scoring/scoring-rule.ts';
import { type BinaryScores, binaryScore } from './binary-scores.ts';
import { ClusterPairs } from './cluster-pairs.ts';
import type { BinaryPart } from './evaluated-forecast.ts';
import type { NumberedForecast } from './numbering.ts';
import { UnitSums } from './unit-sums.ts';

/** Below every number of a cluster without a name. */
const NAMELESS = -(2 ** 40);

export class BinaryTally {
  readonly #scores: BinaryScores;
  readonly #grouped = new ProbabilityMap();
  readonly #clusters: UnitSums;
  /** Null as long as the question of every row is its cluster. */
  #byQuestion: UnitSums | null = null;
  readonly #pairs: ClusterPairs | null;
  readonly #hedges = new Map<string, Hedge>();
  readonly #questions = new DistinctDoubles(16);
  readonly #forecasters = new Set<number>();
  readonly #columns: Float64Array;
  readonly #points: { readonly row: NumberedForecast; readonly points: PairPoints }[] = [];
  #unitOf: (cluster: number) => number = (cluster) => cluster;
  #namelessQuestions = 0;
  #yesQuestions = 0;
  #nameless = 0;

  /** @param withPairs whether curves will be asked for */
  constructor(scores: BinaryScores, withPairs: boolean) {
    this.#scores = scores;
    this.#clusters = new UnitSums(scores.rules.length + 1);
    this.#columns = new Float64Array(scores.rules.length + 1);
    this.#pairs = withPairs ? new ClusterPairs() : null;
  }

  /** @param points null where forecasters are not compared */
  add(row: NumberedForecast, { p, outcome, bounds }: BinaryPart, points: PairPoints | null): void {
    const { weight, question, cluster } = row;
    if (points !== null) this.#points.push({ row, points });
    this.#forecasters.add(row.forecaster);
    this.#countQuestion(question, outcome);
    if (bounds !== null) this.#countHedge(p, outcome, bounds, weight);
    const own = this.#questionOf(row);
    const index = cluster === null && own === null ? 0 : this.#readScores(p, outcome);
    if (own !== cluster) this.#byQuestion ??= this.#clusters.copy();
    this.#clusters.add(cluster, p, outcome, this.#columns, weight);
    this.#byQuestion?.add(own, p, outcome, this.#columns, weight);
    if (cluster === null) return;
    this.#grouped.add(p, outcome, weight);
    this.#pairs?.add(cluster, index, p, outcome, weight);
  }

  /** Makes one cluster of those that are one unit. */
  join(unitOf: (cluster: number) => number): void {
    this.#unitOf = unitOf;
    if (!this.#clusters.joins(unitOf)) return;
    // From now on the questions are not the clusters.
    this.#byQuestion ??= this.#clusters.copy();
    this.#clusters.join(unitOf);
    this.#pairs?.join(unitOf);
  }

  get questions(): number {
    return this.#questions.count + this.#namelessQuestions;
  }

  get questionsByOutcome(): readonly [no: number, yes: number] {
    return [this.questions - this.#yesQuestions, this.#yesQuestions];
  }

  get forecasters(): number {
    return this.#forecasters.size;
  }

  get clusters(): number {
    return this.#clusters.units;
  }

  /** Peer points of the rows by cluster. */
  peerSums(rule: ScoringRule): PointSums {
    const sums = new PointSums(false);
    const key = PEER_OF[rule.key];
    const rows = this.#points.map(
      ({ row, points }, at): PointRow => ({
        cluster: row.cluster === null ? `row ${at}` : String(this.#unitOf(row.cluster)),
        question: row.question === null ? `row ${at}` : String(row.question),
        pair: row,
        weight: row.weight,
        points: key === undefined ? null : points[key],
      }),
    );
    sums.apply(rows, 1);
    return sums;
  }

  /** Empty where no binary row counts. */
  table(): ProbabilityTable {
    return this.#map().table();
  }

  /** Probability of yes among the other questions, for a question that came out so; null without others. */
  rateOfOthers(outcome: 0 | 1): number | null {
    const others = this.questions - 1;
    if (others < 1) return null;
    return Math.max(0, (this.#yesQuestions - outcome) / others);
  }

  /** Sums by cluster of the score and of a reference that depends on the outcome alone. */
  totals(rule: ScoringRule, reference: (outcome: 0 | 1) => number): ClusterTotal[] {
    return this.#totalsOf(this.#clusters, rule, reference);
  }

  /** Sums of the score by question; null where these are the clusters. */
  questionTotals(rule: ScoringRule): ClusterTotal[] | null {
    return this.#byQuestion === null ? null : this.#totalsOf(this.#byQuestion, rule, () => 0);
  }

  #totalsOf(units: UnitSums, rule: ScoringRule, reference: (outcome: 0 | 1) => number): ClusterTotal[] {
    const place = this.#scores.rules.indexOf(rule);
    const yes = this.#scores.rules.length;
    const [whenNo, whenYes] = [reference(0), reference(1)];
    const part = (weight: number, score: number) => (weight === 0 ? 0 : weight * score);
    const clustered = units.columns.totals((column, weight) => [
      column(place),
      part(weight - column(yes), whenNo) + part(column(yes), whenYes),
    ]);
    const { p, no, yes: happened } = units.single.table();
    const singles = Array.from(p).flatMap((value, i) =>
      ([0, 1] as const).flatMap((outcome): ClusterTotal[] => {
        const times = (outcome === 1 ? happened : no)[i] as number;
        if (times === 0) return [];
        const sums = [binaryScore(rule, value, outcome), outcome === 1 ? whenYes : whenNo];
        return [{ cluster: '', rows: 1, weight: 1, sums, times }];
      }),
    );
    return [...clustered, ...singles];
  }

  /** What the words of the rows allow; rows without bounds are intervals of width 0. */
  hedged(): HedgedStatement[] {
    const plain = this.#map();
    const bounded = [...this.#hedges.values()].map(({ times, p, ...hedge }) => {
      for (let row = 0; row < times; row += 1) plain.remove(p, hedge.outcome, hedge.weight);
      return { ...hedge, middle: p, weight: times * hedge.weight };
    });
    const { p, noWeight, yesWeight } = plain.table();
    const stated = Array.from(p).flatMap((value, i) =>
      [noWeight, yesWeight].map((weights, outcome) => {
        return { lower: value, upper: value, outcome, weight: weights[i] as number };
      }),
    );
    return [...stated.filter(({ weight }) => weight > 0), ...bounded];
  }

  /**
   * The rows of this group by cluster.
   * @param rankOf place of a cluster among all, so that no order of rows shows
   */
  cells(table: ProbabilityTable, rankOf: (cluster: number) => number): ClusterCells {
    if (this.#pairs === null) throw new Error('no curves were asked for');
    const columnOf = new Map(Array.from(table.p, (p, i) => [p, i]));
    const { p, no, yes } = this.#clusters.single.table();
    const singles = Array.from(p).flatMap((value, i) => {
      const column = columnOf.get(value) as number;
      const row = (outcome: 0 | 1) => ({ column, no: 1 - outcome, yes: outcome });
      return [
        ...Array.from({ length: no[i] as number }, () => row(0)),
        ...Array.from({ length: yes[i] as number }, () => row(1)),
      ];
    });
    return this.#pairs.cells(columnOf, rankOf, singles);
  }

  /** Whether no row depends on another and all weigh the same. */
  independent(table: ProbabilityTable): boolean {
    return !table.weighted && this.clusters === table.n;
  }

  /** Fills the columns of a row; gives the number of its probability. */
  #readScores(p: number, outcome: 0 | 1): number {
    const index = this.#scores.indexOf(p);
    this.#scores.read(index, outcome, this.#columns);
    this.#columns[this.#scores.rules.length] = outcome;
    return index;
  }

  #map(): ProbabilityMap {
    const all = new ProbabilityMap();
    all.merge(this.#grouped);
    all.merge(this.#clusters.single);
    return all;
  }

  /** The unit that the question of a row is: its number, or null for a plain row of its own. */
  #questionOf({ question, cluster, weight }: NumberedForecast): number | null {
    if (question !== null) return 2 * question;
    if (cluster === null || cluster < 0) return cluster;
    if (weight === 1) return null;
    this.#nameless += 1;
    return NAMELESS - this.#nameless;
  }

  #countQuestion(question: number | null, outcome: 0 | 1): void {
    if (question === null) this.#namelessQuestions += 1;
    else {
      const before = this.#questions.count;
      this.#questions.indexOf(question);
      if (this.#questions.count === before) return;
    }
    this.#yesQuestions += outcome;
  }

  #countHedge(p: number, outcome: 0 | 1, [lower, upper]: readonly [number, number], weight: number): void {
    const key = [p, lower, upper, outcome, weight].join(' ');
    const known = this.#hedges.get(key);
    if (known) known.times += 1;
    else this.#hedges.set(key, { p, lower, upper, outcome, weight, times: 1 });
  }
}

interface Hedge {
  readonly p: number;
  readonly lower: number;
  readonly upper: number;
  readonly outcome: 0 | 1;
  readonly weight: number;
  times: number;
}
