/** Lexicons, source texts and keys: what the record refers to. */
import type { JsonValue } from '../../../domain/audit/canonical-json.ts';
import { recordSha256 } from '../../../domain/audit/chain.ts';
import type { Planner } from './stamp.ts';
import { CREATED, insert, update } from './steps.ts';

/** These hold no text that a law could ask to blank: their id is salt enough. */
function leafOf(content: { readonly type: string; readonly id: string }): string {
  return recordSha256(content as unknown as JsonValue, content.id);
}

export const planLexicons: Planner<'lexicon'> = (writes) => ({
  steps: writes.flatMap(({ id, content }) => {
    const { entries, ...columns } = content;
    const entryRows = entries.map((entry, position) => ({
      lexiconKey: content.key,
      lexiconVersion: content.version,
      position,
      ...entry,
    }));
    return [
      ...insert('lexicons', [{ id, ...columns }], ['seq', 'created_at']),
      ...insert('lexicon_entries', entryRows),
    ];
  }),
  records: writes.map(({ id, content }) => ({
    type: 'lexicon',
    id,
    version: 1,
    sha256: leafOf({ type: 'lexicon', id, ...content }),
  })),
});

export const planSourceTexts: Planner<'sourceText'> = (writes) => ({
  steps: writes.flatMap(({ sourceId, content }) => [
    { do: 'keepText', table: 'source_texts', rows: [{ source_id: sourceId, content }] } as const,
    ...update('sources', [{ id: sourceId }]),
  ]),
  records: writes.map(({ sourceId, sha256 }) => ({ type: 'sourceText', id: sourceId, version: 1, sha256 })),
});

export const planApiKeys: Planner<'apiKey'> = (writes) => ({
  steps: writes.flatMap(({ content }) =>
    content.version === 1 ? insert('api_keys', [content], CREATED) : update('api_keys', [content]),
  ),
  records: writes.map(({ content: { secretSha256: _secret, ...rest } }) => ({
    type: 'apiKey',
    id: rest.id,
    version: rest.version,
    sha256: leafOf({ type: 'apiKey', ...rest }),
  })),
});
