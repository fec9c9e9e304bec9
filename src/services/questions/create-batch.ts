import type { BatchResult } from '../../domain/batches/batch.ts';
import { ReckonerError } from '../../domain/errors.ts';
import type { QuestionInput } from '../../domain/questions/question.ts';
import { type Context, type Recorded, requireUnlimited } from '../context.ts';
import { type Batch, recordBatch } from '../record/batch.ts';
import { readOnce } from '../record/read-once.ts';
import { questionContent } from './content.ts';

/** Topics and entities of all rows. Five thousand new ones take a second or two under the head; everybody waits. */
const MAXIMUM_NAMES = 5000;

/** Records questions together. A condition names a question that is there already. */
export async function createQuestions(
  context: Context,
  batch: Batch<QuestionInput>,
): Promise<Recorded<BatchResult>> {
  requireUnlimited(context, 'Recording questions');
  const names = batch.rows.reduce((sum, { topics, entities }) => sum + topics.length + entities.length, 0);
  if (names > MAXIMUM_NAMES) throw tooManyNames(names);
  return recordBatch(context, batch, {
    action: 'question.batch',
    field: 'questions',
    open: async (unit, rows) => {
      const conditions = [...new Set(rows.flatMap(({ condition }) => condition?.questionId ?? []))];
      const origins = [...new Set(rows.flatMap(({ statementId }) => statementId ?? []))];
      if (conditions.length + origins.length > 0)
        await unit.hold({ rely: { question: conditions, statement: origins } });
      const read = await readOnce(unit, { questions: conditions, origins });
      await unit.lookUpNames(
        'topic',
        rows.flatMap(({ topics }) => topics),
      );
      await unit.lookUpNames(
        'entity',
        rows.flatMap(({ entities }) => entities),
      );
      return async (row, id) => {
        const content = await questionContent(read, id, row, context.newId);
        unit.append({ type: 'question', id, version: 1, content });
      };
    },
  });
}

function tooManyNames(names: number): ReckonerError {
  return new ReckonerError(
    'tooLarge',
    'tooManyNames',
    `The questions name ${names} topics and entities; one batch may name ${MAXIMUM_NAMES}, each counted as often as it stands: send fewer questions at once.`,
  );
}
