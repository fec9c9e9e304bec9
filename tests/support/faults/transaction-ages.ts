/** How long transactions of the service live, as the server sees it while something else goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface TransactionAges {
  /** Samples that were taken; those that the server was away for do not count. */
  readonly samples: number;
  /** Seconds of the oldest transaction of a request, of one of an export, and idle within one. */
  readonly requests: number;
  readonly exports: number;
  readonly idle: number;
}

const EVERY_MS = 200;
const QUESTION = `
  SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) FILTER (WHERE NOT export), 0)::float8 AS requests,
    coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) FILTER (WHERE export), 0)::float8 AS exports,
    coalesce(max(extract(epoch FROM clock_timestamp() - state_change)) FILTER (WHERE state LIKE 'idle in transaction%'), 0)::float8 AS idle
  FROM (SELECT *, application_name LIKE '%export%' AS export FROM pg_stat_activity
    WHERE application_name LIKE 'reckoner%' AND xact_start IS NOT NULL) AS s`;

/** Asks every 200 ms until it is stopped, through restarts of the server. */
export function sampleTransactions(ownerUrl: string): { stop(): Promise<TransactionAges> } {
  let stopping = false;
  const run = async (): Promise<TransactionAges> => {
    const seen = { samples: 0, requests: 0, exports: 0, idle: 0 };
    let client: pg.Client | null = null;
    while (!stopping) {
      try {
        client ??= await open(ownerUrl);
        const { rows } = await client.query<Omit<TransactionAges, 'samples'>>(QUESTION);
        seen.samples += 1;
        for (const name of ['requests', 'exports', 'idle'] as const)
          seen[name] = Math.max(seen[name], rows[0]?.[name] ?? 0);
      } catch {
        // The server was killed: the next sample opens a connection anew.
        await client?.end().catch(() => undefined);
        client = null;
      }
      await sleep(EVERY_MS);
    }
    await client?.end().catch(() => undefined);
    return seen;
  };
  const ages = run();
  return {
    stop: () => {
      stopping = true;
      return ages;
    },
  };
}

async function open(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1000, query_timeout: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Whether nothing lived longer than it may: 10 seconds, 60 for exports, 5 idle within a transaction. */
export function agesAreBounded({ samples, requests, exports, idle }: TransactionAges): boolean {
  return samples > 0 && requests <= 10 && exports <= 60 && idle <= 5;
}

/** `requests 0.4 s, exports 0.0 s, idle 0.1 s (n=120)` */
export function agesInWords({ samples, requests, exports, idle }: TransactionAges): string {
  const [one, two, three] = [requests, exports, idle].map((seconds) => `${seconds.toFixed(1)} s`);
  return `requests ${one}, exports ${two}, idle ${three} (n=${samples})`;
}
