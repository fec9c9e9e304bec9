/**
 * Makes a fresh clone runnable, and costs 0.1 s when it already is: packages from the lock file,
 * the Prisma client, the compiled service. Node's own modules only: nothing is installed yet.
 */
import './node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './one-at-a-time.mjs';
import { hashOfFiles, sourceFiles } from './source-hash.mjs';

export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

const inProject = (...parts) => join(projectFolder, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);

/** Installs, generates and compiles what is missing or out of date. */
export function prepare() {
  withLock(projectFolder, () => {
    if (!isInstalled()) install();
    upToDate(
      'prisma-client',
      ['package-lock.json', 'prisma/schema.prisma'],
      'src/store/prisma/generated/client.ts',
      generate,
    );
    const sources = [
      'package.json',
      'tsconfig.json',
      'scripts/tsconfig.json',
      ...sourceFiles(projectFolder, ['src', 'seeds']),
    ];
    upToDate('build', sources, 'dist/src/main.js', build);
  });
}

/** Whether every package of the lock file lies there in its version; npm notes what it installed. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8')).packages;
    const found = JSON.parse(readFileSync(inProject('node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' || entry.optional || entry.devOptional || found[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function install() {
  say('Installing packages (once, about a minute)');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const exact = npm(['ci', ...options]);
  if (exact.status === 0) return;
  // EUSAGE: the lock file lacks something, such as packages for other systems that a registry did not
  // have when it was written. Installing still takes what it does name, version and checksum.
  if (/code EUSAGE/.test(exact.output)) {
    const completed = npm(['install', '--no-save', ...options]);
    if (completed.status === 0) return;
    fail('npm install', completed.output);
  }
  fail('npm ci', exact.output, 'Check the connection to the npm registry (npm ping), then start again.');
}

function generate() {
  const cli = inProject('node_modules', 'prisma', 'build', 'index.js');
  const result = run(
    process.execPath,
    [cli, 'generate', '--config', inProject('prisma', 'prisma.config.ts')],
    {
      // Generating needs no schema engine; any file that exists keeps Prisma from downloading one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  );
  if (result.status !== 0) fail('prisma generate', result.output);
}

function build() {
  say('Compiling');
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const result = run(process.execPath, [compiler, '-p', inProject('scripts', 'tsconfig.json')]);
  if (result.status !== 0) fail('tsc', result.output);
}

/** Runs `make` unless `product` was made from these very files. */
function upToDate(name, files, product, make) {
  const stamp = inProject('node_modules', '.reckoner', name);
  const hash = hashOfFiles(projectFolder, files);
  if (existsSync(inProject(product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function npm(options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...options]) : run('npm', options);
}

function run(program, options, environment = {}) {
  const result = spawnSync(program, options, {
    cwd: projectFolder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64_000_000,
  });
  if (result.signal === 'SIGINT' || result.signal === 'SIGTERM') process.exit(130);
  return {
    status: result.status,
    output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`,
  };
}

function fail(what, output, advice = '') {
  say(`${what} failed:\n${output.trim().split('\n').slice(-30).join('\n')}${advice && `\n${advice}`}`);
  process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) prepare();
