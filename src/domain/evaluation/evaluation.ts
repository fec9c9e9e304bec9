/** An evaluation as it fills: rows come one by one, the report is made of the state alone. */
import { ClusterDraws } from '../accuracy/intervals/cluster-draws.ts';
import { sealed } from '../accuracy/report/models/content-hash.ts';
import { METHOD_VERSION } from '../accuracy/report/models/report-head.ts';
import { type PairPoints, pointsOfInstant } from '../accuracy/report/reference/peers.ts';
import { ReckonerError } from '../errors.ts';
import { BinaryScores } from './binary-scores.ts';
import type { EvaluatedForecast, LeftOutReason, RowPlace, Scorable } from './evaluated-forecast.ts';
import { rowProblem, UNNAMED } from './evaluated-forecast.ts';
import type { EvaluatedGroup, EvaluationReport, RowScores } from './evaluation-model.ts';
import { binaryRules, GroupTally } from './group-tally.ts';
import { type NumberedForecast, Numbering } from './numbering.ts';
import { defaultEvaluationOptions, type EvaluationOptions } from './options.ts';
import { QuestionOutcomes } from './question-outcomes.ts';
import { scoresOfRow } from './row-scores.ts';

/** Rows whose scores are given one by one; an answer with more is read by nobody. */
export const MAXIMUM_SCORED_ROWS = 10_000;
/** Groups that get curves of their own, as in the calibration report. */
const MAXIMUM_CURVES = 20;

interface Standing {
  readonly forecast: EvaluatedForecast;
  readonly numbered: NumberedForecast;
  readonly scored: Scorable;
  readonly row: number;
}

/**
 * Folds forecasts into scores, aggregates and calibration. Memory grows with distinct probabilities,
 * questions, clusters and forecasters; under the policies `last` and `first` with the pairs of
 * forecaster and question. Equal rows give equal reports, in whatever order they come; only of rows of one
 * forecaster on one question at one instant the policies take the one that came last.
 */
export class Evaluation {
  readonly #options: EvaluationOptions;
  readonly #rules: readonly string[];
  readonly #scores: BinaryScores;
  readonly #numbering: Numbering;
  readonly #outcomes = new QuestionOutcomes();
  readonly #total: GroupTally;
  readonly #groups = new Map<string, GroupTally>();
  /** The groups by the number of the forecaster. */
  readonly #byNumber: (GroupTally | undefined)[] = [];
  readonly #standing = new Map<string, Standing>();
  readonly #rowScores: RowScores[] = [];
  #rows = 0;
  #withoutQuestion = 0;

  /** @param rules keys of the registry; none: the defaults of each question type */
  constructor(rules: readonly string[] = [], options: EvaluationOptions = defaultEvaluationOptions) {
    this.#options = options;
    this.#rules = rules;
    this.#scores = new BinaryScores(binaryRules(rules));
    this.#numbering = new Numbering(options);
    this.#total = new GroupTally(options, rules, this.#scores, options.curves !== 'none');
  }

  /** Rows so far. */
  get rows(): number {
    return this.#rows;
  }

