import fc from 'fast-check';
import { mean, sampleStandardDeviation, variance } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { brierLoss } from '../../../../src/domain/accuracy/binary-loss.ts';
import { ClusterDraws, REPLICATES } from '../../../../src/domain/accuracy/intervals/cluster-draws.ts';
import { ClusterSums } from '../../../../src/domain/accuracy/intervals/cluster-sums.ts';
import type { IntervalEstimate } from '../../../../src/domain/accuracy/intervals/interval.ts';
import { clusteredMeanInterval } from '../../../../src/domain/accuracy/intervals/mean-interval.ts';
import { percentileInterval } from '../../../../src/domain/accuracy/intervals/quantile.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { ResampledMean, ResampledParts } from '../../../../src/domain/accuracy/intervals/resampled-mean.ts';
import { skillInterval } from '../../../../src/domain/accuracy/intervals/skill-interval.ts';
import { SAMPLE } from '../verification-sample.ts';

const lossesOf = (p: readonly number[]) => p.map((each, i) => brierLoss(each, SAMPLE.outcome[i] as number));
const losses = lossesOf(SAMPLE.p);
const reference = lossesOf(SAMPLE.q);
const each = losses.map((_, i) => `question ${i}`);
const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 40 });

function totalsOf(scores: readonly number[], clusters: readonly string[], weights?: readonly number[]) {
  const sums = new ClusterSums(1);
  scores.forEach((score, i) => void sums.add(clusters[i] as string, [score], weights?.[i]));
  return sums.totals();
}

/** Student's interval: every score is a cluster of its own. */
const student = (scores: readonly number[]) =>
  clusteredMeanInterval(
    totalsOf(
      scores,
      scores.map((_, i) => `question ${i}`),
    ),
    0.95,
    't',
  );

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
        const se = student(given).value?.se as number;
        expect(se).toBeCloseTo(sampleStandardDeviation(given) / Math.sqrt(given.length), 12);
      }),
    );
  });

  it('is that of Student when every question is its own cluster', () => {
    const { estimate, lower, upper } = student(losses).value as IntervalEstimate;
    // The 97.5 % quantile of Student's t on 19 degrees, of scipy.
    const half = (2.093024054408263 * sampleStandardDeviation(losses)) / Math.sqrt(20);
    expect(estimate).toBeCloseTo(mean(losses), 12);
    expect(lower).toBeCloseTo(mean(losses) - half, 12);
    expect(upper).toBeCloseTo(mean(losses) + half, 12);
  });

  it('does not shrink when every row is repeated inside its cluster', () => {
    const once = clusteredMeanInterval(totalsOf(losses, each), 0.95).value;
    const twice = clusteredMeanInterval(totalsOf([...losses, ...losses], [...each, ...each]), 0.95).value;
    expect(twice?.estimate).toBeCloseTo(once?.estimate as number, 12);
    expect(twice?.se).toBeCloseTo(once?.se as number, 12);
  });

  it('counts four readings of weight 1/4 as one statement', () => {
    const readings = [0.04, 0.04, 0.04, 0.04, 0.36, 0.5];
    const clusters = ['a', 'a', 'a', 'a', 'b', 'c'];
    const weighted = clusteredMeanInterval(
      totalsOf(readings, clusters, [0.25, 0.25, 0.25, 0.25, 1, 1]),
      0.95,
    );
    const plain = student([0.04, 0.36, 0.5]);
    expect(weighted.value?.estimate).toBeCloseTo(plain.value?.estimate as number, 12);
    expect(weighted.value?.se).toBeCloseTo(plain.value?.se as number, 12);
  });

  it('has width 0 for equal scores, and no bounds for one score or an infinite one', () => {
    expect(student([0.3, 0.3, 0.3]).value).toMatchObject({ lower: 0.3, upper: 0.3 });
    expect(student([0.3]).value).toMatchObject({ estimate: 0.3, lower: null, upper: null });
    expect(student([0.3, Infinity]).value).toMatchObject({ estimate: Infinity, lower: null });
    expect(student([]).value).toBeNull();
    expect(clusteredMeanInterval([], 0.95).value).toBeNull();
    expect(clusteredMeanInterval(totalsOf([0.1, 0.2], ['a', 'a']), 0.95).value?.reason).toContain(
      'One cluster',
    );
  });
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
    const totals = totalsOf(losses, each);
    const robust = clusteredMeanInterval(totals, 0.95).value;
    const random = randomSource(1);
    const drawn = percentileInterval(
      Array.from({ length: 1000 }, () =>
        mean(losses.map(() => losses[random.below(losses.length)] as number)),
      ),
      0.95,
    );
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
