/** One of several options. */
import { z } from 'zod';
import type { InputIssue } from '../errors.ts';
import { probabilityField, SUM_TOLERANCE, sumsToOne } from '../fields.ts';
import { jsonPointer } from '../json-pointer.ts';
import { compensatedSum } from '../scoring/compensated-sum.ts';
import type { QuestionDefinition, QuestionType } from './question-type.ts';

export const multipleChoicePrediction = z
  .strictObject({
    probabilities: z.record(z.string(), probabilityField).describe('By option id; sum 1 within 1e-6.'),
  })
  .meta({ id: 'MultipleChoicePrediction' });
export type MultipleChoicePrediction = z.infer<typeof multipleChoicePrediction>;

export const multipleChoiceOutcome = z
  .strictObject({ optionId: z.string() })
  .meta({ id: 'MultipleChoiceOutcome' });
export type MultipleChoiceOutcome = z.infer<typeof multipleChoiceOutcome>;

function optionIds(definition: QuestionDefinition): string[] {
  return (definition.options ?? []).map((option) => option.id);
}

function unknownOption(pointer: string, ids: readonly string[]): InputIssue {
  return { pointer, code: 'unknownOption', message: `is not an option; there are ${ids.join(', ')}` };
}

function checkProbabilities(
  definition: QuestionDefinition,
  { probabilities }: MultipleChoicePrediction,
): InputIssue[] {
  const ids = optionIds(definition);
  const pointer = (id: string): string => jsonPointer(['probabilities', id]);
  const unknown = Object.keys(probabilities).filter((id) => !ids.includes(id));
  const missing = ids.filter((id) => !Object.hasOwn(probabilities, id));
  const message = 'every option needs its probability (0 if none)';
  const issues = [
    ...unknown.map((id) => unknownOption(pointer(id), ids)),
    ...missing.map((id) => ({ pointer: pointer(id), code: 'required', message })),
  ];
  if (issues.length > 0) return issues;
  const sum = compensatedSum(Object.values(probabilities));
  if (sumsToOne(sum)) return [];
  const difference = `must sum to 1 within ${SUM_TOLERANCE}; they sum to ${sum}`;
  return [{ pointer: '/probabilities', code: 'sumNotOne', message: difference }];
}

export const multipleChoice: QuestionType<MultipleChoicePrediction, MultipleChoiceOutcome> = {
  key: 'multipleChoice',
  predictionSchema: multipleChoicePrediction,
  outcomeSchema: multipleChoiceOutcome,
  checkPrediction: checkProbabilities,
  checkOutcome: (definition, { optionId }) => {
    const ids = optionIds(definition);
    return ids.includes(optionId) ? [] : [unknownOption('/optionId', ids)];
  },
  readPrediction: (definition, { probabilities }) => {
    const categories = optionIds(definition);
    return {
      kind: 'discrete',
      binary: false,
      categories,
      probabilities: categories.map((id) => probabilities[id] ?? 0),
      ordered: definition.ordered,
      edges: definition.optionEdges,
    };
  },
  readOutcome: (definition, { optionId }) => ({
    kind: 'category',
    index: optionIds(definition).indexOf(optionId),
  }),
  summary: (definition, { probabilities }) =>
    (definition.options ?? []).map(({ id, label }) => `${label} ${probabilities[id]}`).join(', '),
};
