/** `npm run seed`: loads the seed files, or what was edited in them, into the configured database. */
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { loadSeeds } from '../../seeds/load.ts';
import { ensureBuiltInActors } from '../services/keys/built-in.ts';
import { migrateDatabase } from '../start/open-database.ts';
import { openRecord } from '../start/open-record.ts';
import { say } from '../start/terminal.ts';
import { projectFolder } from '../store/project-folder.ts';
import { runCommand } from './run-command.ts';

await runCommand(async (database, config) => {
  await migrateDatabase(database, config, say);
  const store = openRecord(config, database, () => undefined);
  try {
    await ensureBuiltInActors(store);
    const { written, leftToUsers } = await loadSeeds(store, join(projectFolder, 'seeds'), newId);
    const counts = Object.entries(written).map(([noun, count]) => `${count} ${noun}`);
    say(counts.length > 0 ? `Loaded ${counts.join(', ')}` : 'Nothing to load: the record has it all');
    if (leftToUsers.length > 0) say(`Left as users have made it: ${leftToUsers.join(', ')}`);
  } finally {
    await store.close();
  }
});
