/**
 * The database's clock, carried forward by the process's monotonic one: the record is judged by
 * one clock in every process, and a wrong wall clock on a server of the service changes nothing.
 */
import type { Instant } from '../../domain/time.ts';
import type { Connection } from './connect.ts';

const REFRESH_AFTER_MS = 10_000;

export class DatabaseClock {
  readonly #connection: Connection;
  #base: { database: number; monotonic: number } | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Takes over a time that the database has just told. */
  observe(instant: Date): void {
    this.#base = { database: instant.getTime(), monotonic: performance.now() };
  }

  async now(): Promise<Instant> {
    if (this.#base === null || performance.now() - this.#base.monotonic > REFRESH_AFTER_MS) {
      const rows = await this.#connection.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
      if (rows[0]) this.observe(rows[0].now);
    }
    const base = this.#base;
    if (base === null) throw new Error('the database told no time');
    return new Date(base.database + performance.now() - base.monotonic).toISOString();
  }
}
