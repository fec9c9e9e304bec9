/** Yes or no. */
import { z } from 'zod';
import { probabilityField } from '../fields.ts';
import type { QuestionType } from './question-type.ts';

export const binaryPrediction = z
  .strictObject({
    probability: probabilityField.describe('Of yes, as the double that was sent.'),
    lower: probabilityField.exactOptional().describe('Lower bound; with basis verbal that of the hedge.'),
    upper: probabilityField.exactOptional(),
  })
  .meta({ id: 'BinaryPrediction' });
export type BinaryPrediction = z.infer<typeof binaryPrediction>;

export const binaryOutcome = z.strictObject({ value: z.boolean() }).meta({ id: 'BinaryOutcome' });
export type BinaryOutcome = z.infer<typeof binaryOutcome>;

export const binary: QuestionType<BinaryPrediction, BinaryOutcome> = {
  key: 'binary',
  predictionSchema: binaryPrediction,
  outcomeSchema: binaryOutcome,
  checkPrediction: (_definition, { probability, lower, upper }) => {
    if (lower === undefined && upper === undefined) return [];
    if (lower === undefined)
      return [{ pointer: '/lower', code: 'required', message: 'upper needs its lower' }];
    if (upper === undefined)
      return [{ pointer: '/upper', code: 'required', message: 'lower needs its upper' }];
    if (lower > probability)
      return [{ pointer: '/lower', code: 'outOfOrder', message: 'must not be above probability' }];
    return upper < probability
      ? [{ pointer: '/upper', code: 'outOfOrder', message: 'must not be below probability' }]
      : [];
  },
  checkOutcome: () => [],
  readPrediction: (_definition, { probability }) => ({
    kind: 'discrete',
    binary: true,
    categories: ['false', 'true'],
    probabilities: [1 - probability, probability],
    ordered: false,
    edges: null,
  }),
  readOutcome: (_definition, { value }) => ({ kind: 'category', index: value ? 1 : 0 }),
  summary: (_definition, { probability, lower, upper }) =>
    lower === undefined || upper === undefined
      ? String(probability)
      : `${probability} (${lower} to ${upper})`,
};
