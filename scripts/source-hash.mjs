/** One hash over the content of many files: tells whether something must be made again. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of all TypeScript files below those folders, sorted; generated ones follow from their source. */
export function sourceFiles(root, folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) return entry.name === 'generated' ? [] : sourceFiles(root, [path]);
        return entry.name.endsWith('.ts') ? [path] : [];
      }),
  );
}

export function hashOfFiles(root, paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}
