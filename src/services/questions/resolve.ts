import type { Question } from '../../domain/questions/question.ts';
import type { Resolution, ResolutionInput } from '../../domain/resolutions/resolution.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireScope,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { found } from '../record/found.ts';
import { planResolution } from './plan-resolution.ts';

/**
 * Records the outcome of a question, or corrects the one that stands: locked, decided, appended,
 * scored and audited in one transaction. Of two at the same moment one is a conflict.
 */
export async function resolveQuestion(
  context: Context,
  questionId: string,
  input: ResolutionInput,
  seen: Precondition<Question>,
): Promise<Recorded<Resolution>> {
  requireScope(context, 'resolve', 'Recording an outcome');
  requireUnlimited(context, 'Recording an outcome');
  return context.store.write(
    writeRequest(context, 'question.resolve'),
    async (unit) => {
      await unit.hold({ change: { question: [questionId] } });
      const plan = await planResolution(unit, context.newId, questionId, input, seen);
      unit.append({ type: 'resolution', content: plan.resolution });
      if (plan.scores.length > 0)
        unit.append({ type: 'scores', resolutionId: plan.resolution.id, rows: plan.scores });
      for (const follower of plan.cascade) unit.append({ type: 'resolution', content: follower });
      return plan.resolution.id;
    },
    (reader, id) =>
      found(
        'resolution',
        id,
        async () => (await reader.resolutions(questionId)).find((item) => item.id === id) ?? null,
      ),
  );
}
