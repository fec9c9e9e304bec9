/** Standard errors and tests of calibration where forecasts depend on each other. */
import { describe, expect, it } from 'vitest';
import { calibrationCurve } from '../../../../src/domain/accuracy/calibration/calibration-curve.ts';
import { calibrationError } from '../../../../src/domain/accuracy/calibration/calibration-error.ts';
import { coxRecalibration } from '../../../../src/domain/accuracy/calibration/cox-recalibration.ts';
import { discrimination } from '../../../../src/domain/accuracy/calibration/discrimination.ts';
import { equalMassCalibrationError } from '../../../../src/domain/accuracy/calibration/equal-mass-calibration-error.ts';
import { clusterCells } from '../../../../src/domain/accuracy/calibration/resampled-tables.ts';
import { spiegelhalterTest } from '../../../../src/domain/accuracy/calibration/spiegelhalter-test.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';
import { normalCdf, normalQuantile } from '../../../../src/domain/scoring/special-functions/normal.ts';

interface Row {
  readonly p: number;
  readonly outcome: number;
  readonly cluster: string;
  readonly weight: number;
}

function measuresOf(rows: readonly Row[]) {
  const table = tabulateRows(
    rows.map(({ p }) => p),
    rows.map(({ outcome }) => outcome),
    rows.every(({ weight }) => weight === 1) ? undefined : rows.map(({ weight }) => weight),
  );
  const cells = clusterCells(table, rows);
  return {
    roc: discrimination(table, cells).value,
    line: coxRecalibration(table, undefined, cells).line.value,
    test: spiegelhalterTest(table, cells).value,
  };
}

const P = [0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.6, 0.6, 0.7, 0.8, 0.9, 0.9];
const Y = [0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0];
const small = P.map((p, i) => ({
  p,
  outcome: Y[i] as number,
  cluster: `${Math.floor(i / 2)}`,
  weight: i % 2 === 0 ? 1 : 0.5,
}));

describe('forecasts by cluster', () => {
  it('have the errors that numpy computes from the formulas', () => {
    const { roc, line, test } = measuresOf(small);
    expect(roc?.auc).toBeCloseTo(0.6913580246913581, 12);
    expect(roc?.se).toBeCloseTo(0.1173813760395527, 12);
    expect(line?.slope).toBeCloseTo(0.56278747, 7);
    expect(line?.seIntercept).toBeCloseTo(0.57058672, 7);
    expect(line?.seSlope).toBeCloseTo(0.2752818, 7);
    expect(test?.z).toBeCloseTo(0.713641240140063, 12);
    // All the ways in which the six clusters can come out, each with its probability.
    expect(Math.abs((test?.p as number) - 0.566632)).toBeLessThan(3 * Math.sqrt(0.25 / 2000));
  });

  it('say no more when each is said twice', () => {
    const [once, twice] = [measuresOf(small), measuresOf([...small, ...small])];
    expect(twice.roc?.se).toBeCloseTo(once.roc?.se as number, 12);
    expect(twice.line?.seSlope).toBeCloseTo(once.line?.seSlope as number, 9);
    expect(twice.line?.seIntercept).toBeCloseTo(once.line?.seIntercept as number, 9);
    expect(twice.test?.z).toBeCloseTo(once.test?.z as number, 12);
  });

  it('have no error where all are one cluster', () => {
    const { roc, line, test } = measuresOf(small.map((row) => ({ ...row, cluster: 'one' })));
    expect([roc?.se, line?.seSlope, test]).toEqual([null, null, null]);
  });

  it('have no error of the AUC where all events, or all that did not happen, are of one cluster', () => {
    const alone = small.map((row) => ({ ...row, cluster: row.outcome === 1 ? 'events' : row.cluster }));
    const { roc } = measuresOf(alone);
    expect(roc?.auc).toBeGreaterThan(0.5);
    expect(roc?.se).toBeNull();
  });

  it('that are calibrated are rejected about as often as they should, however alike they come out', () => {
    const random = randomSource(3);
    const normal = () => normalQuantile(Math.max(1e-9, random.uniform()));
    const trials = 400;
    let [rejected, covered, asIfIndependent] = [0, 0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const rows = Array.from({ length: 20 }, (_, cluster) => {
        const common = Math.sqrt(0.7) * normal();
        return Array.from({ length: 5 }, (): Row => {
          const signal = normal();
          const outcome = signal + common + Math.sqrt(0.3) * normal() > 0 ? 1 : 0;
          return { p: normalCdf(signal), outcome, cluster: `${cluster}`, weight: 1 };
        });
      }).flat();
      const { line, test } = measuresOf(rows);
      if ((test?.p as number) < 0.05) rejected += 1;
      const table = tabulateRows(
        rows.map(({ p }) => p),
        rows.map(({ outcome }) => outcome),
      );
      if ((spiegelhalterTest(table).value?.p as number) < 0.05) asIfIndependent += 1;
      if (Math.abs((line?.slope as number) - 1) < 2.093 * (line?.seSlope as number)) covered += 1;
    }
    expect(rejected / trials).toBeLessThan(0.085);
    expect(asIfIndependent).toBeGreaterThan(rejected);
    expect(covered / trials).toBeGreaterThan(0.91);
  });
});

