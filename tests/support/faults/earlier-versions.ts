/** Earlier versions of the service, built from this repository's own history. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { endAtExit } from '../../../bench/left-behind.ts';
import { makeTemporaryFolder } from '../../../bench/temporary-folder.ts';
import { projectFolder } from '../../../src/store/project-folder.ts';

export interface EarlierVersion {
  readonly commit: string;
  /** Its compiled service, for node. */
  readonly main: string;
}

export interface EarlierVersions {
  /** The last version before that migration came. @throws Error where history does not tell */
  before(migration: string): EarlierVersion;
  remove(): void;
}

/**
 * Builds what is asked for in a folder of its own, with the packages of this version. With
 * EARLIER_VERSIONS=<folder> it is kept there, and found there by the next run.
 */
export function earlierVersions(): EarlierVersions {
  const kept = process.env['EARLIER_VERSIONS'];
  const folder = kept ?? makeTemporaryFolder('reckoner-versions-');
  const git = (...options: string[]): string =>
    execFileSync('git', options, { cwd: projectFolder, encoding: 'utf8' }).trim();
  const remove = () => {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const forget = endAtExit(remove);
  return {
    before(migration) {
      const path = `prisma/migrations/${migration}`;
      const commit = git('log', '--diff-filter=A', '--format=%h', '-1', '--', path);
      const parent = git('rev-parse', '--short', `${commit}^`);
      const own = join(folder, parent);
      const version = { commit: parent, main: join(own, 'dist/src/main.js') };
      if (existsSync(version.main)) return version;
      mkdirSync(own, { recursive: true });
      const archive = join(folder, `${parent}.tar`);
      git('archive', '--output', archive, parent);
      execFileSync('tar', ['-xf', archive, '-C', own]);
      symlinkSync(join(projectFolder, 'node_modules'), join(own, 'node_modules'));
      execFileSync(process.execPath, ['scripts/prepare.mjs'], { cwd: own, stdio: 'ignore' });
      return version;
    },
    remove: () => {
      forget();
      remove();
    },
  };
}
