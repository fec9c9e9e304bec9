import { notFound } from '../../domain/errors.ts';
import type { RedactableType, Redaction, RedactionInput } from '../../domain/redactions/redaction.ts';
import type { Unit } from '../../store/unit.ts';
import { type Context, type Recorded, requireScope, requireUnlimited, writeRequest } from '../context.ts';
import { found } from './found.ts';
import { judgedWith } from './held.ts';

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
      await unit.hold(() => judgedWith(unit, type, subjectId));
      if (!(await isThere(unit, type, subjectId))) throw notFound(type, subjectId);
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

async function isThere(unit: Unit, type: RedactableType, id: string): Promise<boolean> {
  if (type === 'resolution' || type === 'verdict') return (await unit.parentOf(type, id)) !== null;
  if (type === 'forecast') return (await unit.forecasts.get(id)) !== null;
  return (await unit.present(type, [id])).length > 0;
}
