/** Applies what is pending of a folder of migrations, in a process of its own: `<owner's URL> <folder>`. */
import { applyMigrations } from '../../../src/store/migrate.ts';

const [url = '', folder = ''] = process.argv.slice(2);
const said: string[] = [];
const begin = performance.now();
await applyMigrations({ url, folder, log: (line) => said.push(line) });
process.stdout.write(`${JSON.stringify({ took: performance.now() - begin, said })}\n`);
