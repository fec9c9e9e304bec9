/** `npm run openapi`: writes openapi.yaml at the top of the repository from the declared routes. */
import { writeFile } from 'node:fs/promises';
import { declaredYaml } from './declared.ts';

await writeFile('openapi.yaml', declaredYaml());
