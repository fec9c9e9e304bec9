import type { Config } from '../config.ts';
import { connect } from '../store/prisma/connect.ts';
import { openStore } from '../store/prisma/open-store.ts';
import { openSnapshots } from '../store/prisma/snapshot/open-snapshots.ts';
import type { Snapshots } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import type { OpenDatabase } from './open-database.ts';

/** The store on that database, with the limits of the configuration. */
export function openRecord(config: Config, { url }: OpenDatabase, onError: (error: Error) => void): Store {
  const { transactionTimeoutMs, ...limits } = config.database;
  const connection = connect({ url, ...limits, onError });
  return openStore(connection, { maxWaitMs: limits.connectionTimeoutMs, timeoutMs: transactionTimeoutMs });
}

/** Sessions for exports, beside those of the store. */
export function openExportSessions(
  config: Config,
  { url }: OpenDatabase,
  onError: (error: Error) => void,
): Snapshots {
  return openSnapshots({ url, connectionTimeoutMs: config.database.connectionTimeoutMs, onError });
}
