import type { Verdict, VerdictInput } from '../../domain/claims/verdict.ts';
import { conflict, type InputIssue, invalid, notFound } from '../../domain/errors.ts';
import { knownAtInstant } from '../../domain/questions/lifecycle.ts';
import type { Statement } from '../../domain/statements/statement.ts';
import { hasBegun } from '../../domain/time.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireScope,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { found } from '../record/found.ts';
import { requireNotRetracted, requireStandingStatement } from '../record/standing.ts';

/** Records the finding on a claim, or corrects the one that stands. */
export async function recordVerdict(
  context: Context,
  statementId: string,
  input: VerdictInput,
  seen: Precondition<Statement>,
): Promise<Recorded<Verdict>> {
  requireScope(context, 'resolve', 'Recording a verdict');
  requireUnlimited(context, 'Recording a verdict');
  const id = context.newId();
  return context.store.write(
    writeRequest(context, 'statement.verdict'),
    async (unit) => {
      await unit.hold({ change: { statement: [statementId] } });
      const statement = await unit.statements.get(statementId);
      if (statement === null) throw notFound('statement', statementId);
      if (input.supersedesId !== null) seen(statement);
      requireNotRetracted('statement', statement);
      await requireStandingStatement(unit, statementId);
      refuseForm(input, unit.now);
      if (statement.kind !== 'claim')
        throw conflict(
          'notAClaim',
          `Only claims have verdicts; this is of kind ${statement.kind}. A forecast is resolved through its questions.`,
        );
      const standing = statement.verdict;
      if (standing === null && input.supersedesId !== null)
        throw conflict('nothingToSupersede', 'This claim has no verdict yet: leave supersedesId out.');
      if (standing !== null && input.supersedesId !== standing.id) {
        throw conflict(
          input.supersedesId === null ? 'alreadyJudged' : 'notCurrent',
          'To correct the verdict that stands, name it in supersedesId and give a reason.',
          {
            currentVerdictId: standing.id,
          },
        );
      }
      const { evidence, ...finding } = input;
      unit.append({
        type: 'verdict',
        content: {
          id,
          statementId,
          revision: (standing?.revision ?? 0) + 1,
          ...finding,
          knownAtInstant: knownAtInstant(input.knownAt, 'UTC', unit.now),
          evidence,
        },
      });
    },
    (reader) =>
      found(
        'verdict',
        id,
        async () => (await reader.verdicts(statementId)).find((item) => item.id === id) ?? null,
      ),
  );
}

function refuseForm(input: VerdictInput, now: string): void {
  const issues: InputIssue[] = [];
  if (input.knownAt !== null && !hasBegun(input.knownAt, 'UTC', now))
    issues.push({ pointer: '/knownAt', code: 'inTheFuture', message: `must not be later than now (${now})` });
  if (input.supersedesId !== null && input.reason === null)
    issues.push({ pointer: '/reason', code: 'required', message: 'a correction needs its reason' });
  if (input.supersedesId === null && input.reason !== null)
    issues.push({ pointer: '/reason', code: 'unexpected', message: 'reason belongs to a correction' });
  if (issues.length > 0) throw invalid('invalidVerdict', 'The verdict cannot be recorded as sent.', issues);
}
