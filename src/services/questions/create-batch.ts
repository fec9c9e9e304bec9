import type { BatchResult } from '../../domain/batches/batch.ts';
import type { QuestionInput } from '../../domain/questions/question.ts';
import type { QuestionContent } from '../../store/unit.ts';
import { type Context, type Recorded, requireUnlimited } from '../context.ts';
import { type Batch, recordBatch } from '../record/batch.ts';
import { readOnce } from '../record/read-once.ts';
import { questionContent } from './content.ts';

/** Records questions together. A condition names a question that is there already. */
export async function createQuestions(
  context: Context,
  batch: Batch<QuestionInput>,
): Promise<Recorded<BatchResult>> {
  requireUnlimited(context, 'Recording questions');
  return recordBatch(context, batch, {
    action: 'question.batch',
    field: 'questions',
    open: async (unit, rows) => {
      const conditions = rows.flatMap(({ condition }) => condition?.questionId ?? []);
      if (conditions.length > 0) await unit.hold({ rely: { question: [...new Set(conditions)] } });
      const read = await readOnce(unit, { questions: conditions });
      const named = [...new Set(rows.flatMap(({ statementId }) => statementId ?? []))];
      const known = {
        statements: new Set(await unit.present('statement', named)),
        questions: new Map<string, QuestionContent>(),
      };
      return async (row, id) => {
        const content = await questionContent(read, id, row, context.newId, known);
        unit.append({ type: 'question', id, version: 1, content });
      };
    },
  });
}