describe('bins of forecasts by cluster', () => {
  const random = randomSource(5);
  /** Forty questions, each forecast by three, all with the true probability. */
  const questions = Array.from({ length: 40 }, (_, k) => {
    const p = (1 + (k % 9)) / 10;
    return { p, outcome: Number(random.uniform() < p), cluster: `q${k}`, weight: 1 };
  });
  const thrice = questions.flatMap((row) => [row, row, row]);
  const tableOf = (rows: readonly Row[]) =>
    tabulateRows(
      rows.map(({ p }) => p),
      rows.map(({ outcome }) => outcome),
    );

  it('of which three say the same of one question are as wide as of one', () => {
    const [one, three] = [tableOf(questions), tableOf(thrice)];
    const expected = calibrationCurve(one, 10, 0.95).map(({ interval }) => interval);
    const found = calibrationCurve(three, 10, 0.95, clusterCells(three, thrice));
    found.forEach(({ interval, n }, at) => {
      expect(interval?.lower).toBeCloseTo(expected[at]?.lower as number, 12);
      expect(interval?.upper).toBeCloseTo(expected[at]?.upper as number, 12);
      expect(n % 3).toBe(0);
    });
  });

  it('hold the true share about as often as the level says', () => {
    let [held, heldAsIfIndependent, intervals] = [0, 0, 0];
    for (let run = 0; run < 1500; run += 1) {
      // Twenty questions of three forecasters, all of them in the bin that ends at 0.7.
      const rows = Array.from({ length: 20 }, (_, k) => {
        const p = 0.61 + 0.01 * (k % 9);
        const outcome = Number(random.uniform() < p);
        return [p - 0.005, p, p + 0.005].map((given) => ({ p: given, outcome, cluster: `${k}`, weight: 1 }));
      }).flat();
      const table = tableOf(rows);
      const truth = rows.reduce((sum, { p }) => sum + p, 0) / rows.length;
      const holds = (cells: ReturnType<typeof clusterCells> | null) => {
        const interval = calibrationCurve(table, 1, 0.9, cells)[0]?.interval;
        return interval && interval.lower <= truth && truth <= interval.upper ? 1 : 0;
      };
      held += holds(clusterCells(table, rows));
      heldAsIfIndependent += holds(null);
      intervals += 1;
    }
    expect(held / intervals).toBeGreaterThan(0.87);
    expect(held / intervals).toBeLessThan(0.94);
    expect(heldAsIfIndependent / intervals).toBeLessThan(0.75);
  });

  it('show the calibration error that one forecaster on each question would', () => {
    const [one, three] = [tableOf(questions), tableOf(thrice)];
    const cells = clusterCells(three, thrice);
    const once = calibrationError(one, 10).value?.eceIfCalibrated as number;
    expect(calibrationError(three, 10, cells).value?.eceIfCalibrated).toBeCloseTo(once, 2);
    expect(calibrationError(three, 10).value?.eceIfCalibrated).toBeLessThan(0.7 * once);
    const mass = equalMassCalibrationError(one, 4).value?.eceIfCalibrated as number;
    expect(equalMassCalibrationError(three, 4, cells).value?.eceIfCalibrated).toBeCloseTo(mass, 2);
    // Alone in its cluster, each forecast is independent.
    const alone = questions.map((row, k) => ({ ...row, cluster: `${k}` }));
    expect(calibrationError(one, 10, clusterCells(one, alone)).value?.eceIfCalibrated).toBeCloseTo(once, 2);
  });
});

describe('the error that calibrated forecasts would show', () => {
  const random = randomSource(3);
  const rows = Array.from({ length: 400 }, (_, i) => ({
    p: (1 + (i % 19)) / 20,
    outcome: Number(random.uniform() < 0.5),
    cluster: `${i % 60}`,
    weight: 1,
  }));
  const tableOf = (of: readonly Row[]) => {
    const table = tabulateRows(
      of.map(({ p }) => p),
      of.map(({ outcome }) => outcome),
    );
    return { table, cells: clusterCells(table, of) };
  };
  const asked = [
    ({ table, cells }: ReturnType<typeof tableOf>) => calibrationError(table, 10, cells).value,
    ({ table, cells }: ReturnType<typeof tableOf>) => equalMassCalibrationError(table, 10, cells).value,
    ({ table, cells }: ReturnType<typeof tableOf>) => calibrationError(table, 5, cells).value,
  ];

  it('is the same whatever bins were asked for before, of the same forecasts or of others', () => {
    const [one, other] = [tableOf(rows), tableOf(rows.slice(0, 250))];
    const inTurn = asked.map((ask) => [ask(one), ask(other)]);
    const afresh = [...asked].reverse().map((ask) => [ask(tableOf(rows)), ask(tableOf(rows.slice(0, 250)))]);
    expect(inTurn).toEqual(afresh.reverse());
    expect(new Set(inTurn.flat().map((found) => found?.eceIfCalibrated)).size).toBe(6);
  });
});
