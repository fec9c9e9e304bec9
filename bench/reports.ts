/**
 * `npm run bench:reports`: how the time of the accuracy report grows with the record. Cold: the first
 * report of a process; again: nothing was written since; after a write: one forecast or one outcome
 * later. Ratios are to the smallest record of the run; BENCH_FORECASTS=1000,10000 chooses the sizes.
 */
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { FilledRecord } from './fill-record.ts';
import { KEY, startServer, withFilledDatabase } from './filled-database.ts';

const SIZES = (process.env['BENCH_FORECASTS'] ?? '1000,10000,100000,300000').split(',').map(Number);
const ROUNDS = 5;
const PORT = Number(process.env['BENCH_PORT'] ?? 4812);
const SERVER = `http://127.0.0.1:${PORT}`;

const QUERIES: Readonly<Record<string, string>> = {
  'accuracy by forecaster': '/v1/reports/accuracy',
  'accuracy by topic, against the crowd': '/v1/reports/accuracy?groupBy=topic&baseline=crowd',
};

interface Timing {
  readonly cold: number;
  readonly again: number;
  readonly afterForecast: number;
  readonly afterOutcome: number;
}

async function call(path: string, body?: unknown): Promise<number> {
  const start = performance.now();
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const answer = await fetch(
    SERVER + path,
    body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) },
  );
  const text = await answer.text();
  if (answer.status === 503) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return call(path, body);
  }
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return performance.now() - start;
}

async function median(times: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await times());
  return all.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
}

let written = 0;
function writeForecast({ questionIds, forecasterId }: FilledRecord): Promise<number> {
  written += 1;
  return call('/v1/forecasts', {
    questionId: questionIds[(written * 7919) % questionIds.length],
    forecasterId,
    madeAt: new Date(Date.UTC(2026, 0, 1) - written * 1000).toISOString(),
    prediction: { probability: (written % 99) / 100 },
    basis: 'assigned',
  });
}

/** The even ones of the filled record have none yet. */
function writeOutcome({ questionIds }: FilledRecord): Promise<number> {
  written += 1;
  return call(`/v1/questions/${questionIds[written * 2]}/resolutions`, {
    outcome: { value: written % 3 === 0 },
    knownAt: '2026-07-01',
    evidence: [{ url: 'https://example.org/', tier: 'primary', fact: 'It was published.' }],
  });
}

async function timed(path: string, record: FilledRecord): Promise<Timing> {
  const cold = await call(path);
  return {
    cold,
    again: await median(() => call(path)),
    afterForecast: await median(async () => {
      await writeForecast(record);
      return call(path);
    }),
    afterOutcome: await median(async () => {
      await writeOutcome(record);
      return call(path);
    }),
  };
}

async function measure(forecasts: number): Promise<Map<string, Timing>> {
  const times = new Map<string, Timing>();
  await withFilledDatabase(forecasts, async (database, record) => {
    for (const [name, path] of Object.entries(QUERIES)) {
      const server = await startServer(database.url, PORT);
      try {
        times.set(name, await timed(path, record));
      } finally {
        await server.stop();
      }
    }
  });
  return times;
}

console.log(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`);
console.log(
  `milliseconds over HTTP, medians of ${ROUNDS} but for cold; (x) is the ratio to ${SIZES[0]} forecasts\n`,
);
const first = new Map<string, Timing>();
console.log(
  '| report | forecasts | cold | again | after one forecast | after one outcome |\n|---|---|---|---|---|---|',
);
for (const size of SIZES) {
  for (const [name, timing] of await measure(size)) {
    const base = first.get(name) ?? timing;
    first.set(name, base);
    const shown = (key: keyof Timing) =>
      `${timing[key].toFixed(1)} (${(timing[key] / base[key]).toFixed(1)}x)`;
    console.log(
      `| ${name} | ${size} | ${shown('cold')} | ${shown('again')} | ${shown('afterForecast')} | ${shown('afterOutcome')} |`,
    );
  }
}
