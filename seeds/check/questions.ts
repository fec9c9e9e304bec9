/** Statement, names and condition of every question; what an outcome of it may be. */
import { parseOutcome } from '../../src/domain/questions/registry.ts';
import { resolutionState } from '../../src/domain/resolutions/resolution.ts';
import { definitionOf } from '../../src/services/questions/definition.ts';
import { seedFiles } from '../read.ts';
import type { CheckContext, SeedQuestionEntry } from './context.ts';
import { whatItRefuses } from './report.ts';

export function checkQuestions(context: CheckContext): void {
  for (const question of context.edition.questions) {
    const wrong = (field: string, message: string): void =>
      context.report(seedFiles.questions, question.key, field, message);
    if (question.statement !== null && !context.statements.has(question.statement))
      wrong('statement', `names no statement: ${question.statement}`);
    context.checkNames(seedFiles.questions, question.key, question);
    if (question.condition === null) continue;
    const on = context.questions.get(question.condition.question);
    if (!on) wrong('condition.question', `names no question: ${question.condition.question}`);
    else if (dependsOnItself(context, question))
      wrong('condition.question', 'leads back to the question itself');
    else
      outcomeState(on, question.condition.outcome, (field, message) =>
        wrong(['condition.outcome', field].filter(Boolean).join('.'), message),
      );
  }
}

/** Without this, the order in which questions are resolved would have no end. */
function dependsOnItself({ questions }: CheckContext, question: SeedQuestionEntry): boolean {
  const seen = new Set<string>();
  for (
    let key: string | undefined = question.key;
    key !== undefined;
    key = questions.get(key)?.condition?.question
  ) {
    if (seen.has(key)) return true;
    seen.add(key);
  }
  return false;
}

/** Whether an outcome is a value, a void or a reopening; null, with the reasons told, where it is none of the question's. */
export function outcomeState(
  question: SeedQuestionEntry,
  outcome: unknown,
  found: (field: string, message: string) => void,
) {
  let state: ReturnType<typeof resolutionState> | null = null;
  whatItRefuses(() => {
    state = resolutionState(
      parseOutcome(definitionOf({ ...question, condition: null, statementId: null }), outcome),
    );
  }, found);
  return state as ReturnType<typeof resolutionState> | null;
}
