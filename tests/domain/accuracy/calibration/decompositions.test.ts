import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { biasCorrectedDecomposition } from '../../../../src/domain/accuracy/calibration/bias-corrected-decomposition.ts';
import { corpDecomposition } from '../../../../src/domain/accuracy/calibration/corp-decomposition.ts';
import {
  isotonicFit,
  recalibrated,
} from '../../../../src/domain/accuracy/calibration/isotonic-regression.ts';
import { murphyDecomposition } from '../../../../src/domain/accuracy/calibration/murphy-decomposition.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';
import { innerRows, rows, SAMPLE } from '../verification-sample.ts';

const tableOf = (given: { p: number; y: number }[]) =>
  tabulateRows(
    given.map(({ p }) => p),
    given.map(({ y }) => y),
  );

describe('the Murphy decomposition', () => {
  it.each([1, 3, 5, 10, 20, 'unique'] as const)('adds up with five terms over %s bins', (bins) => {
    fc.assert(
      fc.property(rows, (given) => {
        const terms = murphyDecomposition(tableOf(given), bins).value;
        if (!terms) throw new Error('undefined');
        const sum =
          terms.reliability -
          terms.resolution +
          terms.uncertainty +
          terms.withinBinVariance -
          terms.withinBinCovariance;
        expect(Math.abs(sum - terms.brier)).toBeLessThan(1e-12);
      }),
    );
  });

  it('is null with a reason for no forecasts', () => {
    expect(murphyDecomposition(tabulateRows([], []), 10)).toMatchObject({
      value: null,
      reason: expect.any(String),
    });
  });
});

describe('the bias-corrected decomposition', () => {
  it('shrinks by one factor so that every term stays in its range', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const limited = biasCorrectedDecomposition(tableOf(given), 10).limited.value;
        if (!limited) return;
        expect(limited.reliability).toBeGreaterThanOrEqual(-1e-12);
        expect(limited.resolution).toBeGreaterThanOrEqual(-1e-12);
        expect(limited.resolution).toBeLessThanOrEqual(1 + 1e-12);
        expect(limited.uncertainty).toBeLessThanOrEqual(0.25 + 1e-12);
      }),
    );
  });

  it('is withheld from one forecast and from weights', () => {
    expect(biasCorrectedDecomposition(tabulateRows([0.5], [1]), 10).raw.reason).toContain('2 forecasts');
    expect(biasCorrectedDecomposition(tabulateRows([0.5, 0.6], [1, 0], [1, 2]), 10).raw.reason).toContain(
      'weights',
    );
  });
});

describe('CORP', () => {
  it.each(['brier', 'log'] as const)('gives S = MCB - DSC + UNC with MCB, DSC >= 0 for %s', (score) => {
    fc.assert(
      fc.property(innerRows, (given) => {
        const terms = corpDecomposition(tableOf(given), score).value;
        if (!terms) throw new Error('undefined');
        const sum = terms.miscalibration - terms.discrimination + terms.uncertainty;
        expect(Math.abs(sum - terms.meanScore)).toBeLessThan(1e-12);
        expect(terms.miscalibration).toBeGreaterThanOrEqual(0);
        expect(terms.discrimination).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each(['brier', 'log'] as const)(
    'does not change when every forecast and outcome is flipped (%s)',
    (score) => {
      fc.assert(
        fc.property(innerRows, (given) => {
          const flipped = given.map(({ p, y }) => ({ p: (20 - Math.round(p * 20)) / 20, y: 1 - y }));
          const [a, b] = [
            corpDecomposition(tableOf(given), score).value,
            corpDecomposition(tableOf(flipped), score).value,
          ];
          expect(b?.meanScore).toBeCloseTo(a?.meanScore as number, 12);
          expect(b?.miscalibration).toBeCloseTo(a?.miscalibration as number, 12);
          expect(b?.discrimination).toBeCloseTo(a?.discrimination as number, 12);
        }),
      );
    },
  );

  it('says Infinity for an impossible event under the log score and keeps the other terms finite', () => {
    const terms = corpDecomposition(tabulateRows([0, 0.5, 1], [1, 0, 1]), 'log').value;
    expect(terms).toMatchObject({ meanScore: Infinity, miscalibration: Infinity });
    expect(Number.isFinite(terms?.discrimination)).toBe(true);
  });

  it('recalibrates monotonically and idempotently', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const table = tableOf(given);
        const fit = recalibrated(table);
        fit.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(fit[i - 1] ?? 0);
        });
        const again = tabulateRows(
          given.map(({ p }) => fit[table.p.indexOf(p)] as number),
          given.map(({ y }) => y),
        );
        recalibrated(again).forEach((value, i) => {
          expect(value).toBeCloseTo(again.p[i] as number, 12);
        });
      }),
    );
  });

  it('gives columns without weight no part', () => {
    expect([...isotonicFit([1, 0, 1], [0, 0, 1])]).toEqual([0, Number.NaN, 0.5]);
  });

  it('does not change when every row is repeated', () => {
    const thrice = (values: number[]) => [...values, ...values, ...values];
    const once = corpDecomposition(tabulateRows(SAMPLE.p, SAMPLE.outcome), 'brier').value;
    const repeated = corpDecomposition(tabulateRows(thrice(SAMPLE.p), thrice(SAMPLE.outcome)), 'brier').value;
    expect(repeated?.miscalibration).toBeCloseTo(once?.miscalibration as number, 12);
  });
});
