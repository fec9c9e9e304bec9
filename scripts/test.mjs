/** `npm test`: prepares what is missing, then runs vitest in this process; names of files may follow. */
import './node-version.mjs';
import { prepare, projectFolder } from './prepare.mjs';

prepare();
process.chdir(projectFolder);
process.argv.splice(2, 0, 'run');
await import('../node_modules/vitest/vitest.mjs');
