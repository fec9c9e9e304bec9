/**
 * THE SHAPE of a question type: the form of its predictions and outcomes, and how both are read
 * as a distribution and an observation. Scoring rules are written against those two, so that N
 * types and M rules are N+M files.
 */
import type { z } from 'zod';
import type { InputIssue } from '../errors.ts';
import type { Instant, Moment } from '../time.ts';
import type { Distribution, Observation, Transform } from './distribution.ts';

export type QuestionTypeKey = 'binary' | 'multipleChoice' | 'numeric' | 'date';

/** What a type needs to know of a question to read what is said on it. */
export interface QuestionDefinition {
  readonly type: QuestionTypeKey;
  readonly options: readonly { readonly id: string; readonly label: string }[] | null;
  /** The options are a scale, in this order. */
  readonly ordered: boolean;
  /** Of options on a numeric axis: where each begins and the last ends; null at an open end. */
  readonly optionEdges: readonly (number | null)[] | null;
  readonly unit: string | null;
  readonly range: { readonly min: number; readonly max: number } | null;
  readonly transform: Transform | null;
  /** `YYYY-MM-DD`, rising. */
  readonly milestones: readonly string[] | null;
  /** An instant or a date: the horizon of a date question; null where it has none. */
  readonly resolvesBy: Moment | null;
  readonly timezone: string;
}

export interface QuestionType<Prediction, Outcome> {
  readonly key: QuestionTypeKey;
  /** Form of a prediction, whatever the question. */
  readonly predictionSchema: z.ZodType<Prediction>;
  /** Form of an outcome (not of a void), whatever the question. */
  readonly outcomeSchema: z.ZodType<Outcome>;
  /** What this question demands beyond the form. */
  readonly checkPrediction: (definition: QuestionDefinition, prediction: Prediction) => InputIssue[];
  readonly checkOutcome: (definition: QuestionDefinition, outcome: Outcome) => InputIssue[];
  /** @param madeAt when it was made; null where that is not known */
  readonly readPrediction: (
    definition: QuestionDefinition,
    prediction: Prediction,
    madeAt: Instant | null,
  ) => Distribution;
  readonly readOutcome: (definition: QuestionDefinition, outcome: Outcome) => Observation;
  /** For tables: the prediction in one line. */
  readonly summary: (definition: QuestionDefinition, prediction: Prediction) => string;
}
