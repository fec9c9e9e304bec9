/** Everything that the service has acknowledged to the writers, and whether it is still there, once. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { projectFolder } from '../../../src/store/project-folder.ts';
import { BATCH_ROWS } from './writers.ts';

/** One 201 as it was answered. */
export interface Acknowledged {
  /** Where the thing is read, or the list that holds it. */
  readonly path: string;
  readonly id: string;
  readonly body: string;
  readonly seq: number;
  readonly hash: string;
}

export interface Losses {
  lost: number;
  wrong: number;
  /** Acknowledgements whose receipt is not in the trail. */
  receipts: number;
  doubled: number;
  /** 0 when the stand-alone verifier finds nothing. */
  chainBreaks: number;
  /** The first few, in words. */
  readonly examples: string[];
}

/** Members that later writes may change although the thing itself has not; all others stay to the byte. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  forecasts: ['scores', 'ignored', 'capturedAfterOutcome'],
  questions: ['resolution', 'status', 'seq'],
  resolutions: ['current'],
};

function settled(path: string, body: object): string {
  const derived = DERIVED[path.split('/').at(path.endsWith('s') ? -1 : -2) ?? ''] ?? [];
  return JSON.stringify(Object.entries(body).filter(([name]) => !derived.includes(name)));
}

/** Reads every acknowledgement back, and holds the receipts against the trail and its verifier. */
export async function auditLedger(
  ledger: readonly Acknowledged[],
  address: string,
  ownerUrl: string,
): Promise<Losses> {
  const losses: Losses = { lost: 0, wrong: 0, receipts: 0, doubled: 0, chainBreaks: 0, examples: [] };
  const note = (kind: 'lost' | 'wrong' | 'receipts' | 'doubled' | 'chainBreaks', text: string): void => {
    losses[kind] += 1;
    if (losses.examples.length < 5) losses.examples.push(`${kind}: ${text}`);
  };
  const waiting = [...ledger];
  const readers = Array.from({ length: 8 }, async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      const found = await readBack(address, item);
      if (found === null) note('lost', item.path);
      else if (settled(item.path, found) !== settled(item.path, JSON.parse(item.body) as object))
        note('wrong', `${item.path} ${item.body} is now ${JSON.stringify(found)}`);
    }
  });
  await Promise.all(readers);

  const trail = await (await fetch(`${address}/v1/audit/trail`)).text();
  const hashes = new Map<number, string>();
  for (const line of trail.trim().split('\n')) {
    const { event } = JSON.parse(line) as { event: { seq: number; hash: string } };
    hashes.set(event.seq, event.hash);
  }
  for (const { seq, hash, path } of ledger)
    if (hashes.get(seq) !== hash)
      note('receipts', `${path} has ${seq}:${hash}, the trail ${hashes.get(seq)}`);
  for (const finding of verifyTrail(trail)) note('chainBreaks', finding);
  for (const title of await doubles(ownerUrl)) note('doubled', title);
  return losses;
}

async function readBack(address: string, { path, id }: Acknowledged): Promise<object | null> {
  let answer = await fetch(address + path);
  // A service that is busy says so: that is no loss, and it is asked again.
  while (answer.status === 503) {
    await answer.body?.cancel();
    await sleep(500);
    answer = await fetch(address + path);
  }
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const body = (await answer.json()) as { id?: string; items?: { id: string }[] };
  return body.items === undefined ? body : (body.items.find((item) => item.id === id) ?? null);
}

/** What scripts/audit-verify.mjs finds. */
export function verifyTrail(trail: string, ...words: string[]): string[] {
  const file = join(projectFolder, 'node_modules', '.reckoner', `trail-${process.pid}.ndjson`);
  writeFileSync(file, trail);
  try {
    execFileSync(process.execPath, [join(projectFolder, 'scripts', 'audit-verify.mjs'), file, ...words], {
      encoding: 'utf8',
    });
    return [];
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return (stdout || stderr).trim().split('\n').slice(0, -2);
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Batches that are there in part, and acknowledged ones that are not there, by what their notes begin with.
 * @param acknowledged what the notes of acknowledged batches begin with
 */
export async function batchesNotWhole(acknowledged: readonly string[], ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ batch: string; rows: number }>(`
      SELECT regexp_replace(note, '/[0-9]+$', '') AS batch, count(*)::int AS rows
      FROM forecasts WHERE note LIKE '%/batch/%' GROUP BY 1`);
    const found = new Map(rows.map(({ batch, rows }) => [batch, rows]));
    const torn = rows.filter(({ rows }) => rows !== BATCH_ROWS);
    return [
      ...torn.map(({ batch, rows }) => `${batch} has ${rows} of ${BATCH_ROWS}`),
      ...acknowledged.filter((batch) => !found.has(batch)).map((batch) => `${batch} is not there`),
    ];
  } finally {
    await client.end();
  }
}

/** Every request of a writer says something of its own: what is there twice was done twice. */
async function doubles(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ said: string }>(`
      SELECT said FROM (
        SELECT title AS said FROM sources UNION ALL SELECT note FROM forecasts UNION ALL SELECT title FROM questions
        UNION ALL SELECT rationale FROM resolutions) AS s
      WHERE said IS NOT NULL GROUP BY said HAVING count(*) > 1`);
    return rows.map((row) => row.said);
  } finally {
    await client.end();
  }
}
