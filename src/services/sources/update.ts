import { conflict } from '../../domain/errors.ts';
import type { Source, SourceChange } from '../../domain/sources/source.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { appendEdit, applyChange, contentOf, refuseRedactedText, seenItem } from '../record/edit.ts';
import { found } from '../record/found.ts';
import { SOURCE_FIELDS } from './content.ts';

/** Edits a source: a new version, the old one kept. While its text is kept here, the text's hash and length stay. */
export async function updateSource(
  context: Context,
  id: string,
  change: SourceChange,
  seen: Precondition<Source>,
): Promise<Recorded<Source>> {
  requireUnlimited(context, 'Editing a source');
  return context.store.write(
    writeRequest(context, 'source.update'),
    async (unit) => {
      await unit.hold({ change: { source: [id] } });
      const item = await seenItem('source', id, unit.sources.get, seen);
      const before = contentOf(item, SOURCE_FIELDS);
      const after = applyChange(before, change);
      if (
        item.hasText &&
        (after.textSha256 !== before.textSha256 || after.textLength !== before.textLength)
      ) {
        throw conflict(
          'textKept',
          'The text of this source is kept here: replace the text (PUT …/text) instead of its hash or length.',
        );
      }
      await refuseRedactedText(unit, id, before, after);
      appendEdit(unit, 'source', item, before, after);
    },
    (reader) => found('source', id, reader.sources.get),
  );
}
