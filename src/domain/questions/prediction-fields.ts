/**
 * Predictions and outcomes as they stand in bodies and answers. At the door only their form is
 * known (an object); the question's type reads them once the question is at hand.
 */
import { z } from 'zod';
import { outcomeSchema, predictionSchema } from './registry.ts';

export type { Outcome, Prediction } from './registry.ts';

const openObject = z.record(z.string(), z.unknown());

// `documentedAs` is read by the OpenAPI document only: the body is described by that component.

/** A prediction in a body; read by `parsePrediction` with the question's definition. */
export const predictionField = openObject.meta({
  description: "By the question's type.",
  documentedAs: predictionSchema,
});
/** An outcome in a body; read by `parseOutcome` with the question's definition. */
export const outcomeField = openObject.meta({
  description: "By the question's type.",
  documentedAs: outcomeSchema,
});

export const predictionOutput = predictionSchema;
export const outcomeOutput = outcomeSchema;
