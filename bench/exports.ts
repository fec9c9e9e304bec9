/**
 * `npm run bench:exports`: an export of all forecasts over HTTP, beside psql copying the same columns
 * to a file (where psql is at hand), in turns. Memory is the growth of the server's resident set while
 * it answers. BENCH_FORECASTS chooses the size.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer, withFilledDatabase } from './filled-database.ts';

const FORECASTS = Number(process.env['BENCH_FORECASTS'] ?? 200_000);
const PORT = Number(process.env['BENCH_PORT'] ?? 4813);
const ROUNDS = 3;
const FORMATS = ['csv', 'ndjson', 'json', 'xlsx', 'parquet'];

const COPY = `COPY (SELECT f.*, q.title, p.name, c.value FROM forecasts f JOIN questions q ON q.id = f.question_id
  JOIN forecasters p ON p.id = f.forecaster_id LEFT JOIN scores c ON c.forecast_id = f.id AND c.rule = 'brier'
    AND c.resolution_id = q.current_resolution_id ORDER BY f.recorded_at, f.id) TO STDOUT WITH (FORMAT csv, HEADER)`;

interface Measured {
  readonly firstByte: number;
  readonly whole: number;
  readonly bytes: number;
  readonly grown: number;
}

/** Resident memory of a process, in bytes. */
function resident(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? Number.NaN) * 1024;
}

async function exported(format: string, pid: number): Promise<Measured> {
  const before = resident(pid);
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, resident(pid));
  }, 20);
  const start = performance.now();
  let [firstByte, bytes] = [0, 0];
  try {
    const answer = await fetch(`http://127.0.0.1:${PORT}/v1/exports/forecasts?format=${format}`);
    if (!answer.ok || answer.body === null) throw new Error(`${format}: ${answer.status}`);
    for await (const chunk of answer.body) {
      if (bytes === 0) firstByte = performance.now() - start;
      bytes += (chunk as Uint8Array).length;
    }
  } finally {
    clearInterval(watch);
  }
  return { firstByte, whole: performance.now() - start, bytes, grown: most - before };
}

/** Milliseconds that psql takes; null where there is no psql. */
function copied(url: string): number | null {
  const start = performance.now();
  const { status, error } = spawnSync('psql', [url, '-q', '-o', '/dev/null', '-c', COPY]);
  if (error !== undefined) return null;
  if (status !== 0) throw new Error('psql could not copy');
  return performance.now() - start;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

console.log(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
console.log(`${FORECASTS} forecasts, medians of ${ROUNDS} rounds`);
await withFilledDatabase(FORECASTS, async (database) => {
  const server = await startServer(database.url, PORT);
  const pid = server.process.pid ?? 0;
  try {
    // A server that has just compiled itself turns away: its event loop was held up.
    await sleep(3000);
    await exported('csv', pid);
    const rounds = new Map<string, Measured[]>(FORMATS.map((format) => [format, []]));
    const baseline: (number | null)[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      baseline.push(copied(database.ownerUrl));
      for (const format of FORMATS) rounds.get(format)?.push(await exported(format, pid));
    }
    const copy = baseline.includes(null) ? null : median(baseline as number[]);
    console.log(copy === null ? 'skipped: psql missing\n' : `psql COPY: ${(copy / 1000).toFixed(2)} s\n`);
    console.log(
      '| format | seconds | to psql | first byte, ms | MB | memory grown, MB |\n|---|---|---|---|---|---|',
    );
    for (const [format, all] of rounds) {
      const of = (pick: (measured: Measured) => number) => median(all.map(pick));
      const whole = of(({ whole: time }) => time);
      const cells = [
        format,
        (whole / 1000).toFixed(2),
        copy === null ? '' : `${(whole / copy).toFixed(1)}x`,
        of(({ firstByte }) => firstByte).toFixed(0),
        (of(({ bytes }) => bytes) / 1e6).toFixed(1),
        (Math.max(...all.map(({ grown }) => grown)) / 1e6).toFixed(0),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  } finally {
    await server.stop();
  }
});
