/** Real forecasts against results that numpy and scikit-learn computed; see excerpts/README.md. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binaryColumns } from '../../bench/reference/binary-quantities.ts';
import { dataSets } from '../../bench/reference/data-sets.ts';
import { agrees } from '../../bench/reference/quantity.ts';
import { number, readJson, readRows, text } from '../../bench/reference/read-data.ts';
import { type Bins, binned } from '../../src/domain/accuracy/calibration/bins.ts';
import { calibrationError } from '../../src/domain/accuracy/calibration/calibration-error.ts';
import { tabulate } from '../../src/domain/accuracy/state/tabulate.ts';

const EXCERPTS = join(import.meta.dirname, 'excerpts');

describe('real forecasts score as another program scores them', () => {
  const least: Readonly<Record<string, number>> = {
    fivethirtyeight: 120,
    hub_examples_flu: 50,
    scoringutils_covid: 120,
  };

  for (const { title, folder, compare } of dataSets) {
    it(title, () => {
      const { quantities } = compare(join(EXCERPTS, folder));
      expect(quantities.length).toBeGreaterThan(least[folder] as number);
      expect(quantities.filter((one) => !agrees(one))).toEqual([]);
    });
  }
});

interface DecimalBins {
  readonly ece10_right_closed: number;
  readonly bins_right_closed: readonly {
    readonly n: number;
    readonly mean_p: number;
    readonly obs: number;
  }[];
}

/** Probabilities as the files write them, the answers, and bins counted in decimal arithmetic. */
const binaryExcerpts = [
  {
    name: 'FiveThirtyEight',
    rows: readRows(join(EXCERPTS, 'fivethirtyeight'), 'forecasts'),
    columns: ['p', 'outcome'],
    reference: readJson<{ _all: DecimalBins }>(join(EXCERPTS, 'fivethirtyeight'), 'reference.json')._all,
  },
  {
    name: 'COVID-19',
    rows: readRows(join(EXCERPTS, 'scoringutils_covid'), 'binary'),
    columns: ['predicted', 'observed'],
    reference: readJson<{ binary: DecimalBins }>(join(EXCERPTS, 'scoringutils_covid'), 'reference.json')
      .binary,
  },
].map(({ name, rows, columns: [p, outcome], reference }) => ({
  name,
  reference,
  written: rows.map((row) => text(row, p as string)),
  columns: binaryColumns(
    rows.map((row) => number(row, p as string)),
    rows.map((row) => number(row, outcome as string)),
  ),
}));

describe.each(binaryExcerpts)('right-closed bins of $name', ({ written, columns, reference }) => {
  const table = tabulate(columns.p, columns.outcome);

  it('hold the forecasts that decimal arithmetic puts there', () => {
    const found = new Map(binned(table, 10).map((bin) => [bin.index, bin]));
    const ours = reference.bins_right_closed.map((_, index) => found.get(index)?.n ?? 0);
    expect(ours).toEqual(reference.bins_right_closed.map(({ n }) => n));
    for (const [index, { mean_p, obs }] of reference.bins_right_closed.entries()) {
      const bin = found.get(index);
      if (bin === undefined) continue;
      expect(bin.meanForecast).toBeCloseTo(mean_p, 12);
      expect(bin.observed).toBeCloseTo(obs, 12);
    }
    expect(calibrationError(table, 10).value?.ece).toBeCloseTo(reference.ece10_right_closed, 12);
  });

  it.each(['0.1', '0.2', '0.3', '0.4', '0.6', '0.7', '0.8', '0.9'].filter((edge) => written.includes(edge)))(
    'end with the forecasts of %s; left-closed ones begin with them',
    (edge) => {
      const holding = (bins: Bins) =>
        binned(table, bins).find(({ from, to }) => table.p.subarray(from, to).includes(Number(edge)));
      const tenth = Math.round(10 * Number(edge));
      expect(holding(10)).toMatchObject({ upper: Number(edge), index: tenth - 1 });
      expect(holding({ edges: 10, closed: 'left' })).toMatchObject({ lower: Number(edge), index: tenth });
    },
  );

  it('hold every forecast of 0.3, 0.6 and 0.7, which division by 0.1 puts one bin low', () => {
    const left = new Map(
      binned(table, { edges: 10, closed: 'left' }).flatMap(({ from, to, index }) =>
        Array.from(table.p.subarray(from, to), (p) => [p, index] as const),
      ),
    );
    const low = [...left].filter(([p, index]) => Math.floor(p / 0.1) < Math.min(index, 9)).map(([p]) => p);
    const present = [0.3, 0.6, 0.7].filter((p) => written.includes(String(p)));
    expect(present.length).toBeGreaterThanOrEqual(2);
    expect(low).toEqual(present);
  });
});
