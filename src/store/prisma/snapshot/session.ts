/**
 * Sessions for long reading: a pool of their own, few and with limits of their own, so that exports
 * neither starve the requests nor are cut by their limits. A session whose client has gone is noticed
 * by the server within a second, also in the middle of a statement.
 */
import pg from 'pg';
import { ReckonerError } from '../../../domain/errors.ts';
import { hearErrors } from '../../hear-errors.ts';
import { pinnedSession } from '../../pinned-session.ts';
import { unavailable } from '../failures.ts';
import type { Prisma } from '../generated/client.ts';

export interface SnapshotSettings {
  readonly url: string;
  readonly connectionTimeoutMs: number;
  readonly onError: (error: Error) => void;
  /** Snapshots at the same time. */
  readonly sessions?: number;
  /** How long one waits for a session before it is refused. */
  readonly waitMs?: number;
  /** Longest pause of a reader: a client that takes nothing for so long has left. */
  readonly pauseMs?: number;
  /** Longest life of one snapshot. */
  readonly lifeMs?: number;
}

export const snapshotDefaults = { sessions: 2, waitMs: 2000, pauseMs: 60_000, lifeMs: 15 * 60_000 } as const;

const STATEMENT_TIMEOUT_MS = 60_000;

// Numbers of audit events and counts lie far below 2^53.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as never,
};

export function openPool(settings: SnapshotSettings): pg.Pool {
  const { url, connectionTimeoutMs, sessions, pauseMs, onError } = { ...snapshotDefaults, ...settings };
  const pool = new pg.Pool({
    // Compiling a plan costs more than these statements, each of some hundred rows.
    ...pinnedSession(url, '-c jit=off -c client_connection_check_interval=1000'),
    max: sessions,
    connectionTimeoutMillis: connectionTimeoutMs,
    query_timeout: STATEMENT_TIMEOUT_MS + 2000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: pauseMs,
    keepAlive: true,
    application_name: 'reckoner-export',
    types,
  });
  hearErrors(pool, onError);
  return pool;
}

/** Places for so many at a time; the others wait a little, in order. */
export class Places {
  #free: number;
  readonly #waitMs: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number, waitMs: number) {
    this.#free = places;
    this.#waitMs = waitMs;
  }

  /** @throws ReckonerError unavailable when none becomes free in time */
  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(busy());
      }, this.#waitMs);
      const turn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#waiting.push(turn);
    });
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

function busy(): ReckonerError {
  return new ReckonerError(
    'unavailable',
    'exportsBusy',
    'Every place for exports is taken. Try again in a moment.',
    { retryAfter: 5 },
  );
}

/** One session in a transaction that sees one state. */
export class Session {
  readonly #client: pg.PoolClient;
  readonly #ended: () => void;
  readonly #lost = new AbortController();
  readonly #life: NodeJS.Timeout;
  #running = 0;
  #open = true;

  private constructor(client: pg.PoolClient, lifeMs: number, ended: () => void) {
    this.#client = client;
    this.#ended = ended;
    this.#life = setTimeout(() => this.#lose(new Error('the export took too long')), lifeMs);
    this.#life.unref();
    client.on('error', this.#lose);
  }

  static async begin(pool: pg.Pool, places: Places, lifeMs: number): Promise<Session> {
    await places.take();
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      places.give();
      throw unavailable(error);
    }
    const session = new Session(client, lifeMs, () => places.give());
    try {
      await session.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    } catch (error) {
      await session.close();
      throw unavailable(error);
    }
    return session;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async rows<Row extends object>(query: Prisma.Sql): Promise<Row[]> {
    return this.run<Row>(query.text, query.values);
  }

  async run<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    if (!this.#open) throw new Error('the snapshot is closed');
    this.#running += 1;
    try {
      return (await this.#client.query<Row>(text, [...values])).rows;
    } finally {
      this.#running -= 1;
    }
  }

  /** A session in the middle of a statement is cut, any other one goes back to the pool. */
  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#life);
    try {
      if (this.#running > 0 || this.#lost.signal.aborted) this.#release(true);
      else {
        await this.#client.query('ROLLBACK');
        this.#release(false);
      }
    } catch {
      this.#release(true);
    } finally {
      this.#ended();
    }
  }

  #release(broken: boolean): void {
    this.#client.off('error', this.#lose);
    this.#client.release(broken);
  }

  readonly #lose = (error: Error): void => {
    if (!this.#lost.signal.aborted) this.#lost.abort(error);
  };
}
