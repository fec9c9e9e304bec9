/** What the commands beside the service share: configuration, a database for a while, the word on a failure. */
import { type Config, readConfig } from '../config.ts';
import { type OpenDatabase, openDatabase } from '../start/open-database.ts';
import { explainFailure, say } from '../start/terminal.ts';

/** Opens the database of the environment for `work`, then ends the process with 0, or 1 for a failure. */
export async function runCommand(
  work: (database: OpenDatabase, config: Config) => Promise<void>,
): Promise<never> {
  try {
    const config = readConfig(process.env);
    const database = await openDatabase(config, say);
    try {
      await work(database, config);
    } finally {
      await database.close();
    }
    process.exit(0);
  } catch (error) {
    explainFailure(error);
    process.exit(1);
  }
}
