import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierLoss } from '../../../../src/domain/accuracy/binary-loss.ts';
import { calibrationCurve } from '../../../../src/domain/accuracy/calibration/calibration-curve.ts';
import { calibrationError } from '../../../../src/domain/accuracy/calibration/calibration-error.ts';
import {
  type CoxRecalibration,
  coxRecalibration,
} from '../../../../src/domain/accuracy/calibration/cox-recalibration.ts';
import { discrimination } from '../../../../src/domain/accuracy/calibration/discrimination.ts';
import { equalMassCalibrationError } from '../../../../src/domain/accuracy/calibration/equal-mass-calibration-error.ts';
import {
  clippedMeanLogScore,
  meanLoss,
  totalLoss,
} from '../../../../src/domain/accuracy/calibration/mean-loss.ts';
import { murphyDiagram } from '../../../../src/domain/accuracy/calibration/murphy-diagram.ts';
import { overconfidence } from '../../../../src/domain/accuracy/calibration/overconfidence.ts';
import { clusterCells } from '../../../../src/domain/accuracy/calibration/resampled-tables.ts';
import { spiegelhalterTest } from '../../../../src/domain/accuracy/calibration/spiegelhalter-test.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';
import { rows, SAMPLE } from '../verification-sample.ts';

const sample = tabulateRows(SAMPLE.p, SAMPLE.outcome);
const tableOf = (given: { p: number; y: number }[], map = (p: number) => p) =>
  tabulateRows(
    given.map(({ p }) => map(p)),
    given.map(({ y }) => y),
  );

describe('mean scores', () => {
  it('are Infinity when an impossible event happened', () => {
    expect(meanLoss(tabulateRows([0, 0.5], [1, 1]), 'log').value).toBe(Infinity);
  });

  it('are finite where a certain forecast was right', () => {
    expect(meanLoss(tabulateRows([0, 1], [0, 1]), 'log').value).toBe(0);
  });

  it('count what clipping moved', () => {
    expect(clippedMeanLogScore(tabulateRows([0, 0.001, 0.5], [1, 0, 1]), 0.01).value).toMatchObject({
      nClipped: 2,
    });
  });
});

describe('the AUC', () => {
  it('does not change under an increasing map', () => {
    fc.assert(
      fc.property(rows, (given) => {
        expect(discrimination(tableOf(given, (p) => p ** 3)).value?.auc).toBe(
          discrimination(tableOf(given)).value?.auc,
        );
      }),
    );
  });

  it('equals the share of ordered pairs, ties one half', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [yes, no] = [given.filter(({ y }) => y === 1), given.filter(({ y }) => y === 0)];
        const auc = discrimination(tableOf(given)).value?.auc;
        fc.pre(yes.length > 0 && no.length > 0);
        const wins = yes.flatMap((a) => no.map((b) => (a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0) as number));
        expect(auc).toBeCloseTo(wins.reduce((x, y) => x + y, 0) / wins.length, 12);
      }),
    );
  });

  it('is null with one class, and has no error with one forecast in a class', () => {
    expect(discrimination(tabulateRows([0.2, 0.3], [1, 1])).reason).toContain('non-events');
    expect(discrimination(tabulateRows([0.2, 0.3], [0, 1])).value).toEqual({ auc: 1, se: null });
  });
});

describe('recalibration', () => {
  it('is null where the forecasts separate the outcomes', () => {
    const { line, interceptGivenSlope1 } = coxRecalibration(tabulateRows([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1]));
    expect(line.reason).toContain('separate');
    expect(interceptGivenSlope1.value).toBeCloseTo(0, 9);
  });

  it('is null with one class and with one forecast value', () => {
    expect(coxRecalibration(tabulateRows([0.1, 0.2], [1, 1])).line.reason).toContain('every outcome');
    expect(coxRecalibration(tabulateRows([0.4, 0.4], [1, 0])).line.reason).toContain('no slope');
  });

  it('finds the line that made the outcomes', () => {
    const random = randomSource(11);
    const p = Array.from({ length: 40_000 }, () => (1 + random.below(99)) / 100);
    const outcome = p.map((value) => {
      return random.uniform() < 1 / (1 + Math.exp(-(0.3 + 0.6 * Math.log(value / (1 - value))))) ? 1 : 0;
    });
    const { slope, seSlope, intercept, seIntercept } = coxRecalibration(tabulateRows(p, outcome)).line
      .value as CoxRecalibration;
    expect(Math.abs(slope - 0.6)).toBeLessThan(4 * (seSlope as number));
    expect(Math.abs(intercept - 0.3)).toBeLessThan(4 * (seIntercept as number));
  });
});

