import type { Source, SourceInput } from '../../domain/sources/source.ts';
import { type Context, type Recorded, requireUnlimited, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';

/** Records a source. */
export async function createSource(context: Context, input: SourceInput): Promise<Recorded<Source>> {
  requireUnlimited(context, 'Recording a source');
  const id = context.newId();
  return context.store.write(
    writeRequest(context, 'source.create'),
    async (unit) => {
      unit.append({ type: 'source', id, version: 1, content: input });
    },
    (reader) => found('source', id, reader.sources.get),
  );
}
