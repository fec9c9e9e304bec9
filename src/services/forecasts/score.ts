/**
 * The scores that are stored when an outcome is known: the default rules of what was predicted, and over
 * the whole interval of its words where it is verbal.
 */
import type { Outcome } from '../../domain/questions/prediction-fields.ts';
import type { Question } from '../../domain/questions/question.ts';
import { readOutcome } from '../../domain/questions/registry.ts';
import { hedgeRules } from '../../domain/scoring/hedge-rules.ts';
import { scorePrediction } from '../../domain/scoring/score-prediction.ts';
import type { Score } from '../../domain/scoring/scoring-rule.ts';
import type { NewForecast, NewScore } from '../../store/unit.ts';
import { definitionOf } from '../questions/definition.ts';

export function scoreForecast(
  question: Question,
  forecast: Pick<NewForecast, 'id' | 'prediction' | 'basis' | 'madeAt'>,
  resolutionId: string,
  outcome: Outcome,
  isLexiconCell: boolean,
): NewScore[] {
  const definition = definitionOf(question);
  const observation = readOutcome(definition, outcome);
  const row = (rule: string, { value, reason }: Score): NewScore => ({
    forecastId: forecast.id,
    resolutionId,
    rule,
    value,
    reason,
  });
  const { prediction, madeAt } = forecast;
  const scores = scorePrediction(definition, prediction, outcome, undefined, madeAt).map(
    ({ rule, ...score }) => row(rule, score),
  );
  const bounds = verbalBounds(forecast);
  if (bounds === null || observation.kind !== 'category') return scores;
  const happened = observation.index === 1;
  const interval = { ...bounds, isLexiconCell };
  return [...scores, ...hedgeRules.map((rule) => row(rule.key, rule.score(interval, happened)))];
}

/** The interval that the words of a verbal forecast stand for; null where it is none. */
function verbalBounds({ prediction, basis }: Pick<NewForecast, 'prediction' | 'basis'>) {
  if (basis !== 'verbal' || !('probability' in prediction)) return null;
  const { lower, upper } = prediction;
  return lower === undefined || upper === undefined ? null : { lower, upper };
}
