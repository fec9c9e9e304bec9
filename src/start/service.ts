/** The whole service, started step by step and closed in the opposite order. */
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { seedIfEmpty } from '../../seeds/load.ts';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { placesFor } from '../http/admission.ts';
import type { RecordContext } from '../http/record-context.ts';
import { ensureBuiltInActors } from '../services/keys/built-in.ts';
import { keyDirectory } from '../services/keys/directory.ts';
import { keepForgetting } from '../services/record/forget-answers.ts';
import { warmReports } from '../services/reports/warm.ts';
import { openWorkerPool } from '../services/reports/worker-pool.ts';
import { readMigrationFiles } from '../store/migration/migration-files.ts';
import { projectFolder } from '../store/project-folder.ts';
import { openReadinessProbe } from '../store/readiness-probe.ts';
import { oneAtATime } from '../store/start-lock.ts';
import type { Store } from '../store/store.ts';
import { prepareAdminKey } from './admin-key.ts';
import { drain, listen } from './listen.ts';
import type { OpenLogger } from './logger.ts';
import { migrateDatabase, type OpenDatabase, openDatabase } from './open-database.ts';
import { openExportSessions, openRecord } from './open-record.ts';

export interface Service {
  /** `http://host:port`, without a slash at its end. */
  readonly address: string;
  /** Where the admin key is, in words. */
  readonly adminKey: string;
  /** Drains, then closes everything. Further calls wait for the first. */
  close(): Promise<void>;
}

type Say = (line: string) => void;
type Step = () => Promise<unknown>;

/** @throws StartProblem in words for whatever is wrong outside; nothing stays open then. */
export async function startService(config: Config, log: OpenLogger, say: Say): Promise<Service> {
  const undo: Step[] = [];
  try {
    const database = await openDatabase(config, say);
    undo.push(() => database.close());
    await migrateDatabase(database, config, say);
    const lost = (error: Error) => log.logger.warn({ err: error }, 'a database connection was lost');
    const store = openRecord(config, database, lost);
    undo.push(() => withinLimit(store.close(), config.shutdownTimeoutMs));
    const warn = (error: unknown) => log.logger.warn({ err: error }, 'housekeeping failed');
    const adminKey = await oneAtATime(database.url, () => fill(config, store, say));
    const snapshots = openExportSessions(config, database, lost);
    undo.push(() => withinLimit(snapshots.close(), config.shutdownTimeoutMs));
    const stopForgetting = keepForgetting(store, warn);
    undo.push(async () => stopForgetting());
    let closing: Promise<void> | undefined;
    const reports = openWorkerPool({
      onError: (error) =>
        log.logger.warn({ err: error }, 'a thread of the reports ended, or answered too late'),
    });
    undo.push(() => withinLimit(reports.close(), config.shutdownTimeoutMs));
    const app = await openApp(config, database, { store, newId, reports, snapshots }, log, undo);
    undo.push(() => drain(app, config.shutdownTimeoutMs));
    const address = await listen(app, config.host, config.port);
    void warmReports(store, reports).catch((error: unknown) => {
      // Closing ends it too, and then there is nothing to tell.
      if (closing === undefined) warn(error);
    });
    const close = () => (closing ??= closeAll(undo));
    return { address, adminKey, close };
  } catch (error) {
    await closeAll(undo);
    throw error;
  }
}

async function openApp(
  config: Config,
  { url }: OpenDatabase,
  record: RecordContext,
  log: OpenLogger,
  undo: Step[],
) {
  const newest = (await readMigrationFiles()).at(-1)?.name ?? '';
  const probe = openReadinessProbe(url, newest);
  undo.push(() => withinLimit(probe.close(), config.shutdownTimeoutMs));
  return buildApp({
    config,
    limits: {
      wrongKeysPerWindow: config.wrongKeysPerMinute,
      ...placesFor(config.database.poolSize),
    },
    record,
    keyDirectory: keyDirectory(record.store, (error) =>
      log.logger.warn({ err: error }, 'the last use of a key was not kept'),
    ),
    logger: log.logger,
    readinessChecks: [{ name: 'database', check: () => probe.check() }],
    processMetrics: true,
  });
}

/** What an empty record needs before anybody can use it. Answers where the admin key is. */
async function fill(config: Config, store: Store, say: Say): Promise<string> {
  await ensureBuiltInActors(store);
  const adminKey = await prepareAdminKey(config, store, newId);
  if (config.seed === 'article') await seed(store, say);
  return adminKey;
}

async function seed(store: Store, say: Say): Promise<void> {
  const report = await seedIfEmpty(store, join(projectFolder, 'seeds'), newId);
  if (report === null) return;
  const counts = Object.entries(report.written).map(([noun, count]) => `${count} ${noun}`);
  say(`Loaded the article: ${counts.join(', ')}`);
}

/** Last opened, first closed; one that fails does not keep the others open. */
async function closeAll(undo: Step[]): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    await step().catch(() => undefined);
  }
}

/** A database that does not answer must not keep the process from ending. */
async function withinLimit(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
