import type { Lexicon } from '../../domain/lexicons/lexicon.ts';
import type { Reader } from '../../store/store.ts';

/** Every lexicon on record, oldest first. */
export async function allLexicons({ lexicons }: Pick<Reader, 'lexicons'>): Promise<readonly Lexicon[]> {
  const { items } = await lexicons.list({
    filter: {},
    sort: { field: 'createdAt', descending: false },
    limit: 200,
    after: null,
    includeTotal: false,
    includeRetracted: true,
  });
  return items;
}
