import type { Snapshots } from '../../store/snapshots.ts';
import type { Store } from '../../store/store.ts';

/** What exports and feeds are given. */
export interface ExportContext {
  readonly store: Pick<Store, 'auditHead' | 'seqAt' | 'now'>;
  readonly snapshots: Snapshots;
}
