/** The database that comes with the product: nothing to install, nothing to set up. */
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Credentials, DATABASE, ensureCluster } from './embedded/cluster.ts';
import { lockFolder } from './embedded/folder-lock.ts';
import { findHome, openHome } from './embedded/home.ts';
import { keepServerRunning } from './embedded/keep-running.ts';
import { findPrograms } from './embedded/programs.ts';
import { stopOrphan } from './embedded/server.ts';
import { StartProblem } from './start-problem.ts';

export interface EmbeddedOptions {
  readonly dataDirectory: string;
  /** Lines that a person should see; few. Postgres's own log is `postgres.log` in the folder. */
  readonly onLog: (line: string) => void;
  /** Postgres settings beside the defaults, e.g. `max_connections`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedDatabase {
  /** For the service: a role that may only become `reckoner_app`. */
  readonly url: string;
  /** For migrations. */
  readonly ownerUrl: string;
  /** Whether the server of a killed run was found and stopped. */
  readonly foundOrphan: boolean;
  /** Stops the server and gives the folder free. Further calls wait for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the database of that folder, and makes it first if it is not there. Takes 1.5 s the first
 * time, 0.1 s later.
 * @throws StartProblem when another Reckoner runs on the folder or the server cannot be started.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDirectory = resolve(options.dataDirectory);
  makeDataDirectory(dataDirectory);
  const lock = lockFolder(dataDirectory);
  try {
    const home = openHome(dataDirectory, options.onLog);
    const programs = findPrograms(home.user, home.folder);
    const credentialsFile = join(dataDirectory, 'postgres-passwords.json');
    const { cluster, credentials } = await ensureCluster(home, programs, credentialsFile, options.onLog);
    const foundOrphan = await stopOrphan(cluster);
    if (foundOrphan) options.onLog('Stopped the database server that a killed run had left behind');
    const { user } = home;
    const logFile = join(dataDirectory, 'postgres.log');
    const settings = options.settings ?? {};
    const server = await keepServerRunning({ programs, user, cluster, logFile, settings }, options.onLog);
    return {
      url: urlOf('service', credentials, server.port),
      ownerUrl: urlOf('owner', credentials, server.port),
      foundOrphan,
      stop: async () => {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Deletes a data folder with its database, wherever that is kept, and stops a server that a killed
 * run has left in it. For tests and benchmarks.
 * @throws StartProblem while another Reckoner runs on the folder.
 */
export async function removeEmbeddedPostgres(dataDirectory: string): Promise<void> {
  if (!existsSync(dataDirectory)) return;
  lockFolder(dataDirectory);
  const home = findHome(dataDirectory);
  await stopOrphan(join(home, 'cluster'));
  rmSync(home, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true });
}

function urlOf(role: keyof Credentials, credentials: Credentials, port: number): string {
  return `postgresql://reckoner_${role}:${credentials[role]}@127.0.0.1:${port}/${DATABASE}`;
}

function makeDataDirectory(folder: string): void {
  try {
    if (existsSync(folder)) return;
    mkdirSync(folder, { recursive: true });
    // Secrets in it are files of mode 600; the server's user must be able to pass through.
    chmodSync(folder, 0o755);
  } catch (error) {
    throw new StartProblem(
      `The data folder ${folder} cannot be made: ${(error as Error).message}.`,
      'Give DATA_DIR a folder that this user may write.',
      error,
    );
  }
}
