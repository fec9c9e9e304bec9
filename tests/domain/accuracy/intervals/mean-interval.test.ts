import fc from 'fast-check';
import { mean, sampleStandardDeviation, variance } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { rowLosses } from '../../../../src/domain/accuracy/binary-loss.ts';
import { independentResampler } from '../../../../src/domain/accuracy/calibration/resampled-tables.ts';
import {
  clusterBootstrap,
  MEAN,
  SKILL,
} from '../../../../src/domain/accuracy/intervals/cluster-bootstrap.ts';
import { ClusterDraws, REPLICATES } from '../../../../src/domain/accuracy/intervals/cluster-draws.ts';
import { ClusterSums, clusterTotals } from '../../../../src/domain/accuracy/intervals/cluster-sums.ts';
import {
  clusteredMeanInterval,
  meanInterval,
} from '../../../../src/domain/accuracy/intervals/mean-interval.ts';
import {
  meanLossStatistic,
  recordBootstrap,
} from '../../../../src/domain/accuracy/intervals/record-bootstrap.ts';
import { ResampledMean, ResampledParts } from '../../../../src/domain/accuracy/intervals/resampled-mean.ts';
import { skillInterval } from '../../../../src/domain/accuracy/intervals/skill-interval.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';
import { SAMPLE } from '../verification-sample.ts';

const losses = [...rowLosses('brier', SAMPLE.p, SAMPLE.outcome)];
const reference = [...rowLosses('brier', SAMPLE.q, SAMPLE.outcome)];
const each = losses.map((_, i) => `question ${i}`);
const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });

function paired(clusters: readonly string[]): ClusterSums {
  const sums = new ClusterSums(2);
  clusters.forEach((cluster, i) => {
    sums.add(cluster, [losses[i] as number, reference[i] as number]);
  });
  return sums;
}

describe('the interval of a mean', () => {
  it('has the standard error of simple-statistics', () => {
    fc.assert(
      fc.property(values, (given) => {
        const se = meanInterval(given, 0.95).value?.se as number;
        expect(se).toBeCloseTo(sampleStandardDeviation(given) / Math.sqrt(given.length), 12);
      }),
    );
  });

  it('is that of Student when every question is its own cluster', () => {
    const clustered = clusteredMeanInterval(clusterTotals(losses, each), 0.95).value;
    const student = meanInterval(losses, 0.95).value;
    expect(clustered?.lower).toBeCloseTo(student?.lower as number, 12);
    expect(clustered?.upper).toBeCloseTo(student?.upper as number, 12);
  });

  it('does not shrink when every row is repeated inside its cluster', () => {
    const once = clusteredMeanInterval(clusterTotals(losses, each), 0.95).value;
    const twice = clusteredMeanInterval(
      clusterTotals([...losses, ...losses], [...each, ...each]),
      0.95,
    ).value;
    expect(twice?.estimate).toBeCloseTo(once?.estimate as number, 12);
    expect(twice?.se).toBeCloseTo(once?.se as number, 12);
  });

  it('counts four readings of weight 1/4 as one statement', () => {
    const readings = [0.04, 0.04, 0.04, 0.04, 0.36, 0.5];
    const clusters = ['a', 'a', 'a', 'a', 'b', 'c'];
    const weighted = clusteredMeanInterval(
      clusterTotals(readings, clusters, [0.25, 0.25, 0.25, 0.25, 1, 1]),
      0.95,
    );
    const plain = meanInterval([0.04, 0.36, 0.5], 0.95);
    expect(weighted.value?.estimate).toBeCloseTo(plain.value?.estimate as number, 12);
    expect(weighted.value?.se).toBeCloseTo(plain.value?.se as number, 12);
  });

  it('has width 0 for equal scores, and no bounds for one score or an infinite one', () => {
    expect(meanInterval([0.3, 0.3, 0.3], 0.95).value).toMatchObject({ lower: 0.3, upper: 0.3 });
    expect(meanInterval([0.3], 0.95).value).toMatchObject({ estimate: 0.3, lower: null, upper: null });
    expect(meanInterval([0.3, Infinity], 0.95).value).toMatchObject({ estimate: Infinity, lower: null });
    expect(meanInterval([], 0.95).value).toBeNull();
    expect(clusteredMeanInterval([], 0.95).value).toBeNull();
    expect(clusteredMeanInterval(clusterTotals([0.1, 0.2], ['a', 'a']), 0.95).value?.reason).toContain(
      'One cluster',
    );
  });
});

