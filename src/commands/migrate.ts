/**
 * `npm run migrate`: applies what is pending and tells how the database stands. With
 * `-- --rolled-back <name>` an unfinished migration is first marked as undone.
 */
import { Command } from 'commander';
import { migrateDatabase } from '../start/open-database.ts';
import { say } from '../start/terminal.ts';
import { markRolledBack } from '../store/migrate.ts';
import { readMigrationFiles } from '../store/migration/migration-files.ts';
import { runCommand } from './run-command.ts';

const { rolledBack } = new Command('npm run migrate --')
  .description('Brings the database to the schema of this version.')
  .option('--rolled-back <name>', 'marks this unfinished migration as undone, so that it is applied again')
  .parse()
  .opts<{ rolledBack?: string }>();

await runCommand(async (database, config) => {
  if (rolledBack !== undefined) {
    await markRolledBack({ url: database.ownerUrl, name: rolledBack });
    say(`Marked as undone: ${rolledBack}`);
  }
  await migrateDatabase(database, config, say);
  say(`Up to date: ${(await readMigrationFiles()).at(-1)?.name ?? 'no migrations'}`);
});
