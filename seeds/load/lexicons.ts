import { seedId } from '../seed-id.ts';
import type { Loading } from './loading.ts';

/** A version of a lexicon never changes: a new one is added beside it. */
export async function loadLexicons(loading: Loading): Promise<void> {
  for (const content of loading.edition.lexicons) {
    const id = seedId('lexicon', `${content.key}@${content.version}`);
    if ((await loading.unit.lexicons.get(id)) === null)
      loading.append('lexicons', { type: 'lexicon', id, content });
  }
}
