/**
 * What a session of the service must be, whatever the server, the database, the role or the URL
 * say otherwise: commits that survive, statements that see what is committed once they hold a lock
 * (read committed, which locks and unique indexes are made for), UTC, the restricted role. A URL's own parameters would
 * replace what the pool is given, so those that are pinned are taken out of it.
 */
const PINS =
  '-c synchronous_commit=on -c default_transaction_isolation=read\\ committed -c timezone=UTC -c role=reckoner_app';

/**
 * What a URL may decide otherwise. Pages of lists end after a few rows; workers that read ahead of each
 * other cost more than they save: at 100,000 forecasts a page of two filters took 71 ms with them, 8 without.
 */
const DEFAULTS = '-c max_parallel_workers_per_gather=0';

/** Parameters that the service decides itself. */
const DECIDED = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'query_timeout',
  'connectionTimeoutMillis',
  'max',
  'application_name',
];

export interface SessionSettings {
  readonly connectionString: string;
  readonly options: string;
}

/** Connection of a pinned session. @param more that is decided beside the pins */
export function pinnedSession(url: string, more = ''): SessionSettings {
  return decidedSession(url, `${PINS} ${more}`.trim(), DEFAULTS);
}

/** Connection with options that the URL cannot change: its own come before them, and the last one wins. */
export function decidedSession(url: string, decided: string, defaults = ''): SessionSettings {
  const pinned = new URL(url);
  const own = pinned.searchParams.get('options') ?? '';
  for (const name of [...DECIDED, 'options']) pinned.searchParams.delete(name);
  return {
    connectionString: pinned.href,
    options: [defaults, own, decided].filter((part) => part !== '').join(' '),
  };
}
