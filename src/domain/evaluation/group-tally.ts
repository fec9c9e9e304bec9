/** The state of one group, from which its figures and curves are computed. */

import { affordableResamples, beginCurves, noCurves } from '../accuracy/report/curves/curves.ts';
import type { CalibrationCurves } from '../accuracy/report/models/calibration-model.ts';
import type { PairPoints } from '../accuracy/report/reference/peers.ts';
import { questionTypeKeys } from '../questions/question.ts';
import type { QuestionTypeKey } from '../questions/question-type.ts';
import { brierFractional } from '../scoring/brier-fractional.ts';
import { defaultRules, defaultRulesOfType, scoringRules } from '../scoring/registry.ts';
import type { ScoringRule } from '../scoring/scoring-rule.ts';
import { type BinaryScores, binaryDistribution } from './binary-scores.ts';
import { BinaryTally } from './binary-tally.ts';
import { binaryCell, otherCell } from './evaluated-cell.ts';
import {
  type BinaryPart,
  type EvaluatedForecast,
  type LeftOutReason,
  leftOutReasons,
  type Scorable,
} from './evaluated-forecast.ts';
import type { EvaluatedFigures, EvaluatedRow } from './evaluation-model.ts';
import type { NumberedForecast } from './numbering.ts';
import type { EvaluationOptions } from './options.ts';
import { OtherTally } from './other-tally.ts';
import type { Resampling } from './resampled-totals.ts';

interface OfType {
  rows: number;
  /** Rows that no rule scores. */
  notApplicable: number;
  readonly tallies: ReadonlyMap<ScoringRule, OtherTally>;
}

/** Rules that score some distribution unasked. */
const everyDefault = new Set([...questionTypeKeys.flatMap(defaultRulesOfType), brierFractional]);

/** Rules that rows which are not binary may need: those asked for, or every default there is. */
export function candidateRules(asked: readonly string[]): ScoringRule[] {
  return scoringRules.filter((rule) =>
    asked.length > 0 ? asked.includes(rule.key) : everyDefault.has(rule),
  );
}

/** Rules of binary rows that came out as yes or no; what is fractional is kept with the answers that are. */
export function binaryRules(asked: readonly string[]): ScoringRule[] {
  const distribution = binaryDistribution(0.5);
  const wanted = asked.length > 0 ? candidateRules(asked) : [...defaultRules(distribution)];
  return wanted.filter((rule) => rule !== brierFractional && rule.refuses(distribution) === null);
}

export class GroupTally {
  readonly #options: EvaluationOptions;
  readonly #asked: readonly string[];
  readonly #binaryRules: readonly ScoringRule[];
  readonly #binary: BinaryTally;
  readonly #leftOut = new Map<LeftOutReason, number>();
  readonly #others = new Map<QuestionTypeKey, OfType>();
  #binaryRows = 0;

  constructor(
    options: EvaluationOptions,
    asked: readonly string[],
    scores: BinaryScores,
    withCurves: boolean,
  ) {
    this.#options = options;
    this.#asked = asked;
    this.#binaryRules = scores.rules;
    this.#binary = new BinaryTally(scores, withCurves);
  }

  leaveOut(reason: LeftOutReason): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  /** @param row its number, @param scored what is scored of it, @param points beside the other forecasters */
  add(
    numbered: NumberedForecast,
    { type }: EvaluatedForecast,
    scored: Scorable,
    row: number,
    points: PairPoints | null,
  ): void {
    if (scored.binary !== null) {
      this.#binaryRows += 1;
      this.#binary.add(numbered, scored.binary, points);
      if (this.#fractional) this.#addFractional(numbered, scored.binary, row);
      return;
    }
    const { distribution, observation } = scored;
    const ofType = this.#ofType(type);
    ofType.rows += 1;
    const share = observation.kind === 'share';
    const defaults = this.#asked.length > 0 ? null : share ? [brierFractional] : defaultRules(distribution);
    let applies = false;
    for (const tally of ofType.tallies.values()) {
      // An answer that is a probability has one rule, and it is the rule of no other row unasked.
      if (tally.rule.refuses(distribution) !== null || share !== (tally.rule === brierFractional)) continue;
      tally.add(numbered, distribution, observation, row);
      const wanted = defaults === null || defaults.includes(tally.rule);
      tally.wanted ||= wanted;
      applies ||= wanted;
    }
    if (!applies) ofType.notApplicable += 1;
  }

  /** Asked for, it scores yes and no beside the answers that are probabilities: there it is the Brier score. */
  get #fractional(): boolean {
    return this.#asked.includes(brierFractional.key);
  }

