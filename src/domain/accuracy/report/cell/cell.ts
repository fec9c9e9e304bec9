/** One cell as a report shows it, from its exact state. */
import type { IntervalEstimate } from '../../intervals/interval.ts';
import { differenceIntervalOf, meanIntervalOf } from '../../intervals/mean-interval.ts';
import { skillIntervalOf } from '../../intervals/skill-interval.ts';
import { type Measure, mapMeasure, measured, withheld } from '../../measure.ts';
import type { ProbabilityTable } from '../../state/probability-table.ts';
import type { AccuracyCell } from '../models/cell-model.ts';
import { baseRateScores } from '../reference/reference-score.ts';
import { incomparableReason } from '../selection/scored-rows.ts';
import {
  assembleCell,
  type CellFacts,
  type Compared,
  countedReasons,
  GAIN_NOT_COMPARED,
  NO_BASELINE,
  NOT_HEDGED,
} from './assemble-cell.ts';
import { baselineFacts, type PointFacts, peerFacts, timedBaselineFacts } from './cell-points.ts';
import type { CellState } from './cell-state.ts';
import type { QuestionsByOutcome } from './diagnostics.ts';

/**
 * @param items forecasts of the column, those that the rule does not score among them
 * @param binary table of binary forecasts, where there are any, and its questions
 */
export function cellOf(
  state: CellState,
  items: number,
  binary: { readonly table: ProbabilityTable | null; readonly questionsByOutcome: QuestionsByOutcome },
  level: number,
): AccuracyCell {
  const { rule } = state;
  const { moments } = state.mean;
  const incomparable = incomparableReason(rule, state.withoutRange, state.applicable);
  const means = meansOf(state, incomparable, level);
  return assembleCell(rule, {
    questions: state.questions,
    forecasts: state.forecasts,
    forecasters: state.forecasters.size,
    statements: state.statements,
    clusters: moments.clusters,
    weight: moments.linear([0, 1]),
    notApplicable: items - state.applicable,
    undefinedScores: countedReasons(state.undefinedScores.entries()),
    ...means,
    peer: peerFacts(rule.key, state.policy, state.peer, level),
    metaculusBaseline: baselineOf(state, means.mean, level),
    coverage: state.coverage?.report ?? null,
    hedged: state.hedge === null ? NOT_HEDGED : state.hedge.score(),
    compared: comparedIn(state, level),
    line: state.line.facts(level),
    table: state.forecasts === 0 ? null : binary.table,
    questionsByOutcome: binary.questionsByOutcome,
  });
}

/** The mean with each of its intervals. @param incomparable why there is no mean; null where there is one */
function meansOf(
  { mean, meanByQuestion, resampled }: CellState,
  incomparable: string | null,
  level: number,
): Pick<CellFacts, 'mean' | 'meanByQuestion' | 'meanBootstrap'> {
  if (incomparable !== null) {
    const none = withheld(incomparable);
    return { mean: none, meanByQuestion: none, meanBootstrap: () => none };
  }
  const clustered = meanIntervalOf(mean.moments, [0, 1], level);
  return {
    mean: clustered,
    meanByQuestion: meanIntervalOf(meanByQuestion.moments, [0, 1], level, 't'),
    meanBootstrap: () =>
      resampled === null
        ? withheld('Not made here.')
        : mapMeasure(clustered, ({ estimate, clusters }) => resampled.interval(estimate, clusters, level)),
  };
}

function baselineOf(
  { rule, timedBaseline, questions }: CellState,
  log: Measure<IntervalEstimate>,
  level: number,
): PointFacts | null {
  if (rule.key !== 'log_score') return null;
  return timedBaseline === null ? baselineFacts(questions, log) : timedBaselineFacts(timedBaseline, level);
}

/** Scores of the cell and of the baseline on the same forecasts. */
function comparedIn(state: CellState, level: number): Compared {
  const { rule, skill, skillQuestions, questions, outcomes, baseRate } = state;
  if (rule.orientation !== 'loss') return GAIN_NOT_COMPARED;
  const { moments } = skill;
  const rates = baseRate ? baseRateScores(rule, outcomes) : null;
  const reference = rates === null ? [0, 1, 0] : [0, ...rates];
  const compared = baseRate ? (rates === null ? 0 : questions) : skillQuestions;
  if (compared === 0) return NO_BASELINE;
  const weights = baseRate ? [0, 1, 1] : [0, 0, 1];
  return {
    interval: skillIntervalOf(moments, reference, level),
    difference: differenceIntervalOf(moments, reference, weights, level),
    baselineMean: measured(moments.linear(reference) / moments.linear(weights)),
    questions: compared,
  };
}
