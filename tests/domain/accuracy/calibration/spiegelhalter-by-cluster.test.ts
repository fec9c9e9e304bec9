/** Spiegelhalter's test where forecasts depend on each other: what calibrated forecasters may rely on. */
import { describe, expect, it } from 'vitest';
import {
  type ClusteredForecast,
  clusterCells,
} from '../../../../src/domain/accuracy/calibration/resampled-tables.ts';
import { spiegelhalterTest } from '../../../../src/domain/accuracy/calibration/spiegelhalter-test.ts';
import { type RandomSource, randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';

function testOf(rows: readonly ClusteredForecast[]) {
  const table = tabulateRows(
    rows.map(({ p }) => p),
    rows.map(({ outcome }) => outcome),
  );
  return spiegelhalterTest(table, clusterCells(table, rows)).value;
}

/** Questions that two forecasters answer alike, with the probability that is true. */
function alike(clusters: number, random: RandomSource, probability: () => number): ClusteredForecast[] {
  return Array.from({ length: clusters }, (_, k) => {
    const p = probability();
    const row = { p, outcome: Number(random.uniform() < p), cluster: `${k}`, weight: 1 };
    return [row, row];
  }).flat();
}

const TRIALS = 600;

describe('calibrated forecasts of which two say the same of one question', () => {
  for (const clusters of [12, 40]) {
    for (const p of [0.01, 0.03, 0.05, 0.1, 'any']) {
      it(`are rejected at 5 % about as often, ${clusters} questions at ${p}`, () => {
        const random = randomSource(17);
        let rejected = 0;
        for (let trial = 0; trial < TRIALS; trial += 1) {
          const rows = alike(clusters, random, () =>
            typeof p === 'number' ? p : 0.02 + 0.96 * random.uniform(),
          );
          if ((testOf(rows)?.p as number) < 0.05) rejected += 1;
        }
        // Three standard errors of the simulation above; below, few surprises come in large steps.
        expect(rejected / TRIALS).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / TRIALS));
        if (p === 'any') expect(rejected / TRIALS).toBeGreaterThan(0.03);
      });
    }
  }
});

describe('the test by cluster', () => {
  it('finds nothing in forty forecasts of 2 % of which none came', () => {
    const rows = Array.from({ length: 40 }, (_, k) => ({
      p: 0.02,
      outcome: 0,
      cluster: `${k >> 1}`,
      weight: 1,
    }));
    const found = testOf(rows);
    expect(found?.p).toBeGreaterThan(0.3);
    expect(Math.abs(found?.z as number)).toBeLessThan(1);
  });

  it('still finds forecasts that are too sure', () => {
    const random = randomSource(4);
    const rows = alike(40, random, () => 0.6).map((row) => ({ ...row, p: 0.95 }));
    const found = testOf(rows);
    expect(found?.z).toBeGreaterThan(3);
    expect(found?.p).toBeLessThan(0.01);
  });

  it('takes forecasts on either side of one half that fail together for what they may be, one surprise', () => {
    const random = randomSource(9);
    let rejected = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const rows = Array.from({ length: 30 }, (_, k) => {
        const outcome = Number(random.uniform() < 0.2);
        const other = { p: 0.8, outcome: 1 - outcome, cluster: `${k}`, weight: 1 };
        return [{ p: 0.2, outcome, cluster: `${k}`, weight: 1 }, other];
      }).flat();
      if ((testOf(rows)?.p as number) < 0.05) rejected += 1;
    }
    expect(rejected / TRIALS).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / TRIALS));
    expect(rejected / TRIALS).toBeGreaterThan(0.02);
  });

  it('gives the z of independent forecasts where each is a cluster', () => {
    const random = randomSource(2);
    const rows = Array.from({ length: 200 }, (_, k) => {
      const p = 0.05 + 0.9 * random.uniform();
      return { p, outcome: Number(random.uniform() < p), cluster: `${k}`, weight: 1 };
    });
    const table = tabulateRows(
      rows.map(({ p }) => p),
      rows.map(({ outcome }) => outcome),
    );
    const [apart, plain] = [testOf(rows), spiegelhalterTest(table).value];
    expect(apart?.z).toBeCloseTo(plain?.z as number, 10);
    expect(Math.abs((apart?.p as number) - (plain?.p as number))).toBeLessThan(0.04);
  });

  it('is the same whenever it is asked for', () => {
    const rows = alike(20, randomSource(6), () => 0.3);
    expect(testOf(rows)).toEqual(testOf(rows));
  });
});
