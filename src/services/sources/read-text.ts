import { notFound } from '../../domain/errors.ts';
import { type Context, requireScope } from '../context.ts';

/** The text of a source, for keys that may write: it is not ours to publish. */
export async function readSourceText(context: Context, id: string): Promise<string> {
  requireScope(context, 'write', 'Reading the text of a source');
  const text = await context.store.sourceText(id);
  if (text === null) throw notFound('text of a source', id);
  return text;
}
