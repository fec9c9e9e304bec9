import pg from 'pg';

/** Rows of one statement, on a connection of its own. */
export async function rowsOf<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Asks again, every 50 ms, until it holds. @throws Error after the limit. */
export async function until(holds: () => Promise<boolean>, what: string, limitMs = 30_000): Promise<void> {
  for (const limit = performance.now() + limitMs; !(await holds()); ) {
    if (performance.now() > limit) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
