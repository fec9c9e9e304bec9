/** Locks on questions that have to do with each other. */
import { notFound } from '../../domain/errors.ts';
import type { Unit } from '../../store/unit.ts';

/**
 * Locks the question, what `relatives` names beside it, and again until that names nobody new. All go
 * in one statement in the order of their ids: whoever locked a dependant first and then its cause
 * would wait for one who goes the other way, until the database ended one of them.
 * @throws ReckonerError notFound where nothing of it is there
 */
export async function lockFamily(
  unit: Unit,
  questionId: string,
  relatives: () => Promise<readonly string[]>,
): Promise<void> {
  const locked = new Set<string>();
  for (;;) {
    const ids = [questionId, ...(await relatives())];
    if (ids.every((id) => locked.has(id))) return;
    if ((await unit.lock('question', ids)).length === 0) throw notFound('question', questionId);
    for (const id of ids) locked.add(id);
  }
}
