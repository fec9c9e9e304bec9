/** One cell as a report shows it: the scores of some forecasts under one rule, with what they are compared with. */
import { intervalStanding, type Standing, skillStanding } from '../floors.ts';
import { meanIntervalOf } from '../intervals/mean-interval.ts';
import { skillIntervalOf } from '../intervals/skill-interval.ts';
import { type Measure, mapMeasure, measured, withheld } from '../measure.ts';
import type { ProbabilityTable } from '../state/probability-table.ts';
import type { AccuracyCell } from './cell-model.ts';
import type { CellState } from './cell-state.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { baseRateScores } from './reference-score.ts';
import { noEstimate, toReportEstimate, toReportMeasure, toReportNumber } from './report-number.ts';
import { incomparableReason } from './scored-rows.ts';

/**
 * @param items forecasts of the column, those that the rule does not score among them
 * @param table of binary forecasts, else null
 */
export function cellOf(
  state: CellState,
  items: number,
  table: ProbabilityTable | null,
  level: number,
): AccuracyCell {
  const { rule, questions } = state;
  const { clusters } = state.mean.moments;
  let withheldForSmallSample = 0;
  const onFloor = () => {
    withheldForSmallSample += 1;
  };
  const floored = (standing: Standing, measure: Measure<unknown>): Standing => {
    if (measure.reason === null && !standing.shown) onFloor();
    return standing;
  };
  const incomparable = incomparableReason(rule, state.withoutRange, state.applicable);
  const mean =
    incomparable === null ? meanIntervalOf(state.mean.moments, [0, 1], level) : withheld(incomparable);
  const hedged = state.hedge === null ? withheld('Defined for brier and log_score.') : state.hedge.score();
  const skill = skillOf(state, level);
  const skillFloor = floored(skillStanding(skill.questions), skill.interval);
  return {
    questions,
    forecasts: state.forecasts,
    forecasters: state.forecasters.size,
    statements: state.statements,
    clusters,
    weight: toReportNumber(state.mean.moments.linear([0, 1])) as number,
    notApplicable: items - state.applicable,
    undefinedScores: state.undefinedScores
      .entries()
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([reason, count]) => ({ reason, count })),
    mean: toReportEstimate(mean, floored(intervalStanding(questions, clusters), mean)),
    best: toReportMeasure(mapMeasure(hedged, (value) => value.best)),
    worst: toReportMeasure(mapMeasure(hedged, (value) => value.worst)),
    hedgeLow: toReportMeasure(mapMeasure(hedged, (value) => value.low)),
    hedgeMid: toReportMeasure(mapMeasure(hedged, (value) => value.middle)),
    hedgeHigh: toReportMeasure(mapMeasure(hedged, (value) => value.high)),
    vagueness: toReportMeasure(mapMeasure(hedged, (value) => value.vagueness)),
    baselineMean: toReportMeasure(skill.baselineMean),
    skill:
      skillFloor.shown || skill.interval.reason !== null
        ? toReportEstimate(skill.interval, skillFloor)
        : noEstimate(skillFloor.reason),
    skillQuestions: skill.questions,
    diagnostics: table === null || state.forecasts === 0 ? null : diagnosticsOf(table, rule.key, onFloor),
    withheldForSmallSample,
  };
}

/** Scores of the cell and of the baseline on the same forecasts. */
function skillOf({ rule, skill, skillQuestions, questions, outcomes, baseRate }: CellState, level: number) {
  const none = (reason: string) => ({
    interval: withheld(reason),
    baselineMean: withheld(reason),
    questions: 0,
  });
  if (rule.orientation !== 'loss') return none('A skill score is a ratio of losses; this rule is a gain.');
  const { moments } = skill;
  const rates = baseRate ? baseRateScores(rule, outcomes) : null;
  const reference = rates === null ? [0, 1, 0] : [0, ...rates];
  const compared = baseRate ? (rates === null ? 0 : questions) : skillQuestions;
  if (compared === 0) return none('The baseline has no prediction to compare with.');
  return {
    interval: skillIntervalOf(moments, reference, level),
    baselineMean: measured(moments.linear(reference) / moments.linear(baseRate ? [0, 1, 1] : [0, 0, 1])),
    questions: compared,
  };
}
