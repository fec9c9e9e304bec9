/** The service itself over a given database, its request log off as the baseline has none. */
import { pino } from 'pino';
import { v7 as newId } from 'uuid';
import { buildApp } from '../src/app.ts';
import { keyDirectory } from '../src/services/keys/directory.ts';
import { openWorkerPool } from '../src/services/reports/worker-pool.ts';
import { connect } from '../src/store/prisma/connect.ts';
import { openStore } from '../src/store/prisma/open-store.ts';
import { openSnapshots } from '../src/store/prisma/snapshot/open-snapshots.ts';

const connection = connect({
  url: process.env['BENCH_URL'] ?? '',
  poolSize: 10,
  connectionTimeoutMs: 2000,
  statementTimeoutMs: 3000,
  queryTimeoutMs: 3500,
  lockTimeoutMs: 1000,
  onError: (error) => console.error(error.message),
});
const store = openStore(connection, { maxWaitMs: 2000, timeoutMs: 5000 });
const snapshots = openSnapshots({
  url: process.env['BENCH_URL'] ?? '',
  connectionTimeoutMs: 2000,
  onError: (error) => console.error(error.message),
});
const app = await buildApp({
  config: { publicRead: true, corsOrigins: [], rateLimitPerMinute: 0 },
  keyDirectory: keyDirectory(store, () => undefined),
  logger: pino({ level: 'silent' }),
  record: { store, newId, reports: openWorkerPool(), snapshots },
  readinessChecks: [],
});
await app.listen({ host: '127.0.0.1', port: Number(process.env['BENCH_PORT']) });
process.send?.('ready');
