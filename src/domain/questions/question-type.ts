/**
 * THE SHAPE of a question type: the form of its predictions and outcomes, and how both are read
 * as a distribution and an observation. Scoring rules are written against those two, so that N
 * types and M rules are N+M files.
 */
import type { z } from 'zod';
import type { InputIssue } from '../errors.ts';
import type { Distribution, Observation } from './distribution.ts';

export type QuestionTypeKey = 'binary' | 'multipleChoice' | 'numeric' | 'date';

/** What a type needs to know of a question to read what is said on it. */
export interface QuestionDefinition {
  readonly type: QuestionTypeKey;
  readonly options: readonly { readonly id: string; readonly label: string }[] | null;
  /** The options are a scale, in this order. */
  readonly ordered: boolean;
  readonly unit: string | null;
  readonly range: { readonly min: number; readonly max: number } | null;
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
  readonly readPrediction: (definition: QuestionDefinition, prediction: Prediction) => Distribution;
  readonly readOutcome: (definition: QuestionDefinition, outcome: Outcome) => Observation;
  /** For tables: the prediction in one line. */
  readonly summary: (definition: QuestionDefinition, prediction: Prediction) => string;
}
