/**
 * `npm run bench:scoring [-- --sizes 1000000,10000000 --repeats 5]`: aggregates over made-up forecasts
 * as a ratio to numpy and scikit-learn (python3 with both, else plain loops), in turns, in one run.
 * Only computation is timed, on both sides. Ratios above 1: Reckoner is quicker.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ProbabilityMap } from '../../src/domain/accuracy/state/probability-map.ts';
import { tabulate } from '../../src/domain/accuracy/state/tabulate.ts';
import { type Forecasts, kinds, madeUpForecasts } from './made-up-forecasts.ts';
import { type Measure, measures, reportOf, totalsOf } from './measures.ts';
import { plainLoops } from './plain-loop.ts';
import { type Baseline, pythonBaseline, type Timed } from './python-baseline.ts';

function timed(compute: () => number): Timed {
  const start = performance.now();
  const value = compute();
  return { seconds: (performance.now() - start) / 1000, value };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(seconds < 0.1 ? 1 : 0);

/** Ours and theirs in turns; null where the baseline has no such aggregate. */
async function compare(
  measure: Measure,
  forecasts: Forecasts,
  baseline: Baseline,
  repeats: number,
): Promise<string | null> {
  const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const own = timed(() => measure.compute(forecasts));
    const other = await baseline.time(measure.key);
    if (other === null) return null;
    if (!(Math.abs(own.value - other.value) <= measure.tolerance))
      throw new Error(`${measure.title}: ${own.value} is not ${other.value}`);
    ours.push(own.seconds);
    theirs.push(other.seconds);
    ratios.push(other.seconds / own.seconds);
  }
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(1));
  return (
    `| ${measure.title} | ${measure.against} | ${milliseconds(median(theirs))} | ${milliseconds(median(ours))} ` +
    `| ${low}, **${median(ratios).toFixed(1)}**, ${high} |`
  );
}

/** A report from the state that is kept, which holds no forecasts. */
function fromTheMap({ p, outcome }: Forecasts, repeats: number): string {
  const map = new ProbabilityMap();
  for (let row = 0; row < p.length; row += 1) map.add(p[row] as number, outcome[row] as number);
  const columns = timed(() => map.table().n);
  const times = Array.from(
    { length: 4 * repeats },
    () => timed(() => reportOf(map.table())[0] as number).seconds,
  );
  const same = reportOf(map.table()).every((value, at) => value === reportOf(tabulate(p, outcome))[at]);
  if (!same) throw new Error('the map and the rows give different reports');
  return (
    `Report from the map of ${columns.value} forecasts, ${map.table().p.length} distinct probabilities: ` +
    `median ${milliseconds(median(times))} ms, longest ${milliseconds(Math.max(...times))} ms, equal to the bit to that from rows.`
  );
}

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000000,10000000' },
    repeats: { type: 'string', default: '5' },
  },
});
const repeats = Number(values.repeats);
console.log(
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, median of ${repeats}`,
);
for (const size of values.sizes.split(',').map(Number)) {
  for (const kind of kinds) {
    const forecasts = madeUpForecasts(size, kind);
    const baseline = (await pythonBaseline(forecasts)) ?? plainLoops(forecasts);
    console.log(`\n${size} forecasts, ${kind}, 20 a cluster; baseline: ${baseline.versions}\n`);
    console.log(
      '| aggregate | baseline | baseline, ms | reckoner, ms | baseline / reckoner (min, median, max) |',
    );
    console.log('|---|---|---|---|---|');
    totalsOf(forecasts);
    for (const measure of measures) {
      const line = await compare(measure, forecasts, baseline, repeats);
      if (line !== null) console.log(line);
    }
    baseline.stop();
    if (kind === 'percents') console.log(`\n${fromTheMap(forecasts, repeats)}`);
  }
}