describe('sums by cluster', () => {
  it('forget what is removed, to the bit', () => {
    const sums = paired(each);
    sums.add('question 3', [0.123, 0.456], 1 / 3);
    sums.add('another', [0.2, 0.7], 1 / 7);
    sums.remove('another', [0.2, 0.7], 1 / 7);
    sums.remove('question 3', [0.123, 0.456], 1 / 3);
    expect(sums.totals()).toEqual(paired(each).totals());
  });

  it('merge slices into one', () => {
    const [first, second] = [new ClusterSums(1), new ClusterSums(1)];
    const whole = new ClusterSums(1);
    losses.forEach((loss, i) => {
      (i % 2 ? first : second).add(`cluster ${i % 3}`, [loss]);
      whole.add(`cluster ${i % 3}`, [loss]);
    });
    first.merge(second);
    expect(first.totals()).toEqual(whole.totals());
  });
});

describe('totals of rows', () => {
  it.each([[undefined], [losses.map((_, i) => 1 / (i + 3))]])(
    'equal sums by cluster to the bit (weights %j)',
    (weights) => {
      const clusters = losses.map((_, i) => `cluster ${(i * 7) % 4}`);
      const sums = new ClusterSums(1);
      losses.forEach((loss, i) => {
        sums.add(clusters[i] as string, [loss], weights?.[i]);
      });
      expect(clusterTotals(losses, clusters, weights)).toEqual(sums.totals());
    },
  );
});

describe('the interval of a skill score', () => {
  it('is the delta method on the ratio of sums', () => {
    const interval = skillInterval(paired(each).totals(), 0.95).value;
    expect(interval?.estimate).toBeCloseTo(-0.15912762520193868, 12);
    const ratio = 1 - (interval?.estimate as number);
    const residuals = losses.map((loss, i) => loss - ratio * (reference[i] as number));
    const total = reference.reduce((sum, loss) => sum + loss, 0);
    expect(interval?.se).toBeCloseTo((sampleStandardDeviation(residuals) * Math.sqrt(20)) / total, 12);
  });

  it('is null where the reference scores 0', () => {
    const sums = new ClusterSums(2);
    sums.add('a', [0.2, 0]);
    expect(skillInterval(sums.totals(), 0.95).reason).toContain('reference scores 0');
  });
});

describe('the bootstrap', () => {
  it('repeats from its seed and comes near the robust interval', () => {
    const totals = clusterTotals(losses, each);
    const options = { level: 0.95, seed: 42, replicates: 4000 };
    const interval = clusterBootstrap(totals, MEAN, options).value;
    expect(clusterBootstrap(totals, MEAN, options).value).toEqual(interval);
    const robust = clusteredMeanInterval(totals, 0.95).value;
    expect(Math.abs((interval?.lower as number) - (robust?.lower as number))).toBeLessThan(0.02);
    expect(Math.abs((interval?.upper as number) - (robust?.upper as number))).toBeLessThan(0.02);
  });

  it('resamples the ratio, not the ratios', () => {
    const interval = clusterBootstrap(paired(each).totals(), SKILL, { level: 0.9, seed: 1 }).value;
    expect(interval?.estimate).toBeCloseTo(-0.15912762520193868, 12);
    expect(interval?.lower).toBeLessThan(interval?.estimate as number);
    expect(interval?.upper).toBeGreaterThan(interval?.estimate as number);
  });
});

