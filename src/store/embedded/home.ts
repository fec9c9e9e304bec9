/** Where the embedded server keeps its files: in the data folder, or where its user can reach. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from '../start-problem.ts';
import { canEnter, chooseServerUser, giveTo, type ServerUser } from './server-user.ts';

export interface Home {
  /** Holds `cluster/` and, when the package cannot be used in place, the programs. */
  readonly folder: string;
  readonly user: ServerUser;
}

/** Names the folder where the database is kept, when that is not the data folder. */
const NOTE = 'postgres-location';
const ELSEWHERE = '/var/lib/reckoner';

/** The server's folder of a data folder that has been used, without making or judging anything. */
export function findHome(dataDirectory: string): string {
  const note = join(dataDirectory, NOTE);
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : join(dataDirectory, 'postgres');
}

/** The server's folder for this data folder, made if missing. */
export function openHome(dataDirectory: string, log: (line: string) => void): Home {
  const note = join(dataDirectory, NOTE);
  if (existsSync(note)) return openNoted(note);
  const folder = join(dataDirectory, 'postgres');
  if (existsSync(join(folder, 'cluster'))) return { folder, user: ownerOf(join(folder, 'cluster')) };
  const user = chooseServerUser();
  if (user.uid === undefined) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return { folder, user };
  }
  if (canEnter(user, dataDirectory)) return { folder: makeFor(user, folder), user };
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const elsewhere = join(ELSEWHERE, name);
  mkdirSync(ELSEWHERE, { recursive: true });
  chmodSync(ELSEWHERE, 0o755);
  makeFor(user, elsewhere);
  writeFileSync(note, `${elsewhere}\n`);
  log(
    `Postgres cannot run as root, and its user cannot reach ${dataDirectory}: the database is kept in ${elsewhere}`,
  );
  return { folder: elsewhere, user };
}

function openNoted(note: string): Home {
  const folder = readFileSync(note, 'utf8').trim();
  if (existsSync(folder)) {
    const cluster = join(folder, 'cluster');
    return { folder, user: existsSync(cluster) ? ownerOf(cluster) : ownerOf(folder) };
  }
  throw new StartProblem(
    `The database of this data folder was kept in ${folder}, which is gone (says ${note}).`,
    `Restore that folder, or delete ${note} to start with an empty database.`,
  );
}

function makeFor(user: ServerUser, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  giveTo(user, folder);
  return folder;
}

/** A cluster runs as the user that it belongs to. */
function ownerOf(folder: string): ServerUser {
  const { uid, gid } = statSync(folder);
  const self = process.getuid?.();
  if (self === undefined || self === uid) return {};
  if (self === 0) return { uid, gid };
  throw new StartProblem(
    `The database in ${folder} belongs to another user (number ${uid}).`,
    'Start Reckoner as that user or as root, or choose another DATA_DIR.',
  );
}
