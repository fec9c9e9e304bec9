/** Scores of forecasts as the service computes them: parsed, checked, read and scored by rule. */
import type { QuestionDefinition } from '../../src/domain/questions/question-type.ts';
import { parseOutcome, parsePrediction } from '../../src/domain/questions/registry.ts';
import { plainQuestion } from '../../src/domain/questions/scoring-fields.ts';
import { compensatedMean } from '../../src/domain/scoring/compensated-sum.ts';
import { scorePrediction } from '../../src/domain/scoring/score-prediction.ts';

export const numericQuestion: QuestionDefinition = { ...plainQuestion, type: 'numeric' };

/** A question whose options stand in the order of their scale. */
export function scaleQuestion(options: readonly string[]): QuestionDefinition {
  const labelled = options.map((id) => ({ id, label: id }));
  return { ...plainQuestion, type: 'multipleChoice', options: labelled, ordered: true };
}

export interface Answered {
  readonly prediction: unknown;
  readonly outcome: unknown;
}

/** One score a forecast. Throws where the rule gives none. */
export function scores(question: QuestionDefinition, forecasts: readonly Answered[], rule: string): number[] {
  return forecasts.map(({ prediction, outcome }) => {
    const parsed = [parsePrediction(question, prediction), parseOutcome(question, outcome)] as const;
    const [score] = scorePrediction(question, ...parsed, [rule]);
    if (score === undefined || score.value === null) throw new Error(`${rule}: ${score?.reason}`);
    return score.value;
  });
}

export function meanScore(
  question: QuestionDefinition,
  forecasts: readonly Answered[],
  rule: string,
): number {
  return compensatedMean(scores(question, forecasts, rule));
}
