/** The database of this run: embedded, or the server that the environment names; migrated. */
import type { Config } from '../config.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { applyMigrations } from '../store/migrate.ts';
import { reachAsService, reachDatabase } from '../store/reach-database.ts';

export interface OpenDatabase {
  /** For the service. */
  readonly url: string;
  /** For migrations. */
  readonly ownerUrl: string;
  close(): Promise<void>;
}

/** Sessions beside the pool: readiness, migrations, a person who looks. */
const OTHER_SESSIONS = 20;

/** Opens it as it is found. @throws StartProblem */
export async function openDatabase(config: Config, say: (line: string) => void): Promise<OpenDatabase> {
  const { databaseUrl, migrationDatabaseUrl, database } = config;
  if (databaseUrl === undefined) {
    const maxConnections = Math.max(100, database.poolSize + OTHER_SESSIONS);
    const server = await startEmbeddedPostgres({
      dataDirectory: config.dataDirectory,
      onLog: say,
      settings: { max_connections: String(maxConnections) },
    });
    return { url: server.url, ownerUrl: server.ownerUrl, close: () => server.stop() };
  }
  await reachDatabase(databaseUrl, 'DATABASE_URL', database.connectionTimeoutMs);
  if (migrationDatabaseUrl !== undefined) {
    await reachDatabase(migrationDatabaseUrl, 'MIGRATION_DATABASE_URL', database.connectionTimeoutMs);
  }
  return {
    url: databaseUrl,
    ownerUrl: migrationDatabaseUrl ?? databaseUrl,
    close: async () => undefined,
  };
}

/** Brings it to this version's schema, and makes sure that the service may work in it. @throws StartProblem */
export async function migrateDatabase(
  database: OpenDatabase,
  config: Config,
  say: (line: string) => void,
): Promise<void> {
  await applyMigrations({ url: database.ownerUrl, log: say });
  if (config.databaseUrl !== undefined)
    await reachAsService(database.url, config.database.connectionTimeoutMs);
}
