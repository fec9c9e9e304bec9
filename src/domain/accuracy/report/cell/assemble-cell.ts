/** The cell of a report from what was measured: floors on n held, each number with its reason. */

import type { ScoringRule } from '../../../scoring/scoring-rule.ts';
import { estimateStanding, type Standing, skillStanding } from '../../floors.ts';
import type { HedgedScore } from '../../hedges/hedged-statement.ts';
import type { IntervalEstimate } from '../../intervals/interval.ts';
import { questionsToDetect } from '../../intervals/sample-size.ts';
import { type Measure, mapMeasure, withheld } from '../../measure.ts';
import type { ProbabilityTable } from '../../state/probability-table.ts';
import type { AccuracyCell } from '../models/cell-model.ts';
import {
  noEstimate,
  toReportEstimate,
  toReportInterval,
  toReportMeasure,
  toReportNumber,
} from '../models/report-number.ts';
import { type PointFacts, toCellPoints } from './cell-points.ts';
import { diagnosticsOf, type QuestionsByOutcome } from './diagnostics.ts';
import { type LineFacts, toLineDiagnostics } from './line-diagnostics.ts';
import { cutTo, rangeOf, skillRangeOf, withoutRatio } from './rule-range.ts';

/** What is compared with a baseline on the same forecasts. */
export interface Compared {
  readonly interval: Measure<IntervalEstimate>;
  /** Score minus baseline. */
  readonly difference: Measure<IntervalEstimate>;
  readonly baselineMean: Measure<number>;
  readonly questions: number;
}

export interface CellFacts
  extends Pick<
    AccuracyCell,
    | 'questions'
    | 'forecasts'
    | 'forecasters'
    | 'statements'
    | 'clusters'
    | 'notApplicable'
    | 'undefinedScores'
    | 'coverage'
  > {
  readonly weight: number;
  readonly mean: Measure<IntervalEstimate>;
  readonly meanByQuestion: Measure<IntervalEstimate>;
  /** Made only where it is shown. */
  readonly meanBootstrap: () => Measure<IntervalEstimate>;
  readonly hedged: Measure<HedgedScore>;
  readonly compared: Compared;
  readonly peer: PointFacts | null;
  readonly metaculusBaseline: PointFacts | null;
  /** Of forecasts over a line; null where there are none. */
  readonly line: LineFacts | null;
  /** Of binary forecasts, where there are any. */
  readonly table: ProbabilityTable | null;
  /** Questions of the table. */
  readonly questionsByOutcome: QuestionsByOutcome;
  /** Equal bins of the diagnostics; absent: the reports' own. */
  readonly bins?: number;
}

/** Measures of the hedges under a rule that has none. */
export const NOT_HEDGED = withheld('Defined for brier and log_score.');

/** @param reason why nothing is compared */
export const notCompared = (reason: string): Compared => ({
  interval: withheld(reason),
  difference: withheld(reason),
  baselineMean: withheld(reason),
  questions: 0,
});
export const GAIN_NOT_COMPARED = notCompared('A skill score is a ratio of losses; this rule is a gain.');
export const NO_BASELINE = notCompared('The baseline has no prediction to compare with.');

export function assembleCell(rule: ScoringRule, facts: CellFacts): AccuracyCell {
  const { questions, questionsByOutcome, clusters, hedged, compared, table, bins } = facts;
  const range = rangeOf(rule);
  const [mean, byQuestion] = [cutTo(range, facts.mean), cutTo(range, facts.meanByQuestion)];
  let withheldForSmallSample = 0;
  const onFloor = () => {
    withheldForSmallSample += 1;
  };
  const floored = (standing: Standing, measure: Measure<unknown>): Standing => {
    if (measure.reason === null && !standing.shown) onFloor();
    return standing;
  };
  const noRatio = compared.questions > 0 ? withoutRatio(rule) : null;
  const interval = noRatio === null ? cutTo(skillRangeOf(range), compared.interval) : withheld(noRatio);
  const differenceFloor = floored(
    estimateStanding(compared.questions, compared.difference),
    compared.difference,
  );
  const meanFloor = floored(estimateStanding(questions, mean, clusters), mean);
  const questionFloor = floored(estimateStanding(questions, byQuestion, questions), byQuestion);
  const bootstrap = meanFloor.shown && mean.reason === null ? cutTo(range, facts.meanBootstrap()) : mean;
  const skillFloor = floored(skillStanding(compared.questions), interval);
  // Of the same clusters and weights as the difference.
  const ofSkill = skillFloor.shown ? estimateStanding(compared.questions, compared.difference) : skillFloor;
  return {
    questions,
    forecasts: facts.forecasts,
    forecasters: facts.forecasters,
    statements: facts.statements,
    clusters,
    weight: toReportNumber(facts.weight) as number,
    notApplicable: facts.notApplicable,
    undefinedScores: facts.undefinedScores,
    mean: toReportEstimate(mean, meanFloor),
    meanByQuestion: toReportInterval(byQuestion, questionFloor),
    meanBootstrap: toReportInterval(bootstrap, floored(meanFloor, bootstrap)),
    coverage: facts.coverage,
    best: toReportMeasure(mapMeasure(hedged, (value) => value.best)),
    worst: toReportMeasure(mapMeasure(hedged, (value) => value.worst)),
    hedgeLow: toReportMeasure(mapMeasure(hedged, (value) => value.low)),
    hedgeMid: toReportMeasure(mapMeasure(hedged, (value) => value.middle)),
    hedgeHigh: toReportMeasure(mapMeasure(hedged, (value) => value.high)),
    vagueness: toReportMeasure(mapMeasure(hedged, (value) => value.vagueness)),
    uniformMean: toReportMeasure(hedged.reason === null ? hedged.value.uniformMean : hedged),
    intervalBrier: toReportMeasure(hedged.reason === null ? hedged.value.intervalBrier : hedged),
    baselineMean: toReportMeasure(compared.baselineMean),
    skill:
      skillFloor.shown || interval.reason !== null
        ? toReportEstimate(interval, ofSkill)
        : noEstimate(skillFloor.reason),
    skillQuestions: compared.questions,
    baselineDifference: toReportEstimate(compared.difference, differenceFloor),
    nToDetect: toReportMeasure(questionsToDetect(compared.difference, compared.questions, differenceFloor)),
    peer: toCellPoints(facts.peer, floored),
    metaculusBaseline: toCellPoints(facts.metaculusBaseline, floored),
    diagnostics:
      table === null
        ? null
        : diagnosticsOf(
            table,
            rule.key,
            { questions, questionsByOutcome, clusters, cells: null },
            onFloor,
            bins,
          ),
    lineDiagnostics: facts.line === null ? null : toLineDiagnostics(facts.line, floored),
    withheldForSmallSample,
  };
}

/** Counts of undefined scores by their reasons, in the order of these. */
export function countedReasons(counts: Iterable<readonly [string, number]>): AccuracyCell['undefinedScores'] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, count]) => ({ reason, count }));
}
