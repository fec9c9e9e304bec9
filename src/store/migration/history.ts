/** What a database says of its migrations, compared with the files: one small query. */
import type pg from 'pg';
import { StartProblem } from '../start-problem.ts';
import type { MigrationFile } from './migration-files.ts';

interface MigrationRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
  readonly logs: string | null;
}

export interface MigrationStatus {
  /** In files, not in the database. */
  readonly pending: readonly string[];
  /** Begun and not finished. */
  readonly failed: readonly { readonly name: string; readonly startedAt: Date; readonly logs: string }[];
  /** Applied with another text than the file has now. */
  readonly edited: readonly string[];
  /** Applied, and not among the files. */
  readonly unknown: readonly string[];
  /** Files older than the newest applied one that were never applied. */
  readonly skipped: readonly string[];
}

const UNDEFINED_TABLE = '42P01';

/** Compares the history of the database with the files. */
export async function readStatus(
  client: pg.Client,
  files: readonly MigrationFile[],
): Promise<MigrationStatus> {
  const rows = await readRows(client);
  const standing = rows.filter((row) => row.rolled_back_at === null);
  const applied = new Map(standing.filter((row) => row.finished_at).map((row) => [row.migration_name, row]));
  const byName = new Map(files.map((file) => [file.name, file]));
  const pending = files.filter((file) => !applied.has(file.name)).map((file) => file.name);
  const newest = [...applied.keys()].sort().at(-1) ?? '';
  return {
    pending,
    failed: standing
      .filter((row) => !row.finished_at && !applied.has(row.migration_name))
      .map((row) => ({ name: row.migration_name, startedAt: row.started_at, logs: row.logs ?? '' })),
    edited: [...applied.values()]
      .filter((row) => {
        const file = byName.get(row.migration_name);
        return file !== undefined && file.checksum !== row.checksum;
      })
      .map((row) => row.migration_name),
    unknown: [...applied.keys()].filter((name) => !byName.has(name)),
    skipped: pending.filter((name) => name < newest),
  };
}

async function readRows(client: pg.Client): Promise<readonly MigrationRow[]> {
  try {
    const { rows } = await client.query<MigrationRow>(
      `SELECT migration_name, checksum, started_at, finished_at, rolled_back_at, logs
       FROM _prisma_migrations ORDER BY started_at`,
    );
    return rows;
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** @throws StartProblem where the history is not one that can simply be continued. */
export function refuseBrokenHistory({ failed, edited, unknown, skipped }: MigrationStatus): void {
  const [half] = failed;
  if (half) {
    const reason = half.logs.trim().split('\n').slice(0, 6).join('\n    ');
    throw new StartProblem(
      `The migration ${half.name}, begun ${half.startedAt.toISOString()}, was never finished: the database may be half migrated.${
        reason ? `\n  The database said:\n    ${reason}` : ''
      }`,
      `Postgres undoes an unfinished migration as a whole unless its SQL commits by itself. If nothing of it is left ` +
        `(else restore a backup), run: npm run migrate -- --rolled-back ${half.name}   and start again.`,
    );
  }
  if (edited.length > 0) {
    throw new StartProblem(
      `Changed after this database had applied it: ${edited.join(', ')}.`,
      'Restore the file from version control and put the change into a new migration.',
    );
  }
  if (unknown.length > 0) {
    throw new StartProblem(
      `This database has migrations that this version of Reckoner does not know: ${unknown.join(', ')}.`,
      'It was migrated by a newer version: start that version, or use another database.',
    );
  }
  if (skipped.length > 0) {
    throw new StartProblem(
      `Migrations older than the newest applied one were never applied: ${skipped.join(', ')}.`,
      'Give them a newer time in their folder name if no database has applied them yet, or use another database.',
    );
  }
}
