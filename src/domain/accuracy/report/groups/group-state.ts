/** The exact state of one group of a report, or of all of it. */
import { questionTypeKeys } from '../../../questions/question.ts';
import type { QuestionTypeKey } from '../../../questions/question-type.ts';
import { defaultRules, defaultRulesOfType, scoringRules } from '../../../scoring/registry.ts';
import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import type { JoinedStatement } from '../../record/joined-record.ts';
import { Tally } from '../../state/tally.ts';
import type { CellOptions } from '../cell/cell-state.ts';
import type { CellContext } from '../cell/column-items.ts';
import type { AccuracyParameters } from '../models/parameters.ts';
import type { LeftOutReason, ScoredForecast } from '../selection/counting.ts';
import type { GroupValue } from '../selection/grouping.ts';
import { inReading } from '../selection/scored-rows.ts';
import { ColumnState } from './column-state.ts';
import { StatementTally } from './statement-tally.ts';

export interface GroupOptions extends CellOptions {
  readonly rule: AccuracyParameters['rule'];
  /** Whether some question has a strict or a lenient reading; else both columns are one. */
  readonly readingsDiffer: boolean;
}

/** What stands in one group. */
export interface GroupPart {
  readonly scored: readonly ScoredForecast[];
  readonly leftOut: readonly LeftOutReason[];
  readonly statements: readonly JoinedStatement[];
}

export class GroupState {
  readonly values: readonly GroupValue[];
  readonly scored = new Tally<QuestionTypeKey>();
  readonly leftOut = new Tally<LeftOutReason>();
  readonly statements = new StatementTally();
  readonly types = new Map<QuestionTypeKey, TypeState>();
  readonly #options: GroupOptions;

  constructor(values: readonly GroupValue[], options: GroupOptions) {
    this.values = values;
    this.#options = options;
  }

  /** Adds (1) or takes out (-1); see `CellState.apply`. */
  apply({ scored, leftOut, statements }: GroupPart, context: CellContext, sign: 1 | -1): void {
    for (const reason of leftOut) this.leftOut.add(reason, sign);
    for (const statement of statements) this.statements.apply(statement, sign);
    for (const type of questionTypeKeys) {
      const items = scored.filter(({ forecast }) => forecast.question.facts.type === type);
      if (items.length === 0) continue;
      this.scored.add(type, sign * items.length);
      let state = this.types.get(type);
      if (state === undefined) {
        state = new TypeState(type, this.#options);
        this.types.set(type, state);
      }
      state.apply(items, context, sign);
    }
  }

  /** By which the largest groups are chosen: forecasts scored, left out, statements. */
  get size(): readonly [number, number, number] {
    return [this.scored.total, this.leftOut.total, this.statements.kinds.total];
  }

  /** Numbers held, for a bound on memory. */
  get extent(): number {
    let extent = 1;
    for (const { strict, lenient } of this.types.values())
      extent += strict.extent + (lenient === strict ? 0 : lenient.extent);
    return extent;
  }
}

/** Forecasts of one question type. */
export class TypeState {
  readonly strict: ColumnState;
  readonly lenient: ColumnState;
  readonly #candidates: readonly ScoringRule[];
  readonly #asked: boolean;
  /** Kinds of distributions by which candidates score them and by which they are scored unasked. */
  readonly #kinds = new Tally<string>();
  /** Forecasts on questions of one reading only. */
  #ofOneReading = 0;

  constructor(type: QuestionTypeKey, options: GroupOptions) {
    this.#asked = options.rule.length > 0;
    this.#candidates = this.#asked
      ? scoringRules.filter(({ key }) => options.rule.includes(key))
      : defaultRulesOfType(type);
    this.strict = new ColumnState(this.#candidates, options);
    this.lenient = options.readingsDiffer ? new ColumnState(this.#candidates, options) : this.strict;
  }

  apply(items: readonly ScoredForecast[], context: CellContext, sign: 1 | -1): void {
    for (const item of items) {
      this.#kinds.add(this.#kindOf(item), sign);
      if (item.forecast.question.facts.reading !== 'plain') this.#ofOneReading += sign;
    }
    this.strict.apply(inReading(items, 'strict'), context, sign);
    if (this.lenient !== this.strict) this.lenient.apply(inReading(items, 'lenient'), context, sign);
  }

  /** Whether both readings are of the same forecasts. */
  get readingsAgree(): boolean {
    return this.#ofOneReading === 0;
  }

  /** Rules that were asked for, or the defaults of what is there, and that score some of it. */
  rules(): ScoringRule[] {
    const kinds = this.#kinds.entries().map(([kind]) => kind);
    return this.#candidates.filter(
      (_rule, at) =>
        kinds.some((kind) => kind[at] !== '-') && (this.#asked || kinds.some((kind) => kind[at] === 'd')),
    );
  }

  /** Forecasts that none of these rules scores. */
  notApplicable(rules: readonly ScoringRule[]): number {
    const places = rules.map((rule) => this.#candidates.indexOf(rule));
    return this.#kinds
      .entries()
      .filter(([kind]) => places.every((at) => kind[at] === '-'))
      .reduce((sum, [, count]) => sum + count, 0);
  }

  /** A letter a candidate: `d` scored unasked, `a` only when asked, `-` not at all. */
  #kindOf({ distribution }: ScoredForecast): string {
    const defaults = defaultRules(distribution);
    return this.#candidates
      .map((rule) => (rule.refuses(distribution) !== null ? '-' : defaults.includes(rule) ? 'd' : 'a'))
      .join('');
  }
}
