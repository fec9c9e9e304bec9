/** Brings a database to the schema of this version, and never leaves one half way unnoticed. */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { type MigrationStatus, readStatus, refuseBrokenHistory } from './migration/history.ts';
import {
  type MigrationFile,
  migrationList,
  migrationsFolder,
  readMigrationFiles,
  schemaFile,
} from './migration/migration-files.ts';
import { withSchemaEngine } from './migration/schema-engine.ts';
import { decidedSession } from './pinned-session.ts';
import { StartProblem } from './start-problem.ts';

export type { MigrationStatus } from './migration/history.ts';

export interface MigrationTarget {
  /** Connection of the owner of the tables. */
  readonly url: string;
  /** Folder of migrations; the product's own by default. */
  readonly folder?: string;
}

export interface MigrationRun extends MigrationTarget {
  readonly log: (line: string) => void;
  /** Milliseconds that each migration tries again while tables that it changes are in use; a minute by default. */
  readonly lockLimitMs?: number | undefined;
}

/** Any number that nobody else locks: two services that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_235_891_246;
/** How long a migration tries again while tables that it changes are in use. */
const LOCK_LIMIT_MS = 60_000;
/** Longer than the migration that is waited for waits itself. */
const TURN_WAIT_MS = 5 * LOCK_LIMIT_MS;
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies what is pending, each migration in one transaction, and returns the names. A database
 * that is up to date costs one small query. Services may work in it meanwhile: they go first.
 * @throws StartProblem for an unfinished, edited, unknown or failing migration, or tables that stay in use.
 */
export async function applyMigrations(target: MigrationRun): Promise<readonly string[]> {
  const folder = target.folder ?? migrationsFolder;
  const files = await readMigrationFiles(folder);
  return withClient(target.url, async (client) => {
    const before = await readStatus(client, files);
    if (isUpToDate(before)) return [];
    await client.query(`SET lock_timeout = ${TURN_WAIT_MS}`);
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const status = await readStatus(client, files);
    refuseBrokenHistory(status);
    if (status.pending.length === 0) return [];
    target.log(`Applying ${status.pending.length} migration${status.pending.length === 1 ? '' : 's'}`);
    return applyPending(client, files, { ...target, folder });
  });
}

/** What is pending, failed, edited or unknown. */
export async function migrationStatus({ url, folder }: MigrationTarget): Promise<MigrationStatus> {
  const files = await readMigrationFiles(folder ?? migrationsFolder);
  return withClient(url, (client) => readStatus(client, files));
}

/** Marks an unfinished migration as undone, so that the next start applies it again. */
export async function markRolledBack({ url, name }: { url: string; name: string }): Promise<void> {
  try {
    await withSchemaEngine(url, (engine) => engine.markMigrationRolledBack({ migrationName: name }));
  } catch (error) {
    throw new StartProblem(
      messageOf(error),
      'Give the name as the start that was refused has said it.',
      error,
    );
  }
}

/**
 * What would have to change for the database to equal schema.prisma, as SQL; empty when nothing.
 * Checks, triggers and partial indexes, which Prisma cannot express, do not count.
 */
export async function differenceFromSchema({ url }: { url: string }): Promise<string> {
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }];
  const { stdout } = await withSchemaEngine(
    url,
    (engine) =>
      engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: migrationsFolder },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: null,
        filters: NO_FILTERS,
      }),
    { datamodels: files.map(({ path, content }) => [path, content]) },
  );
  const script = (stdout ?? '').trim();
  // With nothing to do the engine writes one line of comment.
  return script.replaceAll(/^--.*$/gm, '').trim() === '' ? '' : script;
}

async function applyPending(
  client: pg.Client,
  files: readonly MigrationFile[],
  { url, folder, log, lockLimitMs = LOCK_LIMIT_MS }: MigrationRun & { readonly folder: string },
): Promise<readonly string[]> {
  const migrationsList = await migrationList(folder);
  let gaveUp = false;
  const waiting = {
    limitMs: lockLimitMs,
    onWait: () => log('Tables that a migration changes are in use; trying again until they are free'),
    onGiveUp: () => {
      gaveUp = true;
    },
  };
  try {
    const { appliedMigrationNames } = await withSchemaEngine(
      url,
      (engine) => engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
      { waiting },
    );
    return appliedMigrationNames;
  } catch (error) {
    if (gaveUp) throw await undoneForLocks(client, files, url, error);
    throw new StartProblem(
      `A migration failed: ${messageOf(error)}`,
      'Nothing of the failed migration was kept. Correct the cause, then start again; it will say how to go on.',
      error,
    );
  }
}

/** The server itself has said that it undid the migration: nobody has to look before it is run again. */
async function undoneForLocks(
  client: pg.Client,
  files: readonly MigrationFile[],
  url: string,
  cause: unknown,
): Promise<StartProblem> {
  const name = (await readStatus(client, files)).failed[0]?.name;
  if (name !== undefined) await markRolledBack({ url, name });
  return new StartProblem(
    `The migration ${name ?? ''} was not applied: tables that it changes stayed in use.`,
    'Nothing of it was kept. Look for long transactions (pg_stat_activity, xact_start) such as a dump, let them end, then run it again.',
    cause,
  );
}

function isUpToDate(status: MigrationStatus): boolean {
  return Object.values(status).every((names) => names.length === 0);
}

async function withClient<Answer>(
  url: string,
  work: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new pg.Client({
    ...decidedSession(url, ''),
    connectionTimeoutMillis: 5000,
    application_name: 'reckoner migration',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The first line: what follows in the engine's messages are its own source files. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(/\n[^\S\n]*\d+: /)[0]?.trim() ?? message;
}
