/** A Postgres server of the Debian packages, with the client programs of the same version. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Server, startServer } from '../../../src/store/embedded/server.ts';
import { chooseServerUser, giveTo } from '../../../src/store/embedded/server-user.ts';
import { runStatements } from '../test-server.ts';
import { skip } from './checks.ts';

const INSTALLED = '/usr/lib/postgresql';

export interface DebianPostgres {
  /** Runs one of its programs as the server's user; answers what it printed. */
  run(program: string, options: readonly string[]): Promise<string>;
  /** Makes a cluster of the superuser `postgres`. */
  makeCluster(cluster: string): Promise<void>;
  /** Makes a folder that the server may write to. */
  makeFolder(path: string): string;
  /** A given port is the one of a server that ran there before. */
  startServer(cluster: string, settings?: Readonly<Record<string, string>>, port?: number): Promise<Server>;
  urlOf(server: Server, role: string, database?: string): string;
  /** Roles and database as docs/operations.md has them made. */
  makeDatabase(server: Server): Promise<void>;
}

/** The newest version that is installed; ends the script as skipped where one of the programs is missing. */
export function debianPostgres(...programs: string[]): DebianPostgres {
  const folder = newestFolder();
  const missing = ['initdb', ...programs].find((name) => !existsSync(join(folder, name)));
  if (missing !== undefined) skip(`${missing} missing`);
  const user = chooseServerUser();
  const password = randomBytes(12).toString('hex');
  const run: DebianPostgres['run'] = async (program, options) => {
    const { stdout } = await promisify(execFile)(join(folder, program), [...options], {
      ...user,
      cwd: '/',
      env: { PATH: process.env['PATH'], LC_ALL: 'C', PGPASSWORD: password },
      maxBuffer: 1e9,
    });
    return stdout;
  };
  const urlOf: DebianPostgres['urlOf'] = ({ port }, role, database = 'reckoner') =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    run,
    urlOf,
    makeFolder(path) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      giveTo(user, path);
      return path;
    },
    async makeCluster(cluster) {
      const passwordFile = `${cluster}.password`;
      writeFileSync(passwordFile, password, { mode: 0o600 });
      giveTo(user, passwordFile);
      await run('initdb', [
        ...[`--pgdata=${cluster}`, '--username=postgres', `--pwfile=${passwordFile}`, '--data-checksums'],
        ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
      ]);
    },
    startServer: (cluster, settings = {}, port) =>
      startServer({
        programs: { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') },
        user,
        cluster,
        logFile: `${cluster}.log`,
        settings,
        ...(port === undefined ? {} : { port }),
      }),
    makeDatabase: (server) =>
      runStatements(urlOf(server, 'postgres', 'postgres'), [
        'CREATE ROLE reckoner_app NOLOGIN',
        `CREATE ROLE reckoner_owner LOGIN PASSWORD '${password}' IN ROLE reckoner_app`,
        `CREATE ROLE reckoner_service LOGIN NOINHERIT PASSWORD '${password}' IN ROLE reckoner_app`,
        `CREATE DATABASE reckoner OWNER reckoner_owner ENCODING 'UTF8' TEMPLATE template0`,
      ]),
  };
}

function newestFolder(): string {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number).filter(Number.isInteger) : [];
  return join(INSTALLED, String(Math.max(0, ...versions)), 'bin');
}
