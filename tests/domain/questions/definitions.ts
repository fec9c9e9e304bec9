/** Questions of every type, and what is refused of what is said on them. */
import { ReckonerError } from '../../../src/domain/errors.ts';
import type { QuestionDefinition } from '../../../src/domain/questions/question-type.ts';
import { parseOutcome, parsePrediction } from '../../../src/domain/questions/registry.ts';
import { plainQuestion } from '../../../src/domain/questions/scoring-fields.ts';

export const binaryQuestion: QuestionDefinition = { ...plainQuestion, type: 'binary' };
export const numericQuestion: QuestionDefinition = { ...plainQuestion, type: 'numeric', unit: 'kW' };
export const dateQuestion: QuestionDefinition = { ...plainQuestion, type: 'date' };
export const choiceQuestion: QuestionDefinition = {
  ...plainQuestion,
  type: 'multipleChoice',
  ordered: true,
  options: [
    { id: 'low', label: 'Below 10' },
    { id: 'a/b', label: '10 to 20' },
    { id: 'high', label: 'Above 20' },
  ],
};

/** `pointer code` of every issue; an empty list where the input is accepted. */
function issuesOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof ReckonerError) || error.kind !== 'invalid') throw error;
    const issues = error.details.issues ?? [];
    if (issues.length === 0) throw new Error('a refusal without an issue');
    return issues.map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

export const refusedPrediction = (definition: QuestionDefinition, input: unknown) =>
  issuesOf(() => parsePrediction(definition, input));

export const refusedOutcome = (definition: QuestionDefinition, input: unknown) =>
  issuesOf(() => parseOutcome(definition, input));
