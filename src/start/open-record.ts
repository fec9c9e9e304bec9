import type { Config } from '../config.ts';
import { connect } from '../store/prisma/connect.ts';
import { openStore } from '../store/prisma/open-store.ts';
import type { Store } from '../store/store.ts';
import type { OpenDatabase } from './open-database.ts';

/** The store on that database, with the limits of the configuration. */
export function openRecord(config: Config, { url }: OpenDatabase, onError: (error: Error) => void): Store {
  const { transactionTimeoutMs, ...limits } = config.database;
  const connection = connect({ url, ...limits, onError });
  return openStore(connection, { maxWaitMs: limits.connectionTimeoutMs, timeoutMs: transactionTimeoutMs });
}
