import { describe, expect, it } from 'vitest';
import { corpBands } from '../../../../src/domain/accuracy/calibration/corp-bands.ts';
import { IsotonicLikelihood } from '../../../../src/domain/accuracy/calibration/isotonic-likelihood.ts';
import { isotonicFit } from '../../../../src/domain/accuracy/calibration/isotonic-regression.ts';
import {
  clusterCells,
  clusterResampler,
  independentResampler,
} from '../../../../src/domain/accuracy/calibration/resampled-tables.ts';
import { sortedQuantile } from '../../../../src/domain/accuracy/intervals/quantile.ts';
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

  it.each([
    ['calibrated', (p: number) => p],
    ['over-confident', (p: number) => 0.5 + 0.5 * (p - 0.5)],
    ['too high', (p: number) => p * p],
  ] as const)('hold the true share of %s forecasts about as often as they say', (_title, truth) => {
    const random = randomSource(23);
    let [held, points] = [0, 0];
    for (let trial = 0; trial < 120; trial += 1) {
      // Three forecasters on each of forty questions.
      const rows = Array.from({ length: 40 }, (_, k) => {
        const chance = random.uniform();
        return [0, 1, 2].map(() => {
          const p = random.below(101) / 100;
          return { p, outcome: Number(chance < truth(p)), cluster: `${k}`, weight: 1 };
        });
      }).flat();
      const table = tabulateRows(
        rows.map(({ p }) => p),
        rows.map(({ outcome }) => outcome),
      );
      const resampler = clusterResampler(table, clusterCells(table, rows));
      const bands = corpBands(table, resampler, { level: 0.9, seed: trial, replicates: 150 }).value;
      for (const { p, confidence, recalibrated } of bands?.points ?? []) {
        points += 1;
        if (confidence.lower <= truth(p) && truth(p) <= confidence.upper) held += 1;
        expect(confidence.lower).toBeLessThanOrEqual(recalibrated);
        expect(confidence.upper).toBeGreaterThanOrEqual(recalibrated);
      }
    }
    // The percentiles of resampled curves held 61 %, 80 % and 53 %.
    expect(held / points).toBeGreaterThan(0.84);
    expect(held / points).toBeLessThan(0.97);
  });

  it('have the limit of Banerjee & Wellner: 2.27 at 95 %, where the chi-squared has 3.84', () => {
    const random = randomSource(3);
    const n = 500;
    const p = Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    const shown = [100, 200, 250, 300, 400];
    const likelihood = new IsotonicLikelihood(n);
    const ratios = Array.from({ length: 800 }, () => {
      const yes = p.map((value) => Number(random.uniform() < value));
      const no = yes.map((came) => 1 - came);
      return [
        ...likelihood.ratios(
          no,
          yes,
          shown,
          shown.map((at) => p[at] as number),
        ),
      ];
    }).flat();
    expect(sortedQuantile(Float64Array.from(ratios).sort(), 0.95)).toBeGreaterThan(2.05);
    expect(sortedQuantile(Float64Array.from(ratios).sort(), 0.95)).toBeLessThan(2.5);
  });

  it('invert the test: a share at an end of the interval has the critical ratio, by brute force too', () => {
    const no = [3, 1, 4, 1, 2];
    const yes = [1, 2, 2, 3, 4];
    const likelihood = new IsotonicLikelihood(5);
    const fit = isotonicFit(no, yes);
    for (const column of [0, 2, 4]) {
      const { lower, upper } = likelihood.interval(no, yes, column, fit[column] as number, 1.6);
      for (const end of [lower, upper]) {
        if (end > 0 && end < 1) expect(likelihood.ratios(no, yes, [column], [end])[0]).toBeCloseTo(1.6, 6);
        expect(likelihood.ratios(no, yes, [column], [end])[0]).toBeLessThanOrEqual(1.6 + 1e-9);
      }
      // Held to a share, the fit is that of the rest cut off there.
      const value = 0.45;
      const [before, behind] = [
        isotonicFit(no.slice(0, column), yes.slice(0, column)),
        isotonicFit(no.slice(column + 1), yes.slice(column + 1)),
      ];
      const held = [
        ...before.map((share) => Math.min(share, value)),
        value,
        ...behind.map((share) => Math.max(share, value)),
      ];
      const logLikelihood = (shares: ArrayLike<number>) =>
        no.reduce((sum, n, at) => {
          const [share, y] = [shares[at] as number, yes[at] as number];
          return sum + n * Math.log(1 - share) + y * Math.log(share);
        }, 0);
      const ratio = 2 * (logLikelihood(fit) - logLikelihood(held));
      expect(likelihood.ratios(no, yes, [column], [value])[0]).toBeCloseTo(ratio, 10);
    }
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
