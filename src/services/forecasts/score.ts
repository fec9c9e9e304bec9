/** The scores that are stored when an outcome is known: the default rules of what was predicted. */
import type { Outcome } from '../../domain/questions/prediction-fields.ts';
import type { Question } from '../../domain/questions/question.ts';
import { readOutcome, readPrediction } from '../../domain/questions/registry.ts';
import { defaultRules } from '../../domain/scoring/registry.ts';
import type { NewForecast, NewScore } from '../../store/unit.ts';
import { definitionOf } from '../questions/definition.ts';

export function scoreForecast(
  question: Question,
  forecast: Pick<NewForecast, 'id' | 'prediction'>,
  resolutionId: string,
  outcome: Outcome,
): NewScore[] {
  const definition = definitionOf(question);
  const distribution = readPrediction(definition, forecast.prediction);
  const observation = readOutcome(definition, outcome);
  return defaultRules(distribution).map((rule) => {
    const { value, reason } = rule.score(distribution, observation);
    return { forecastId: forecast.id, resolutionId, rule: rule.key, value, reason };
  });
}
