/** The one way in which an editable thing changes: compared, a new version or nothing. */
import { isDeepStrictEqual } from 'node:util';
import { notFound } from '../../domain/errors.ts';
import type { EditableContents, Unit } from '../../store/unit.ts';
import type { Precondition } from '../context.ts';

interface Editable {
  readonly id: string;
  readonly version: number;
}

/** An item, held by the unit, that the caller has seen as it stands. */
export async function seenItem<Item extends Editable>(
  type: 'source' | 'forecaster' | 'statement' | 'question',
  id: string,
  read: (id: string) => Promise<Item | null>,
  seen: Precondition<Item>,
): Promise<Item> {
  const item = await read(id);
  if (item === null) throw notFound(type, id);
  seen(item);
  return item;
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
