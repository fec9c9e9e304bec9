/** The question types, and the one way in which predictions and outcomes are read. */
import { z } from 'zod';
import { type InputIssue, invalid } from '../errors.ts';
import type { Instant } from '../time.ts';
import { binary } from './binary.ts';
import { date } from './date.ts';
import type { Distribution, Observation } from './distribution.ts';
import { multipleChoice } from './multiple-choice.ts';
import { numeric } from './numeric.ts';
import { outcomeStates, reopenedOutcome, voidOutcome } from './outcome-states.ts';
import type { QuestionDefinition, QuestionType, QuestionTypeKey } from './question-type.ts';
import { readInput } from './read-input.ts';

export const questionTypes = { binary, multipleChoice, numeric, date } as const;

export const predictionSchema = z
  .union([
    binary.predictionSchema,
    multipleChoice.predictionSchema,
    numeric.predictionSchema,
    date.predictionSchema,
  ])
  .meta({ id: 'PredictionForm' });
export type Prediction = z.infer<typeof predictionSchema>;

export const outcomeSchema = z
  .union([
    binary.outcomeSchema,
    multipleChoice.outcomeSchema,
    numeric.outcomeSchema,
    date.outcomeSchema,
    ...outcomeStates,
  ])
  .meta({ id: 'Outcome' });
export type Outcome = z.infer<typeof outcomeSchema>;

function typeOf(key: QuestionTypeKey): QuestionType<unknown, unknown> {
  return questionTypes[key] as unknown as QuestionType<unknown, unknown>;
}

function refuse(code: string, message: string, issues: InputIssue[]): void {
  if (issues.length > 0) throw invalid(code, message, issues);
}

/**
 * Reads a prediction on a question; numbers stay the doubles that were sent.
 * @throws ReckonerError invalid, its pointers relative to the prediction
 */
export function parsePrediction(definition: QuestionDefinition, input: unknown): Prediction {
  const type = typeOf(definition.type);
  const prediction = readInput(type.predictionSchema, input, 'Prediction');
  refuse(
    'invalidPrediction',
    'The prediction does not fit its question.',
    type.checkPrediction(definition, prediction),
  );
  return prediction as Prediction;
}

/**
 * Reads an outcome of a question, a void or a reopening.
 * @throws ReckonerError invalid, its pointers relative to the outcome
 */
export function parseOutcome(definition: QuestionDefinition, input: unknown): Outcome {
  if (typeof input === 'object' && input !== null && 'void' in input)
    return readInput(voidOutcome, input, 'Outcome');
  if (typeof input === 'object' && input !== null && 'reopened' in input)
    return readInput(reopenedOutcome, input, 'Outcome');
  const type = typeOf(definition.type);
  const outcome = readInput(type.outcomeSchema, input, 'Outcome');
  refuse('invalidOutcome', 'The outcome does not fit its question.', type.checkOutcome(definition, outcome));
  return outcome as Outcome;
}

/** The prediction as a distribution. @param madeAt when it was made; null where that is not known */
export function readPrediction(
  definition: QuestionDefinition,
  prediction: Prediction,
  madeAt: Instant | null,
): Distribution {
  return typeOf(definition.type).readPrediction(definition, prediction, madeAt);
}

/** The outcome (not a void) as an observation. */
export function readOutcome(definition: QuestionDefinition, outcome: Outcome): Observation {
  return typeOf(definition.type).readOutcome(definition, outcome);
}

/** The prediction in one line, for tables. */
export function oneLineSummary(definition: QuestionDefinition, prediction: Prediction): string {
  return typeOf(definition.type).summary(definition, prediction);
}
