/** After a commit: the item as it stands, which must be there. */
import { notFound } from '../../domain/errors.ts';

export async function found<Item>(
  what: string,
  id: string,
  read: (id: string) => Promise<Item | null>,
): Promise<Item> {
  const item = await read(id);
  if (item === null) throw notFound(what, id);
  return item;
}
