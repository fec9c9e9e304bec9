/** The migrations as they stand in files: `prisma/migrations/<time>_<name>/migration.sql`. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from '../project-folder.ts';

export interface MigrationFile {
  /** Name of its folder; names sort by time. */
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the script, as Prisma keeps it in `_prisma_migrations`. */
  readonly checksum: string;
}

export const migrationsFolder = join(projectFolder, 'prisma', 'migrations');
export const schemaFile = join(projectFolder, 'prisma', 'schema.prisma');

/** All migrations of a folder, oldest first. */
export async function readMigrationFiles(
  folder: string = migrationsFolder,
): Promise<readonly MigrationFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const script = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    }),
  );
}

/** The same in the shape that Prisma's schema engine takes. */
export async function migrationList(folder: string = migrationsFolder) {
  const files = await readMigrationFiles(folder);
  return {
    baseDir: folder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(folder, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    shadowDbInitScript: '',
    migrationDirectories: files.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
    })),
  };
}
