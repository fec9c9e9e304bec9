/** Making the database cluster: complete in one step, or not there at all. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from '../start-problem.ts';
import type { Home } from './home.ts';
import type { Programs } from './programs.ts';
import { giveTo } from './server-user.ts';

export const DATABASE = 'reckoner';

/** Passwords of the two login roles. */
export interface Credentials {
  /** `reckoner_owner`: owns the tables, migrates. */
  readonly owner: string;
  /** `reckoner_service`: may only become `reckoner_app`. */
  readonly service: string;
}

/**
 * Makes the cluster unless it is there. It is prepared beside its place and moved there when it is
 * complete, so that a run killed in between leaves nothing that looks like a cluster.
 */
export async function ensureCluster(
  home: Home,
  programs: Programs,
  credentialsFile: string,
  log: (line: string) => void,
): Promise<{ cluster: string; credentials: Credentials }> {
  const cluster = join(home.folder, 'cluster');
  if (existsSync(cluster)) return { cluster, credentials: readCredentials(credentialsFile) };
  log('Making the database (once)');
  const credentials: Credentials = { owner: makePassword(), service: makePassword() };
  const draft = join(home.folder, 'cluster.draft');
  const passwordFile = join(home.folder, 'password.draft');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, `${credentials.owner}\n`, { mode: 0o600 });
  giveTo(home.user, passwordFile);
  try {
    await run(home, programs.initdb, [
      `--pgdata=${draft}`,
      '--username=reckoner_owner',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Postgres's own locale: sorts alike on every machine, whatever the system has installed.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ]);
    await run(
      home,
      programs.postgres,
      ['--single', '-D', draft, '-c', 'exit_on_error=on', 'postgres'],
      firstRoles(credentials),
    );
    writeFileSync(credentialsFile, `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
    renameSync(draft, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
  return { cluster, credentials };
}

/** One statement a line, as single-user mode reads them. */
function firstRoles({ service }: Credentials): string {
  return [
    'CREATE ROLE reckoner_app NOLOGIN;',
    `CREATE ROLE reckoner_service LOGIN NOINHERIT PASSWORD '${service}' IN ROLE reckoner_app;`,
    `CREATE DATABASE ${DATABASE};`,
    '',
  ].join('\n');
}

function readCredentials(file: string): Credentials {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  } catch (error) {
    throw new StartProblem(
      `The passwords of the embedded database cannot be read from ${file}.`,
      'Restore that file from a backup and start again.',
      error,
    );
  }
}

function makePassword(): string {
  return randomBytes(24).toString('base64url');
}

function run(home: Home, program: string, options: string[], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { ...home.user, cwd: '/', env: { ...process.env, LC_ALL: 'C' } });
    let output = '';
    const collect = (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-4000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const fail = (reason: string) =>
      reject(
        new StartProblem(
          `The embedded database cannot be made (${reason}).\n  ${output.trim().split('\n').slice(-6).join('\n  ')}`,
          'Check free space and permissions of DATA_DIR, or set DATABASE_URL to a Postgres server.',
        ),
      );
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) =>
      code === 0 ? resolve() : fail(`${program} ended with ${signal ?? code}`),
    );
  });
}
