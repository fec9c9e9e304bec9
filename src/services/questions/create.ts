import type { Question, QuestionInput } from '../../domain/questions/question.ts';
import { type Context, type Recorded, requireUnlimited, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';
import { questionContent } from './content.ts';

/** Records a question. */
export async function createQuestion(context: Context, input: QuestionInput): Promise<Recorded<Question>> {
  requireUnlimited(context, 'Recording a question');
  const id = context.newId();
  return context.store.write(
    writeRequest(context, 'question.create'),
    async (unit) => {
      const question = input.condition === null ? [] : [input.condition.questionId];
      const statement = input.statementId === null ? [] : [input.statementId];
      if (question.length + statement.length > 0) await unit.hold({ rely: { question, statement } });
      unit.append({
        type: 'question',
        id,
        version: 1,
        content: await questionContent(unit, id, input, context.newId),
      });
    },
    (reader) => found('question', id, reader.questions.get),
  );
}
