import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with prisma/schema.prisma: one level up from `src`, two from the compiled `dist/src`. */
export const projectFolder = findProjectFolder(dirname(fileURLToPath(import.meta.url)));

function findProjectFolder(from: string): string {
  if (existsSync(join(from, 'prisma', 'schema.prisma'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('There is no prisma/schema.prisma above the program.');
  return findProjectFolder(above);
}
