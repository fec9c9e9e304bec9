import type { Store } from '../../store/store.ts';
import type { ReportRunner } from './report-order.ts';

/** What reports are given: the record, and where they are computed. */
export interface ReportContext {
  readonly store: Pick<Store, 'auditHead' | 'seqAt' | 'now' | 'recordAsOf' | 'recordChanges'>;
  readonly reports: ReportRunner;
}
