import { defaultParameters } from '../../domain/accuracy/report/models/parameters.ts';
import type { Store } from '../../store/store.ts';
import type { RecordReader, ReportRunner } from './report-order.ts';

/** Forecasts below which the first report is soon made. */
const LARGE = 10_000;

/**
 * Has the report worker read a large record, and make a report of each kind of it, before anybody asks: at
 * 100,000 forecasts the first report after a start would wait for it, some seconds to half a minute. A
 * small one is left alone.
 * @returns whether it was read
 */
export async function warmReports(
  store: Pick<Store, 'forecasts'> & RecordReader,
  reports: Pick<ReportRunner, 'build'>,
  large = LARGE,
): Promise<boolean> {
  const { total } = await store.forecasts.list({
    filter: {},
    sort: { field: 'createdAt', descending: false },
    limit: 1,
    after: null,
    includeTotal: true,
    includeRetracted: true,
  });
  if (total === null || total.count < large) return false;
  // The first of each kind takes twice as long as the next: its code is compiled, and what all share is looked up.
  for (const kind of ['accuracy', 'leaderboard', 'calibration'] as const)
    await reports.build({ kind, parameters: defaultParameters, filter: {} }, null, store);
  return true;
}
