/** Where a report comes from: a running service, or the database of the environment through the same routes. */
import { v7 as newId } from 'uuid';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { keyDirectory } from '../services/keys/directory.ts';
import { openWorkerPool } from '../services/reports/worker-pool.ts';
import { openLogger } from '../start/logger.ts';
import { openDatabase } from '../start/open-database.ts';
import { openExportSessions, openRecord } from '../start/open-record.ts';
import { requireMigrated } from '../store/require-migrated.ts';
import { StartProblem } from '../store/start-problem.ts';

export interface SourceAnswer {
  readonly status: number;
  /** Audit number of the report; null where it was refused. */
  readonly asOfSeq: string | null;
  readonly body: Uint8Array;
}

export interface ReportSource {
  /** In words, for the person who waits. */
  readonly name: string;
  /** @param target path and query */
  get(target: string): Promise<SourceAnswer>;
  close(): Promise<void>;
}

/** How long a service on this machine may take to say that it is one. */
const PROBE_MS = 2000;

/** Whether a Reckoner answers there; another program on the port is none. */
export async function isService(url: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/version', url), { signal: AbortSignal.timeout(PROBE_MS) });
    return ((await answer.json()) as { name?: unknown }).name === 'reckoner';
  } catch {
    return false;
  }
}

/** A service that is running. `key` where reading needs one. */
export function serviceSource(url: string, key: string | undefined): ReportSource {
  const headers: Record<string, string> = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return {
    name: `the service at ${url}`,
    get: async (target) => {
      const answer = await fetch(new URL(target, url), { headers }).catch((error: unknown) => {
        throw new StartProblem(
          `No service answers at ${url}.`,
          'Start it with npm start, name another with --url, or leave --url out to read the database itself.',
          error,
        );
      });
      const body = new Uint8Array(await answer.arrayBuffer());
      return { status: answer.status, asOfSeq: answer.headers.get('report-as-of-seq'), body };
    },
    close: async () => undefined,
  };
}

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