describe('the bootstrap of the record', () => {
  it('resamples counts and comes near the interval over rows', () => {
    const table = tabulateRows(SAMPLE.p, SAMPLE.outcome);
    const options = { level: 0.95, seed: 3, replicates: 4000 };
    const interval = recordBootstrap(
      table,
      independentResampler(table),
      meanLossStatistic('brier'),
      options,
    ).value;
    const rows = clusterBootstrap(clusterTotals(losses, each), MEAN, options).value;
    expect(interval?.estimate).toBeCloseTo(rows?.estimate as number, 12);
    expect(Math.abs((interval?.lower as number) - (rows?.lower as number))).toBeLessThan(0.01);
    expect(Math.abs((interval?.upper as number) - (rows?.upper as number))).toBeLessThan(0.01);
  });
});

describe('the bootstrap that is kept up to date', () => {
  const bootstrap = (seed = 9) => new ResampledMean(new ClusterDraws(seed));
  const parts = (from: number, to: number, each = losses) => {
    const rows = new ResampledParts();
    for (let i = from; i < to; i += 1) rows.add(`question ${i}`, each[i % each.length] as number, 1);
    return rows;
  };
  const filled = (...slices: readonly ResampledParts[]) => {
    const all = bootstrap();
    for (const slice of slices) all.apply(slice, 1);
    return all;
  };

  it.each([20, 200])('gives the same bits from slices as from one pass, %i clusters', (size) => {
    const whole = filled(parts(0, size)).interval(0.3, size, 0.95);
    expect(filled(parts(8, size), parts(0, 8)).interval(0.3, size, 0.95)).toEqual(whole);
    expect(whole.method).toBe('clusterBootstrap');
  });

  it('forgets what is taken out, also where that was more than it keeps by name', () => {
    const kept = filled(parts(0, 20));
    kept.apply(parts(20, 90), 1);
    kept.apply(parts(20, 90), -1);
    expect(kept.interval(0.3, 20, 0.95)).toEqual(filled(parts(0, 20)).interval(0.3, 20, 0.95));
  });

  it('depends on its seed', () => {
    const other = bootstrap(10);
    other.apply(parts(0, 20), 1);
    expect(other.interval(0.3, 20, 0.95)).not.toEqual(filled(parts(0, 20)).interval(0.3, 20, 0.95));
  });

  it('comes near the robust interval, and near the resampling with replacement', () => {
    const interval = filled(parts(0, 20)).interval(0.3, 20, 0.95);
    const totals = clusterTotals(losses, each);
    const robust = clusteredMeanInterval(totals, 0.95).value;
    const drawn = clusterBootstrap(totals, MEAN, { level: 0.95, seed: 1 }).value;
    for (const other of [robust, drawn]) {
      expect(Math.abs((interval.lower as number) - (other?.lower as number))).toBeLessThan(0.03);
      expect(Math.abs((interval.upper as number) - (other?.upper as number))).toBeLessThan(0.03);
    }
  });

  it('has no bounds where a score is infinite, and has them again without it', () => {
    const all = filled(parts(0, 20));
    const infinite = new ResampledParts();
    infinite.add('certain', Number.POSITIVE_INFINITY, 1);
    all.apply(infinite, 1);
    expect(all.interval(Infinity, 21, 0.95)).toMatchObject({ lower: null, upper: null });
    all.apply(infinite, -1);
    expect(all.interval(0.3, 20, 0.95)).toEqual(filled(parts(0, 20)).interval(0.3, 20, 0.95));
  });
});

describe('how often a cluster counts', () => {
  it('is Poisson with mean 1, and the clusters are independent of each other', () => {
    const draws = new ClusterDraws(1);
    const all = Array.from({ length: 400 }, (_, i) => [...draws.of(`cluster ${i}`)]);
    const counts = all.flat();
    expect(Math.abs(mean(counts) - 1)).toBeLessThan(5 / Math.sqrt(counts.length));
    expect(Math.abs(variance(counts) - 1)).toBeLessThan(0.02);
    const sums = Array.from({ length: REPLICATES }, (_, at) => mean(all.map((one) => one[at] as number)));
    expect(variance(sums) * 400).toBeGreaterThan(0.75);
    expect(variance(sums) * 400).toBeLessThan(1.3);
  });
});
