/** The cell of one group and rule from its state: the cell of the accuracy report, number for number. */

import { intervalStanding, type Standing, skillStanding } from '../accuracy/floors.ts';
import { hedgedScore } from '../accuracy/hedges/hedged-statement.ts';
import type { ClusterTotal } from '../accuracy/intervals/cluster-sums.ts';
import { clusteredMeanInterval, weightedMean } from '../accuracy/intervals/mean-interval.ts';
import { skillInterval } from '../accuracy/intervals/skill-interval.ts';
import { type Measure, mapMeasure, measured, withheld } from '../accuracy/measure.ts';
import type { AccuracyCell } from '../accuracy/report/cell-model.ts';
import { diagnosticsOf } from '../accuracy/report/diagnostics.ts';
import {
  noEstimate,
  toReportEstimate,
  toReportMeasure,
  toReportNumber,
} from '../accuracy/report/report-number.ts';
import { withoutRange } from '../accuracy/report/scored-rows.ts';
import type { ProbabilityTable } from '../accuracy/state/probability-table.ts';
import type { ScoringRule } from '../scoring/scoring-rule.ts';
import { binaryScore } from './binary-scores.ts';
import type { BinaryTally } from './binary-tally.ts';
import type { EvaluationOptions } from './options.ts';
import type { OtherTally } from './other-tally.ts';

const HEDGED_SCORES: Readonly<Record<string, 'brier' | 'log'>> = { brier: 'brier', log_score: 'log' };
const GAIN = withheld('A skill score is a ratio of losses; this rule is a gain.');
const NO_BASELINE = withheld('The baseline has no prediction to compare with.');

interface Facts
  extends Pick<
    AccuracyCell,
    'questions' | 'forecasts' | 'forecasters' | 'clusters' | 'notApplicable' | 'undefinedScores'
  > {
  readonly weight: number;
  readonly scores: readonly ClusterTotal[];
  /** Why the scores have no mean in common; null where they have. */
  readonly incomparable: string | null;
  /** Scores beside those of the baseline, and the baseline by itself; null where there is none. */
  readonly compared: {
    readonly both: readonly ClusterTotal[];
    readonly baselineMean: number;
    readonly questions: number;
  } | null;
  readonly table: ProbabilityTable | null;
  readonly hedged: ReturnType<typeof hedgedScore>;
}

export function binaryCell(
  tally: BinaryTally,
  table: ProbabilityTable,
  rule: ScoringRule,
  options: EvaluationOptions,
): AccuracyCell {
  const score = HEDGED_SCORES[rule.key];
  const reference = binaryReference(tally, rule, options.baseline);
  const both = tally.totals(rule, reference ?? (() => 0));
  return cellOf(rule, options, {
    questions: tally.questions,
    forecasts: table.n,
    forecasters: tally.forecasters,
    clusters: tally.clusters,
    weight: table.weight,
    notApplicable: 0,
    undefinedScores: [],
    scores: both,
    incomparable: null,
    compared: reference && { both, baselineMean: meanOfReference(both), questions: tally.questions },
    table,
    hedged:
      score === undefined ? withheld('Defined for brier and log_score.') : hedgedScore(tally.hedged(), score),
  });
}

export function otherCell(tally: OtherTally, rows: number, options: EvaluationOptions): AccuracyCell {
  const { scores, both, baseline } = tally.totals();
  const compared = options.baseline === 'uniform' && tally.comparedQuestions > 0;
  return cellOf(tally.rule, options, {
    questions: tally.questions,
    forecasts: tally.scored,
    forecasters: tally.forecasters,
    clusters: tally.clusters,
    weight: tally.weight,
    notApplicable: rows - tally.applicable,
    undefinedScores: [...tally.undefinedScores]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, count]) => ({ reason, count })),
    scores,
    incomparable: tally.rule.unit === 'outcome' ? withoutRange(tally.withoutRange, tally.applicable) : null,
    compared: compared
      ? { both, baselineMean: weightedMean(baseline).mean, questions: tally.comparedQuestions }
      : null,
    table: null,
    hedged: withheld('Defined for brier and log_score.'),
  });
}

function cellOf(rule: ScoringRule, { level, bins }: EvaluationOptions, facts: Facts): AccuracyCell {
  const { questions, clusters, compared, table, hedged } = facts;
  let withheldForSmallSample = 0;
  const onFloor = () => {
    withheldForSmallSample += 1;
  };
  const floored = (standing: Standing, measure: Measure<unknown>): Standing => {
    if (measure.reason === null && !standing.shown) onFloor();
    return standing;
  };
  const gain = rule.orientation !== 'loss';
  const mean =
    facts.incomparable === null ? clusteredMeanInterval(facts.scores, level) : withheld(facts.incomparable);
  const skillQuestions = gain ? 0 : (compared?.questions ?? 0);
  const skill = gain ? GAIN : compared === null ? NO_BASELINE : skillInterval(compared.both, level);
  const skillFloor = floored(skillStanding(skillQuestions), skill);
  return {
    questions,
    forecasts: facts.forecasts,
    forecasters: facts.forecasters,
    statements: 0,
    clusters,
    weight: toReportNumber(facts.weight) as number,
    notApplicable: facts.notApplicable,
    undefinedScores: [...facts.undefinedScores],
    mean: toReportEstimate(mean, floored(intervalStanding(questions, clusters), mean)),
    best: toReportMeasure(mapMeasure(hedged, (value) => value.best)),
    worst: toReportMeasure(mapMeasure(hedged, (value) => value.worst)),
    hedgeLow: toReportMeasure(mapMeasure(hedged, (value) => value.low)),
    hedgeMid: toReportMeasure(mapMeasure(hedged, (value) => value.middle)),
    hedgeHigh: toReportMeasure(mapMeasure(hedged, (value) => value.high)),
    vagueness: toReportMeasure(mapMeasure(hedged, (value) => value.vagueness)),
    baselineMean: toReportMeasure(
      gain ? GAIN : compared === null ? NO_BASELINE : measured(compared.baselineMean),
    ),
    skill:
      skillFloor.shown || skill.reason !== null
        ? toReportEstimate(skill, skillFloor)
        : noEstimate(skillFloor.reason),
    skillQuestions,
    diagnostics: table === null ? null : diagnosticsOf(table, rule.key, onFloor, bins),
    withheldForSmallSample,
  };
}

/** Score of the baseline where a question came out so; null where there is no baseline. */
function binaryReference(
  tally: BinaryTally,
  rule: ScoringRule,
  baseline: EvaluationOptions['baseline'],
): ((outcome: 0 | 1) => number) | null {
  if (baseline === 'uniform') return (outcome) => binaryScore(rule, 0.5, outcome);
  if (tally.rateOfOthers(0) === null) return null;
  return (outcome) => binaryScore(rule, tally.rateOfOthers(outcome) as number, outcome);
}

function meanOfReference(both: readonly ClusterTotal[]): number {
  return weightedMean(both.map((total) => ({ ...total, sums: [total.sums[1] as number] }))).mean;
}