  #addFractional(numbered: NumberedForecast, { p, outcome }: BinaryPart, row: number): void {
    const tally = this.#ofType('binary').tallies.get(brierFractional);
    if (tally === undefined) return;
    tally.add(numbered, binaryDistribution(p), { kind: 'category', index: outcome }, row);
    tally.wanted = true;
  }

  /** Makes units of independence of clusters, once all rows are in. */
  join(unitOf: (cluster: number) => number): void {
    this.#binary.join(unitOf);
    for (const { tallies } of this.#others.values()) for (const tally of tallies.values()) tally.join(unitOf);
  }

  /** Rows of the group, scored and left out. */
  get rows(): number {
    return this.#scoredRows() + this.#leftOutRows();
  }

  get scored(): number {
    return this.#scoredRows();
  }

  /** @param rankOf null where no curves are wanted */
  figures(rankOf: (() => (cluster: number) => number) | null, resampling: Resampling): EvaluatedFigures {
    const binaryNotApplicable = this.#binaryRules.length === 0 && !this.#fractional ? this.#binaryRows : 0;
    const notApplicable = [...this.#others.values()].reduce(
      (sum, ofType) => sum + ofType.notApplicable,
      binaryNotApplicable,
    );
    const table = this.#binary.table();
    const rows = questionTypeKeys.flatMap((type): EvaluatedRow[] => {
      if (type !== 'binary') return this.#otherRows(type, resampling);
      const rules = this.#binaryRows === 0 ? [] : this.#binaryRules;
      const plain = rules.map((rule) =>
        rowOf('binary', rule, binaryCell(this.#binary, table, rule, this.#options, resampling)),
      );
      return [...plain, ...this.#otherRows(type, resampling)];
    });
    const count = (reason: LeftOutReason) => [reason, this.#leftOut.get(reason) ?? 0] as const;
    const leftOut = Object.fromEntries(leftOutReasons.map(count)) as Record<LeftOutReason, number>;
    return {
      forecasts: { read: this.rows, scored: this.#scoredRows() - notApplicable },
      leftOut: {
        ...leftOut,
        notApplicable,
        withheldForSmallSample: rows.reduce((sum, { cell }) => sum + cell.withheldForSmallSample, 0),
      },
      rows,
      calibration: rankOf === null || this.#binaryRows === 0 ? null : this.#curves(rankOf),
    };
  }

  #curves(rankOf: () => (cluster: number) => number): CalibrationCurves {
    const table = this.#binary.table();
    const counts = {
      questions: this.#binary.questions,
      forecasts: table.n,
      clusters: this.#binary.clusters,
    };
    if (table.n === 0) return { ...counts, ...noCurves };
    const { level, seed, bins, replicates } = this.#options;
    const independent = this.#binary.independent(table);
    const behind = {
      cells: independent ? null : this.#binary.cells(table, rankOf()),
      questionsByOutcome: this.#binary.questionsByOutcome,
    };
    const curves = beginCurves(table, counts, behind, {
      rule: this.#asked[0] === 'log_score' ? 'log_score' : 'brier',
      level,
      seed,
      bins,
      replicates: independent ? replicates : affordableResamples(table.n, replicates),
    });
    return curves();
  }

  #otherRows(type: QuestionTypeKey, resampling: Resampling): EvaluatedRow[] {
    const ofType = this.#others.get(type);
    if (ofType === undefined) return [];
    return [...ofType.tallies.values()]
      .filter(({ wanted }) => wanted)
      .map((tally) => {
        const rows = ofType.rows + (type === 'binary' && this.#fractional ? this.#binaryRows : 0);
        return rowOf(type, tally.rule, otherCell(tally, rows, this.#options, resampling));
      });
  }

  #ofType(type: QuestionTypeKey): OfType {
    const known = this.#others.get(type);
    if (known !== undefined) return known;
    const tallies = new Map(candidateRules(this.#asked).map((rule) => [rule, new OtherTally(rule)]));
    const ofType = { rows: 0, notApplicable: 0, tallies };
    this.#others.set(type, ofType);
    return ofType;
  }

  #scoredRows(): number {
    return [...this.#others.values()].reduce((sum, { rows }) => sum + rows, this.#binaryRows);
  }

  #leftOutRows(): number {
    return [...this.#leftOut.values()].reduce((sum, count) => sum + count, 0);
  }
}

function rowOf(
  questionType: QuestionTypeKey,
  { key, title, orientation, unit }: ScoringRule,
  cell: EvaluatedRow['cell'],
): EvaluatedRow {
  return { questionType, rule: key, ruleTitle: title, orientation, unit, cell };
}