  /** @throws ReckonerError invalid where the row contradicts an earlier one, or lacks what the policy needs. */
  add(forecast: EvaluatedForecast, place: RowPlace): void {
    const { question, scored } = forecast;
    const numbered = typeof scored === 'string' ? null : this.#numbering.of(forecast);
    if (numbered !== null) this.#requireOneOutcome(forecast, numbered.question, place);
    const series = this.#options.forecastPolicy === 'all' ? null : seriesOf(forecast, place);
    this.#rows += 1;
    const row = this.#rows;
    if (this.#options.scores) this.#keepScores(forecast, row);
    if (question === null) this.#withoutQuestion += 1;
    if (typeof scored === 'string' || numbered === null) {
      if (typeof scored === 'string') this.#leaveOut(forecast.forecaster, scored);
      return;
    }
    const item = { forecast, numbered, scored, row };
    if (series === null) this.#fold(item, null);
    else this.#keepOne(series, item);
  }

  /** The report of everything added. Nothing may be added after it. */
  report(): EvaluationReport {
    const points = this.#options.forecastPolicy === 'last' ? pointsOfLast(this.#standing.values()) : null;
    for (const item of this.#standing.values()) this.#fold(item, points?.get(item) ?? null);
    this.#standing.clear();
    const { curves, groupLimit } = this.#options;
    let ranks: ((cluster: number) => number) | null = null;
    const rankOf = () => {
      ranks ??= this.#numbering.clusterRanks();
      return ranks;
    };
    const resampling = {
      draws: new ClusterDraws(this.#options.seed),
      nameOf: this.#numbering.clusterNames(),
    };
    const bySize = [...this.#groups].sort(
      ([a, one], [b, other]) => other.rows - one.rows || (a < b ? -1 : 1),
    );
    const kept = bySize.slice(0, groupLimit);
    const unitOf = this.#numbering.unitOf();
    if (unitOf !== null)
      for (const tally of [this.#total, ...kept.map(([, tally]) => tally)]) tally.join(unitOf);
    const withCurves = new Set(
      curves === 'groups' ? kept.slice(0, MAXIMUM_CURVES).map(([name]) => name) : [],
    );
    const groups = kept
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([forecaster, tally]): EvaluatedGroup => ({
          forecaster,
          ...tally.figures(withCurves.has(forecaster) ? rankOf : null, resampling),
        }),
      );
    const omitted = bySize.slice(groupLimit);
    return sealed({
      kind: 'evaluation' as const,
      methodVersion: METHOD_VERSION,
      notes: this.#notes(curves === 'groups' && kept.length > MAXIMUM_CURVES),
      parameters: { rules: [...this.#rules], ...this.#options },
      groups,
      groupsOmitted: {
        groups: omitted.length,
        forecasts: omitted.reduce((sum, [, tally]) => sum + tally.rows, 0),
      },
      totals: this.#total.figures(curves === 'none' ? null : rankOf, resampling),
      scores: this.#options.scores ? this.#rowScores : null,
    });
  }

  #fold({ forecast, numbered, scored, row }: Standing, points: PairPoints | null): void {
    this.#numbering.count(numbered);
    this.#total.add(numbered, forecast, scored, row, points);
    this.#group(forecast.forecaster, numbered.forecaster)?.add(numbered, forecast, scored, row, points);
  }

  #requireOneOutcome(forecast: EvaluatedForecast, number: number | null, place: RowPlace): void {
    const { question, scored } = forecast;
    if (question === null || number === null || typeof scored === 'string') return;
    if (scored.binary !== null) this.#outcomes.requireBinary(number, scored.binary.outcome, place, question);
    else this.#outcomes.require(number, forecast, scored, place, question);
  }

  #leaveOut(forecaster: string, reason: LeftOutReason): void {
    this.#total.leaveOut(reason);
    this.#group(forecaster, this.#numbering.forecasterOf(forecaster))?.leaveOut(reason);
  }

  /** At one instant the row that came last counts, as on record. */
  #keepOne(series: string, item: Standing): void {
    const known = this.#standing.get(series);
    const [made, before] = [item.forecast.madeAt as string, known?.forecast.madeAt ?? null];
    const replaces =
      before === null || (this.#options.forecastPolicy === 'last' ? made >= before : made <= before);
    const updated = replaces ? known : item;
    if (replaces) this.#standing.set(series, item);
    if (updated === undefined) return;
    this.#leaveOut(updated.forecast.forecaster, 'updated');
    const shown = this.#options.scores ? this.#rowScores[updated.row - 1] : undefined;
    if (shown) this.#rowScores[updated.row - 1] = { ...shown, leftOut: 'updated', scores: [] };
  }

  #keepScores(forecast: EvaluatedForecast, row: number): void {
    if (row > MAXIMUM_SCORED_ROWS) {
      const message = `The scores of each row are given for up to ${MAXIMUM_SCORED_ROWS} rows; send fewer, or ask without scores.`;
      throw new ReckonerError('tooLarge', 'tooManyScores', message);
    }
    this.#rowScores.push({ row, ...scoresOfRow(forecast, this.#rules) });
  }

  #group(forecaster: string, number: number): GroupTally | null {
    if (this.#options.groupBy === 'none') return null;
    const known = this.#byNumber[number];
    if (known !== undefined) return known;
    const tally = new GroupTally(this.#options, this.#rules, this.#scores, this.#options.curves === 'groups');
    this.#groups.set(forecaster, tally);
    this.#byNumber[number] = tally;
    return tally;
  }

  #notes(curvesOmitted: boolean): string[] {
    const notes: string[] = [];
    if (this.#rows === 0) notes.push('There is no row to evaluate.');
    else if (this.#total.scored === 0) notes.push('No row is scored: see leftOut.');
    if (this.#withoutQuestion > 0)
      notes.push(
        `${this.#withoutQuestion} of ${this.#rows} rows name no question: each is taken as a question of its own.`,
      );
    if (this.#groups.has(UNNAMED)) notes.push(`Rows that name no forecaster stand under ${UNNAMED}.`);
    if (curvesOmitted)
      notes.push(`Curves are given for the ${MAXIMUM_CURVES} forecasters with the most rows.`);
    return notes;
  }
}

/** Of everybody who answered a question; their last forecasts are in effect at the same instant, its end. */
function pointsOfLast(items: Iterable<Standing>): Map<Standing, PairPoints> {
  const byQuestion = new Map<string, { item: Standing; pOutcome: number }[]>();
  for (const item of items) {
    const { binary } = item.scored;
    if (binary === null) continue;
    const pOutcome = binary.outcome === 1 ? binary.p : 1 - binary.p;
    const question = item.forecast.question as string;
    const answers = byQuestion.get(question);
    if (answers === undefined) byQuestion.set(question, [{ item, pOutcome }]);
    else answers.push({ item, pOutcome });
  }
  const points = new Map<Standing, PairPoints>();
  for (const answers of byQuestion.values()) {
    // Sums of doubles depend on their order, and that of the rows must not show.
    answers.sort((a, b) => a.pOutcome - b.pOutcome);
    const all = pointsOfInstant(answers.map(({ pOutcome }) => pOutcome));
    answers.forEach(({ item }, at) => void points.set(item, all[at] as PairPoints));
  }
  return points;
}

function seriesOf({ forecaster, question, madeAt }: EvaluatedForecast, place: RowPlace): string {
  if (madeAt === null)
    throw rowProblem(
      place,
      'madeAt',
      'required',
      'is needed by this forecastPolicy, which tells rows apart by it',
    );
  if (question === null)
    throw rowProblem(
      place,
      'question',
      'required',
      'is needed by this forecastPolicy, which keeps one row of it',
    );
  return `${forecaster}\u0000${question}`;
}
