import { describe, expect, it } from 'vitest';
import { corpBands } from '../../../../src/domain/accuracy/calibration/corp-bands.ts';
import {
  clusterCells,
  clusterResampler,
  independentResampler,
} from '../../../../src/domain/accuracy/calibration/resampled-tables.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';

function simulated(n: number, truth: (p: number) => number) {
  const random = randomSource(5);
  const p = Array.from({ length: n }, () => (1 + random.below(9)) / 10);
  return { p, outcome: p.map((value) => (random.uniform() < truth(value) ? 1 : 0)) };
}

describe('the CORP bands', () => {
  it('hold the diagonal and accept calibration for calibrated forecasts', () => {
    const { p, outcome } = simulated(600, (value) => value);
    const table = tabulateRows(p, outcome);
    const bands = corpBands(table, independentResampler(table), { level: 0.9, seed: 1 }).value;
    for (const { p: forecast, consistency } of bands?.points ?? []) {
      expect(consistency.lower).toBeLessThanOrEqual(forecast);
      expect(consistency.upper).toBeGreaterThanOrEqual(forecast);
    }
    expect(bands?.mcbP).toBeGreaterThan(0.01);
  });

  it('reject calibration for over-confident forecasts', () => {
    const { p, outcome } = simulated(600, (value) => 0.5 + 0.4 * (value - 0.5));
    const table = tabulateRows(p, outcome);
    const bands = corpBands(table, independentResampler(table), { level: 0.9, seed: 1 }).value;
    expect(bands?.mcbP).toBeLessThan(0.01);
  });

  it('reject calibration of calibrated forecasts about as often as they say, none alike', () => {
    const random = randomSource(11);
    const trials = 400;
    let rejected = 0;
    let [inside, points] = [0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const p = Array.from({ length: 40 }, () => random.uniform());
      const table = tabulateRows(
        p,
        p.map((value) => (random.uniform() < value ? 1 : 0)),
      );
      const options = { level: 0.95, seed: trial, replicates: 199 };
      const bands = corpBands(table, independentResampler(table), options).value;
      if ((bands?.mcbP as number) <= 0.05) rejected += 1;
      for (const { recalibrated, consistency } of bands?.points ?? []) {
        points += 1;
        if (consistency.lower <= recalibrated && recalibrated <= consistency.upper) inside += 1;
      }
    }
    expect(rejected / trials).toBeLessThan(0.07);
    expect(rejected / trials).toBeGreaterThan(0.03);
    expect(inside / points).toBeGreaterThan(0.94);
  });

  it('repeat from the seed and differ with another', () => {
    const { p, outcome } = simulated(60, (value) => value);
    const table = tabulateRows(p, outcome);
    const run = (seed: number) =>
      corpBands(table, independentResampler(table), { level: 0.9, seed, replicates: 100 });
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('widen when the forecasts come in clusters, whatever the order of rows', () => {
    const { p, outcome } = simulated(200, (value) => value);
    const table = tabulateRows(p, outcome);
    const rows = p.map((value, i) => ({
      p: value,
      outcome: outcome[i] as number,
      cluster: `${i % 10}`,
      weight: 1,
    }));
    const options = { level: 0.9, seed: 1, replicates: 400 };
    const clustered = corpBands(table, clusterResampler(table, clusterCells(table, rows)), options).value;
    const independent = corpBands(table, independentResampler(table), options).value;
    const width = (bands: typeof clustered) =>
      (bands?.points ?? []).reduce((sum, { consistency }) => sum + consistency.upper - consistency.lower, 0);
    expect(width(clustered)).toBeGreaterThan(1.5 * width(independent));
  });

  it('are null for no forecasts', () => {
    const table = tabulateRows([], []);
    expect(corpBands(table, independentResampler(table), { level: 0.9, seed: 1 }).value).toBeNull();
  });
});
