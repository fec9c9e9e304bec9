/** A report from the database of the environment, through the routes of the service. */
import { v7 as newId } from 'uuid';
import { buildApp } from '../../app.ts';
import type { Config } from '../../config.ts';
import { keyDirectory } from '../../services/keys/directory.ts';
import { openWorkerPool } from '../../services/reports/worker-pool.ts';
import { openLogger } from '../../start/logger.ts';
import { openDatabase } from '../../start/open-database.ts';
import { openExportSessions, openRecord } from '../../start/open-record.ts';
import { requireMigrated } from '../../store/require-migrated.ts';
import type { ReportSource } from './report-source.ts';

/** The database that the environment names, or the embedded one. @throws StartProblem */
export async function databaseSource(config: Config, tell: (line: string) => void): Promise<ReportSource> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch(() => undefined);
  };
  try {
    const database = await openDatabase(config, tell);
    undo.push(() => database.close());
    // A report changes nothing, so it does not migrate either.
    await requireMigrated(database.url, config.database.connectionTimeoutMs);
    const store = openRecord(config, database, () => undefined);
    undo.push(() => store.close());
    const snapshots = openExportSessions(config, database, () => undefined);
    undo.push(() => snapshots.close());
    const reports = openWorkerPool({ timeoutMs: 24 * 3_600_000 });
    undo.push(() => reports.close());
    const app = await buildApp({
      config: { ...config, publicRead: true, rateLimitPerMinute: 0 },
      limits: { eventLoopDelayMs: 0 },
      record: { store, newId, reports, snapshots },
      keyDirectory: keyDirectory(store, () => undefined),
      logger: openLogger('silent', config.dataDirectory, false).logger,
      readinessChecks: [],
    });
    undo.push(() => app.close());
    return {
      name:
        config.databaseUrl === undefined
          ? `the embedded database in ${config.dataDirectory}`
          : 'the database that DATABASE_URL names',
      get: async (target) => {
        const { statusCode, headers, rawPayload } = await app.inject(target);
        const seq = headers['report-as-of-seq'];
        return { status: statusCode, asOfSeq: seq === undefined ? null : String(seq), body: rawPayload };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
