/** The cell of one group and rule from its tallies: the cell of the accuracy report, number for number. */
import { hedgedScore, hedgedScoreUnder } from '../accuracy/hedges/hedged-statement.ts';
import type { ClusterTotal } from '../accuracy/intervals/cluster-sums.ts';
import type { IntervalEstimate } from '../accuracy/intervals/interval.ts';
import {
  clusteredDifference,
  clusteredMeanInterval,
  weightedMean,
} from '../accuracy/intervals/mean-interval.ts';
import { skillInterval } from '../accuracy/intervals/skill-interval.ts';
import { type Measure, mapMeasure, measured, withheld } from '../accuracy/measure.ts';
import {
  assembleCell,
  type Compared,
  countedReasons,
  GAIN_NOT_COMPARED,
  NO_BASELINE,
  NOT_HEDGED,
} from '../accuracy/report/cell/assemble-cell.ts';
import { baselineFacts, peerFacts } from '../accuracy/report/cell/cell-points.ts';
import type { AccuracyCell } from '../accuracy/report/models/cell-model.ts';
import { incomparableReason } from '../accuracy/report/selection/scored-rows.ts';
import type { ProbabilityTable } from '../accuracy/state/probability-table.ts';
import type { ScoringRule } from '../scoring/scoring-rule.ts';
import { binaryScore } from './binary-scores.ts';
import type { BinaryTally } from './binary-tally.ts';
import { type EvaluationOptions, evaluationPolicies } from './options.ts';
import type { OtherTally } from './other-tally.ts';
import { type Resampling, resampledTotals } from './resampled-totals.ts';

export function binaryCell(
  tally: BinaryTally,
  table: ProbabilityTable,
  rule: ScoringRule,
  { baseline, level, bins, forecastPolicy }: EvaluationOptions,
  resampling: Resampling,
): AccuracyCell {
  const hedged = hedgedScoreUnder(rule);
  const reference = binaryReference(tally, rule, baseline);
  const both = tally.totals(rule, reference ?? (() => 0));
  const mean = clusteredMeanInterval(both, level);
  return assembleCell(rule, {
    questions: tally.questions,
    forecasts: table.n,
    forecasters: tally.forecasters,
    statements: 0,
    clusters: tally.clusters,
    weight: table.weight,
    notApplicable: 0,
    undefinedScores: [],
    mean,
    peer: peerFacts(rule.key, forecastPolicy, tally.peerSums(rule), level, evaluationPolicies),
    metaculusBaseline: rule.key === 'log_score' ? baselineFacts(tally.questions, mean) : null,
    meanByQuestion: byQuestion(tally.questionTotals(rule), mean, level),
    meanBootstrap: () => resampledTotals(both, resampling, level),
    coverage: null,
    line: null,
    hedged: hedged === undefined ? NOT_HEDGED : hedgedScore(tally.hedged(), hedged),
    compared: comparedIn(
      rule,
      reference && {
        both,
        baselineMean: weightedMean(both, ([, reference]) => reference as number).mean,
        questions: tally.questions,
      },
      level,
    ),
    table,
    questionsByOutcome: tally.questionsByOutcome,
    bins,
  });
}

export function otherCell(
  tally: OtherTally,
  rows: number,
  { baseline, level }: EvaluationOptions,
  resampling: Resampling,
): AccuracyCell {
  const { rule } = tally;
  const { scores, byQuestion, both, baseline: baselineTotals } = tally.totals();
  const incomparable = incomparableReason(rule, tally.withoutRange, tally.applicable);
  const compared = baseline === 'uniform' && tally.comparedQuestions > 0;
  return assembleCell(rule, {
    questions: tally.questions,
    forecasts: tally.scored,
    forecasters: tally.forecasters,
    statements: 0,
    clusters: tally.clusters,
    weight: tally.weight,
    notApplicable: rows - tally.applicable,
    undefinedScores: countedReasons(tally.undefinedScores),
    mean: incomparable === null ? clusteredMeanInterval(scores, level) : withheld(incomparable),
    meanByQuestion:
      incomparable === null ? clusteredMeanInterval(byQuestion, level, 't') : withheld(incomparable),
    meanBootstrap: () =>
      incomparable === null ? resampledTotals(scores, resampling, level) : withheld(incomparable),
    coverage: null,
    line: tally.line.facts(level),
    hedged: NOT_HEDGED,
    peer: null,
    metaculusBaseline: null,
    compared: comparedIn(
      rule,
      compared
        ? { both, baselineMean: weightedMean(baselineTotals).mean, questions: tally.comparedQuestions }
        : null,
      level,
    ),
    table: null,
    questionsByOutcome: [0, 0],
  });
}

interface Beside {
  /** Scores beside those of the baseline. */
  readonly both: readonly ClusterTotal[];
  readonly baselineMean: number;
  readonly questions: number;
}

/** @param beside null where there is no baseline */
function comparedIn(rule: ScoringRule, beside: Beside | null, level: number): Compared {
  if (rule.orientation !== 'loss') return GAIN_NOT_COMPARED;
  if (beside === null) return NO_BASELINE;
  const { both, baselineMean, questions } = beside;
  return {
    interval: skillInterval(both, level),
    difference: clusteredDifference(both, level),
    baselineMean: measured(baselineMean),
    questions,
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

/** Student's interval over questions. @param totals null where the clusters are the questions */
function byQuestion(
  totals: readonly ClusterTotal[] | null,
  mean: Measure<IntervalEstimate>,
  level: number,
): Measure<IntervalEstimate> {
  return totals === null
    ? mapMeasure(mean, (estimate) => ({ ...estimate, method: 't' }))
    : clusteredMeanInterval(totals, level, 't');
}
