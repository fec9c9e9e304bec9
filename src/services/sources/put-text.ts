import { sha256 } from '../../domain/audit/chain.ts';
import { conflict } from '../../domain/errors.ts';
import type { Source } from '../../domain/sources/source.ts';
import { verifyAnchor } from '../../domain/statements/anchor.ts';
import type { Unit } from '../../store/unit.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { appendEdit, contentOf, seenItem } from '../record/edit.ts';
import { found } from '../record/found.ts';
import { STATEMENT_FIELDS } from '../statements/content.ts';
import { SOURCE_FIELDS } from './content.ts';

/**
 * Keeps the text of a source, after comparing it with a recorded hash, and verifies every anchor
 * into it: those that do not hold are marked broken.
 */
export async function putSourceText(
  context: Context,
  id: string,
  text: string,
  seen: Precondition<Source>,
): Promise<Recorded<Source>> {
  requireUnlimited(context, 'Keeping the text of a source');
  const hash = sha256(text);
  return context.store.write(
    writeRequest(context, 'source.text'),
    async (unit) => {
      await unit.hold({ change: { source: [id] } });
      const item = await seenItem('source', id, unit.sources.get, seen);
      if (item.textSha256 !== null && item.textSha256 !== hash) {
        throw conflict(
          'otherText',
          `This is not the text on record: its SHA-256 is ${hash}, recorded is ${item.textSha256}.`,
        );
      }
      // Not by what the source looks like: an edit may have taken the traces away.
      if ((await unit.redactedFields(id)).includes('text'))
        throw conflict('textRedacted', 'The text of this source was redacted: it is not kept again.');
      const before = contentOf(item, SOURCE_FIELDS);
      appendEdit(unit, 'source', item, before, { ...before, textSha256: hash, textLength: [...text].length });
      unit.append({ type: 'sourceText', sourceId: id, content: text, sha256: hash });
      await verifyAnchors(unit, id, text);
    },
    (reader) => found('source', id, reader.sources.get),
  );
}

const PAGE = 200;

async function verifyAnchors(unit: Unit, sourceId: string, text: string): Promise<void> {
  let after = null;
  do {
    const page: Awaited<ReturnType<Unit['statements']['list']>> = await unit.statements.list({
      filter: { sourceId: [sourceId] },
      sort: { field: 'createdAt', descending: false },
      limit: PAGE,
      after,
      includeTotal: false,
      includeRetracted: true,
    });
    for (const statement of page.items) {
      const before = contentOf(statement, STATEMENT_FIELDS);
      const anchors = before.anchors.map((anchor) => ({
        ...anchor,
        status: verifyAnchor(text, anchor).holds ? ('verified' as const) : ('broken' as const),
      }));
      appendEdit(unit, 'statement', statement, before, { ...before, anchors });
    }
    after = page.next;
  } while (after !== null);
}
