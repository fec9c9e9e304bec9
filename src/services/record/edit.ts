/** The one way in which an editable thing changes: compared, a new version or nothing. */
import { isDeepStrictEqual } from 'node:util';
import { freeTextFields } from '../../domain/audit/chain.ts';
import { conflict, notFound } from '../../domain/errors.ts';
import { REDACTED_TEXT, REDACTED_URL } from '../../domain/redactions/redaction.ts';
import type { RetractionMark } from '../../domain/stamps.ts';
import type { EditableContents, Unit } from '../../store/unit.ts';
import type { Precondition } from '../context.ts';
import { requireNotRetracted } from './standing.ts';

interface Editable {
  readonly id: string;
  readonly version: number;
}

/**
 * An item, held by the unit, that the caller has seen as it stands.
 * @throws ReckonerError notFound, preconditionFailed, conflict where it was retracted
 */
export async function seenItem<Item extends Editable & { readonly retraction: RetractionMark }>(
  type: 'source' | 'forecaster' | 'statement' | 'question',
  id: string,
  read: (id: string) => Promise<Item | null>,
  seen: Precondition<Item>,
): Promise<Item> {
  const item = await read(id);
  if (item === null) throw notFound(type, id);
  seen(item);
  requireNotRetracted(type, item);
  return item;
}

/**
 * What was taken out because the law asks for it is not put back by an edit: a field that was redacted may be emptied,
 * or changed in what is no text.
 * @throws ReckonerError conflict that names the fields
 */
export async function refuseRedactedText<Content extends object>(
  unit: Pick<Unit, 'redactedFields'>,
  id: string,
  before: Content,
  after: Content,
): Promise<void> {
  if (isDeepStrictEqual(before, after)) return;
  const textsIn = (content: Content, field: string) => textsOf(content[field as keyof Content], field);
  const fields = [...new Set(await unit.redactedFields(id))].filter((field) => {
    const known = new Set([...textsIn(before, field), REDACTED_TEXT, REDACTED_URL]);
    return textsIn(after, field).some((text) => !known.has(text));
  });
  if (fields.length === 0) return;
  throw conflict(
    'textRedacted',
    `Redacted, so no text is put there again: ${fields.join(', ')}. Leave it as it stands, or retract this and record anew what may be said.`,
    { fields: fields.sort() },
  );
}

/** The free text within a field. */
function textsOf(value: unknown, field: string): string[] {
  if (typeof value === 'string') return freeTextFields.has(field) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, key));
}

/** Plans the next version where anything differs. */
export function appendEdit<Type extends 'source' | 'forecaster' | 'statement' | 'question'>(
  unit: Unit,
  type: Type,
  item: Editable,
  before: EditableContents[Type],
  after: EditableContents[Type],
): void {
  if (isDeepStrictEqual(before, after)) return;
  unit.append({ type, id: item.id, version: item.version + 1, content: after } as Parameters<
    Unit['append']
  >[0]);
}

/** The fields that were sent, over those that stand. */
export function applyChange<Content extends object>(
  before: Content,
  change: Partial<{ [Key in keyof Content]: Content[Key] | undefined }>,
): Content {
  const sent = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(sent) };
}

/** The named fields of an item: its versioned content. */
export function contentOf<Item extends object, Key extends keyof Item>(
  item: Item,
  keys: readonly Key[],
): Pick<Item, Key> {
  return Object.fromEntries(keys.map((key) => [key, item[key]])) as Pick<Item, Key>;
}
