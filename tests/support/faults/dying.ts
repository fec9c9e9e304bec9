/** A script as the proofs are, with a service and its Postgres, that ends as it is told to without stopping them. */
import { join } from 'node:path';
import { serverProcesses } from './processes.ts';
import { startDatabase, supervise } from './service.ts';

const database = await startDatabase();
const service = await supervise({ ...database, folder: join(database.folder, 'service') });
const { folder } = database;
const line = JSON.stringify({ pids: [service.pid(), ...serverProcesses(folder)], folder });
process.stdout.write(`${line}\n`, () => {
  const end = process.argv[2];
  if (end === 'exit') process.exit(3);
  if (end === 'error') throw new Error('midway');
});
// Until it is told.
setInterval(() => undefined, 1000);
