/** What the routes of the record are given; a request adds who acts. */
import type { Context } from '../services/context.ts';
import type { ReportRunner } from '../services/reports/report-order.ts';
import type { Snapshots } from '../store/snapshots.ts';

export interface RecordContext extends Pick<Context, 'store' | 'newId'> {
  /** Where reports are computed. */
  readonly reports: ReportRunner;
  /** Where exports read from. */
  readonly snapshots: Snapshots;
}
