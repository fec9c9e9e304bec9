/** Coverage, bias and places of forecasts over a line: what adds up to their means, exactly. */
import type { ContinuousForm } from '../../../questions/distribution.ts';
import { biasOfForecast } from '../../../scoring/bias.ts';
import { centralCoverage } from '../../../scoring/central-coverage.ts';
import { type Place, placeInForecast } from '../../../scoring/probability-integral-transform.ts';
import { ExactSum } from '../../exact-sum.ts';
import { ClusterLedger, ClusterParts } from '../../intervals/cluster-ledger.ts';
import { meanIntervalOf } from '../../intervals/mean-interval.ts';
import { withheld } from '../../measure.ts';
import type { LineFacts, LineMean } from './line-diagnostics.ts';

export interface LineRow {
  readonly cluster: string;
  readonly question: string;
  readonly weight: number;
  readonly form: ContinuousForm;
  /** What came; of a date that had not come by the horizon, the end. */
  readonly y: number;
  /** First day after the horizon (dates); null: none. */
  readonly end: number | null;
}

/** Whether the rows of one question come together, and can be taken out, or one by one. */
export type Coming = 'byQuestion' | 'oneByOne';

const BINS = 10;
const NO_MIDDLE = withheld('No forecast says on which side of what came it lies.');

export class LineSums {
  readonly #new: () => Sums;
  readonly #coverage = new Map<number, Sums>();
  readonly #bias: Sums;
  readonly #bins = Array.from({ length: BINS }, () => new ExactSum());
  readonly #placed = new ExactSum();
  #places = 0;

  /** @param inParts whether rows of one cluster may come at different times */
  constructor(inParts: boolean, coming: Coming) {
    this.#new = () => new Sums(inParts, coming);
    this.#bias = this.#new();
  }

  apply(rows: readonly LineRow[], sign: 1 | -1): void {
    const levels = new Map<number, Part[]>();
    const biases: Part[] = [];
    for (const row of rows) {
      for (const { level, holds } of centralCoverage(row.form, row.y, row.end)) {
        const parts = levels.get(level) ?? [];
        levels.set(level, parts);
        parts.push({ row, value: holds ? 1 : 0 });
      }
      const bias = biasOfForecast(row.form, row.y, row.end);
      if (bias !== null) biases.push({ row, value: bias });
      const place = placeInForecast(row.form, row.y, row.end);
      if (place !== null) this.#spread(place, row.weight, sign);
    }
    this.#bias.apply(biases, sign);
    for (const [level, parts] of levels) {
      const sums = this.#coverage.get(level) ?? this.#new();
      this.#coverage.set(level, sums);
      sums.apply(parts, sign);
      if (sums.forecasts === 0) this.#coverage.delete(level);
    }
  }

  /** Clusters that are given one name are one from now on; only where they may come in parts. */
  join(nameOf: (cluster: string) => string): void {
    for (const sums of [this.#bias, ...this.#coverage.values()]) sums.join(nameOf);
  }

  /** Null where no forecast says anything of the kind. */
  facts(level: number): LineFacts | null {
    if (this.#places === 0 && this.#coverage.size === 0) return null;
    const total = this.#placed.value;
    return {
      coverage: [...this.#coverage]
        .sort(([a], [b]) => a - b)
        .map(([claimed, sums]) => ({ level: claimed, ...sums.facts(level) })),
      bias: this.#bias.facts(level),
      pit: {
        forecasts: this.#places,
        shares: this.#places === 0 ? [] : this.#bins.map((bin) => bin.value / total),
      },
    };
  }

  /** Evenly over the bins that the place reaches into; right-closed, the first with its lower end. */
  #spread({ lower, upper }: Place, weight: number, sign: 1 | -1): void {
    this.#places += sign;
    addTo(this.#placed, weight, sign);
    const width = upper - lower;
    this.#bins.forEach((bin, at) => {
      const [from, to] = [at / BINS, (at + 1) / BINS];
      const inside =
        width > 0
          ? Math.max(0, Math.min(upper, to) - Math.max(lower, from)) / width
          : Number((lower > from || at === 0) && lower <= to);
      if (inside > 0) addTo(bin, weight * inside, sign);
    });
  }
}

interface Part {
  readonly row: LineRow;
  readonly value: number;
}

/** Value and weight by cluster. */
class Sums {
  forecasts = 0;
  #questions = 0;
  readonly #seen: Set<string> | null;
  readonly #ledger: ClusterLedger;

  constructor(inParts: boolean, coming: Coming) {
    this.#ledger = new ClusterLedger(2, inParts);
    this.#seen = coming === 'oneByOne' ? new Set() : null;
  }

  apply(parts: readonly Part[], sign: 1 | -1): void {
    const [sums, questions] = [new ClusterParts(), this.#seen ?? new Set<string>()];
    const before = questions.size;
    for (const { row, value } of parts) {
      sums.add(row.cluster, [row.weight * value, row.weight]);
      questions.add(row.question);
    }
    this.forecasts += sign * parts.length;
    this.#questions += sign * (questions.size - before);
    this.#ledger.apply(sums, sign);
  }

  join(nameOf: (cluster: string) => string): void {
    this.#ledger.join(nameOf);
  }

  facts(level: number): LineMean {
    return {
      forecasts: this.forecasts,
      questions: this.#questions,
      mean: this.forecasts === 0 ? NO_MIDDLE : meanIntervalOf(this.#ledger.moments, [0, 1], level),
    };
  }
}

function addTo(sum: ExactSum, term: number, sign: 1 | -1): void {
  if (sign === 1) sum.add(term);
  else sum.subtract(term);
}
