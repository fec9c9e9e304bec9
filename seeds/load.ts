/**
 * Loads the seeds: one transaction, one audit event. Loading again after an edit of the files adds
 * a version or a correction of what was edited and leaves alone whatever users have changed since.
 */
import { SEED_KEY_ID } from '../src/services/keys/built-in.ts';
import type { Store } from '../src/store/store.ts';
import { checkEdition } from './check.ts';
import { loadEditables } from './load/editables.ts';
import { loadForecasts } from './load/forecasts.ts';
import { loadLexicons } from './load/lexicons.ts';
import { Loading } from './load/loading.ts';
import { loadResolutions, loadVerdicts } from './load/outcomes.ts';
import { readSeedFiles, SeedError } from './read.ts';

export interface SeedReport {
  /** Rows added or changed, by noun. */
  readonly written: Readonly<Record<string, number>>;
  /** Seeded things that users have changed since and that were left as they are. */
  readonly leftToUsers: readonly string[];
}

/**
 * @param directory the folder with `article/` and `lexicons/`
 * @throws SeedError naming file, entry and field of every defect; nothing is loaded then
 */
export async function loadSeeds(store: Store, directory: string, newId: () => string): Promise<SeedReport> {
  const edition = readSeedFiles(directory);
  const defects = checkEdition(edition, await store.now());
  if (defects.length > 0) throw new SeedError(defects);
  const { item } = await store.write(
    { actor: SEED_KEY_ID, action: 'seeds.load', timeoutMs: 60_000 },
    async (unit): Promise<SeedReport> => {
      await unit.hold({ everything: true });
      const loading = new Loading(unit, edition, newId);
      await loadLexicons(loading);
      await loadEditables(loading);
      await unit.flush();
      await loadForecasts(loading);
      await unit.flush();
      await loadResolutions(loading);
      await loadVerdicts(loading);
      return loading.report();
    },
    async (_reader, report) => report,
  );
  return item;
}

/** Loads the seeds into a record that holds nothing but its keys. */
export async function seedIfEmpty(
  store: Store,
  directory: string,
  newId: () => string,
): Promise<SeedReport | null> {
  const page = {
    filter: {},
    sort: { field: 'createdAt', descending: false },
    limit: 1,
    after: null,
    includeTotal: false,
    includeRetracted: true,
  };
  const [sources, forecasters] = [await store.sources.list(page), await store.forecasters.list(page)];
  return sources.items.length + forecasters.items.length > 0 ? null : loadSeeds(store, directory, newId);
}