describe('calibration error', () => {
  it('comes with the error that calibrated forecasts would show', () => {
    const random = randomSource(3);
    const errors = Array.from({ length: 2000 }, () => {
      const outcome = SAMPLE.p.map((p) => (random.uniform() < p ? 1 : 0));
      return calibrationError(tabulateRows(SAMPLE.p, outcome), 10).value?.ece as number;
    });
    const simulated = errors.reduce((sum, ece) => sum + ece, 0) / errors.length;
    expect(calibrationError(sample, 10).value?.eceIfCalibrated).toBeCloseTo(simulated, 2);
  });

  it('expected under calibration is exact for rare events and continuous where the normal limit takes over', () => {
    const rare = tabulateRows(
      Array.from({ length: 1000 }, () => 0.001),
      Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1 : 0)),
    );
    // E|X - 1| of a binomial(1000, 0.001) is 2·(1 - 0.001)^1000.
    expect(calibrationError(rare, 10).value?.eceIfCalibrated).toBeCloseTo((2 * 0.999 ** 1000) / 1000, 12);
    const even = (n: number) =>
      calibrationError(
        tabulateRows(
          Array.from({ length: n }, () => 0.5),
          Array.from({ length: n }, (_, i) => i % 2),
        ),
        10,
      ).value?.eceIfCalibrated as number;
    expect(Math.abs((even(399) * Math.sqrt(399)) / (even(400) * Math.sqrt(400)) - 1)).toBeLessThan(0.001);
  });

  it('over equal masses does not depend on the order of rows', () => {
    const reversed = tabulateRows(SAMPLE.p.toReversed(), SAMPLE.outcome.toReversed());
    expect(equalMassCalibrationError(reversed, 5)).toEqual(equalMassCalibrationError(sample, 5));
  });

  it('over equal masses with one bin is the bias', () => {
    const bias = overconfidence(sample).value?.calibrationInTheLarge as number;
    expect(equalMassCalibrationError(sample, 1).value?.ece).toBeCloseTo(Math.abs(bias), 12);
  });
});

describe('the calibration curve', () => {
  it('carries a Wilson interval and greys thin bins', () => {
    const [first] = calibrationCurve(sample, 10, 0.95);
    expect(first).toMatchObject({ n: 2, standing: { indicativeOnly: true }, interval: { lower: 0 } });
  });
});

describe('the Murphy diagram', () => {
  it('integrates to half the Brier score', () => {
    const thetas = Array.from({ length: 20_000 }, (_, i) => (i + 0.5) / 20_000);
    const area = murphyDiagram(sample, thetas).reduce((sum, { score }) => sum + score, 0) / thetas.length;
    expect(2 * area).toBeCloseTo(totalLoss(sample, brierLoss) / sample.n, 6);
  });
});

describe('diagnostics of an empty or degenerate record', () => {
  it('are null with a reason', () => {
    const nothing = tabulateRows([], []);
    for (const diagnose of [overconfidence, spiegelhalterTest, discrimination]) {
      expect(diagnose(nothing)).toMatchObject({ value: null, reason: expect.any(String) });
    }
    expect(calibrationCurve(nothing, 10, 0.95)).toEqual([]);
    expect(spiegelhalterTest(tabulateRows([0, 0.5, 1], [0, 1, 1])).reason).toContain('no spread');
  });

  it('what was called impossible and came true refutes calibration with certainty', () => {
    const refuted = { z: Number.POSITIVE_INFINITY, p: 0 };
    const [p, outcome] = [
      [0.1, 0.3, 0.4, 0.7, 0.9],
      [0, 0, 1, 1, 1],
    ];
    expect(spiegelhalterTest(tabulateRows(p, outcome)).value?.p).toBeGreaterThan(0.2);
    for (const [certain, came] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const rows = [...p, certain].map((given, at) => {
        return { p: given, outcome: outcome[at] ?? came, cluster: `${at >> 1}`, weight: 1 };
      });
      const table = tabulateRows(
        rows.map((row) => row.p),
        rows.map((row) => row.outcome),
      );
      expect(spiegelhalterTest(table).value).toEqual(refuted);
      expect(spiegelhalterTest(table, clusterCells(table, rows)).value).toEqual(refuted);
      expect(spiegelhalterTest(tabulateRows([certain], [came])).value).toEqual(refuted);
      expect(
        spiegelhalterTest(tabulateRows([...p, certain], [...outcome, 1 - came])).value?.p,
      ).toBeGreaterThan(0.2);
    }
  });
});

describe('over-confidence', () => {
  it('counts one half as half right', () => {
    expect(overconfidence(tabulateRows([0.5, 0.5, 0.8], [1, 0, 1])).value?.accuracy).toBeCloseTo(2 / 3, 12);
  });
});
