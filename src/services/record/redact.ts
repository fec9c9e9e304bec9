import { notFound } from '../../domain/errors.ts';
import type { RedactableType, Redaction, RedactionInput } from '../../domain/redactions/redaction.ts';
import type { Unit } from '../../store/unit.ts';
import { type Context, type Recorded, requireScope, requireUnlimited, writeRequest } from '../context.ts';
import { found } from './found.ts';

/** Locks what an edit of the thing would lock, so that no version comes into being meanwhile. */
async function lockSubject(unit: Unit, type: RedactableType, id: string): Promise<boolean> {
  switch (type) {
    case 'forecast': {
      const forecast = await unit.forecasts.get(id);
      return forecast !== null && (await unit.lock('question', [forecast.questionId])).length > 0;
    }
    case 'resolution':
    case 'verdict': {
      const parent = await unit.parentOf(type, id);
      const noun = type === 'resolution' ? 'question' : 'statement';
      return parent !== null && (await unit.lock(noun, [parent])).length > 0;
    }
    default:
      return (await unit.lock(type, [id])).length > 0;
  }
}

/**
 * Blanks free text for good, in the thing and in every version of it, because the law asks for it.
 * The chain still verifies: its leaves stand on salted hashes of the text, which are kept.
 */
export async function redact(
  context: Context,
  type: RedactableType,
  subjectId: string,
  { fields, reason }: RedactionInput,
): Promise<Recorded<Redaction>> {
  requireScope(context, 'admin', 'A redaction');
  requireUnlimited(context, 'A redaction');
  const id = context.newId();
  return context.store.write(
    writeRequest(context, `${type}.redact`),
    async (unit) => {
      if (!(await lockSubject(unit, type, subjectId))) throw notFound(type, subjectId);
      unit.append({
        type: 'redaction',
        id,
        subjectType: type,
        subjectId,
        fields: [...fields].sort(),
        reason,
      });
    },
    (reader) => found('redaction', id, reader.redaction),
  );
}
