/** What the question's type needs to know to read predictions and outcomes. */
import type { Question } from '../../domain/questions/question.ts';
import type { QuestionDefinition } from '../../domain/questions/question-type.ts';
import type { QuestionContent } from '../../store/unit.ts';

export function definitionOf(question: Question | QuestionContent): QuestionDefinition {
  const { type, options, ordered, optionEdges, unit, range, transform, milestones, resolvesBy, timezone } =
    question;
  return { type, options, ordered, optionEdges, unit, range, transform, milestones, resolvesBy, timezone };
}
