import fc from 'fast-check';
import { tTest } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import type { ScoreBoard } from '../../../../src/domain/accuracy/comparison/comparison-graph.ts';
import { competitionRanks } from '../../../../src/domain/accuracy/comparison/competition-ranks.ts';
import { dieboldMariano } from '../../../../src/domain/accuracy/comparison/diebold-mariano.ts';
import { adjustForDifficulty } from '../../../../src/domain/accuracy/comparison/difficulty-adjustment.ts';
import { eProcess } from '../../../../src/domain/accuracy/comparison/e-process.ts';
import { adjustPValues } from '../../../../src/domain/accuracy/comparison/multiple-testing.ts';
import { murphyDominance } from '../../../../src/domain/accuracy/comparison/murphy-dominance.ts';
import { pairwiseRelativeSkill } from '../../../../src/domain/accuracy/comparison/pairwise-relative-skill.ts';
import { rankBoard } from '../../../../src/domain/accuracy/comparison/rank-board.ts';
import { wilcoxonSignedRank } from '../../../../src/domain/accuracy/comparison/wilcoxon-signed-rank.ts';
import { ClusterSums } from '../../../../src/domain/accuracy/intervals/cluster-sums.ts';
import { randomSource } from '../../../../src/domain/accuracy/intervals/random-source.ts';
import { tabulateRows } from '../../../../src/domain/accuracy/state/tabulate.ts';

const AT_ONE = { lag: 1, level: 0.95 };

function board(scores: Record<string, Record<string, number>>): ScoreBoard {
  return new Map(
    Object.entries(scores).map(([forecaster, row]) => [forecaster, new Map(Object.entries(row))]),
  );
}

describe('the Diebold-Mariano test', () => {
  it('is the paired t test at horizon 1', () => {
    const differences = fc.array(
      fc.integer({ min: -50, max: 50 }).map((step) => step / 50),
      { minLength: 3, maxLength: 40 },
    );
    fc.assert(
      fc.property(differences, (given) => {
        fc.pre(new Set(given).size > 1);
        // simple-statistics divides by n instead of n - 1.
        const student = tTest(given, 0) * Math.sqrt((given.length - 1) / given.length);
        expect(dieboldMariano(given, AT_ONE).value?.statistic).toBeCloseTo(student, 9);
      }),
    );
  });

  it('counts the covariance of overlapping horizons', () => {
    const differences = [0.1, 0.2, 0.15, -0.1, -0.05, 0.1, 0.2, 0.3];
    const { statistic: atOne } = dieboldMariano(differences, AT_ONE).value ?? { statistic: 0 };
    const { statistic: atTwo } = dieboldMariano(differences, { lag: 2, level: 0.95 }).value ?? {
      statistic: 0,
    };
    expect(atTwo).not.toBeCloseTo(atOne, 3);
    expect(dieboldMariano(differences, { lag: 3, level: 0.95, kernel: 'bartlett' }).value).not.toBeNull();
  });

  it('has Bartlett weights over twice the lag', () => {
    const differences = [1, -1, 0.5, -1, 1, -0.5, 1, -1];
    expect(dieboldMariano(differences, { lag: 2, level: 0.95 }).reason).toContain('not positive');
    const mean = differences.reduce((sum, one) => sum + one, 0) / 8;
    const covariance = (k: number) =>
      differences.slice(k).reduce((sum, one, at) => sum + (one - mean) * ((differences[at] ?? 0) - mean), 0) /
      8;
    const variance = [1, 2, 3].reduce((sum, k) => sum + 2 * (1 - k / 4) * covariance(k), covariance(0));
    const se = Math.sqrt(variance / 8) / Math.sqrt((9 - 4 + 2 / 8) / 8);
    const { value } = dieboldMariano(differences, { lag: 2, level: 0.95, kernel: 'bartlett' });
    expect(value?.se).toBeCloseTo(se, 12);
  });

  it.each([
    [[0.1], 1, '2 common questions'],
    [[0.1, 0.1, 0.1], 1, 'no spread'],
    [[0.1, Infinity], 1, 'infinite'],
    [[0.1, 0.2], 2, 'lag must lie'],
    [[1, -1, 1, -1, 1, -1], 2, 'Bartlett'],
  ])('of %j at lag %d is withheld: %s', (differences, lag, reason) => {
    expect(dieboldMariano(differences, { lag, level: 0.95 }).reason).toContain(reason);
  });
});

describe('the signed-rank test', () => {
  it('is exact for few differences without ties', () => {
    expect(wilcoxonSignedRank([1, 2, 3, 4, 5]).value).toEqual({ V: 15, p: 0.0625 });
    expect(wilcoxonSignedRank([-1, 2, 3, 4, 5]).value).toEqual({ V: 14, p: 0.125 });
  });

  it('is withheld when no pair differs', () => {
    expect(wilcoxonSignedRank([0, 0]).value).toBeNull();
  });
});

describe('the e-process', () => {
  it('is a fair bet when the outcomes follow p: its mean over outcomes never exceeds 1', () => {
    const chance = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(chance, chance, fc.constantFrom('brier', 'log'), (p, q, score) => {
        const evidence = (outcome: number) =>
          eProcess([{ p, q, outcome }], { score }).value?.eFinal as number;
        expect(p * evidence(1) + (1 - p) * evidence(0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.min(evidence(0), evidence(1))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('grows on average where q is right, also where both nearly agree', () => {
    const inside = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(inside, inside, fc.constantFrom('brier', 'log'), (p, q, score) => {
        const growth = (outcome: number) =>
          eProcess([{ p, q, outcome }], { score }).value?.logPath[0] as number;
        expect(q * growth(1) + (1 - q) * growth(0)).toBeGreaterThanOrEqual(-1e-12);
      }),
    );
  });

  it('is under the Brier score the likelihood of q by that of the middle of both', () => {
    const evidence = (outcome: number) =>
      eProcess([{ p: 0.8, q: 0.9, outcome }], { score: 'brier' }).value?.eFinal;
    expect(evidence(1)).toBeCloseTo(0.9 / 0.85, 12);
    expect(evidence(0)).toBeCloseTo(0.1 / 0.15, 12);
  });

  it('survives one certain forecast that went wrong', () => {
    const pairs = [
      { p: 0.5, q: 1, outcome: 0 },
      ...Array.from({ length: 9 }, () => ({ p: 0.2, q: 0.8, outcome: 1 })),
    ];
    expect(eProcess(pairs, { score: 'brier' }).value?.eFinal).toBeCloseTo(0.1 * 1.6 ** 9, 9);
  });

  it('replays from its path after a correction', () => {
    const pairs = [
      { p: 0.8, q: 0.4, outcome: 0 },
      { p: 0.7, q: 0.5, outcome: 0 },
    ];
    const both = eProcess(pairs, { score: 'brier' }).value;
    const first = eProcess(pairs.slice(0, 1), { score: 'brier' }).value;
    expect(both?.logPath[0]).toBe(first?.logPath[0]);
    expect(both?.anytimeP).toBeCloseTo(1 / (both?.eMax as number), 12);
  });

  it('stays defined where the log score is infinite', () => {
    const certain = eProcess([{ p: 0, q: 0.5, outcome: 1 }], { score: 'log' }).value;
    expect(certain).toMatchObject({ eFinal: Infinity, anytimeP: 0 });
  });

  it('is null for no questions', () => {
    expect(eProcess([], { score: 'brier' }).value).toBeNull();
  });
});

describe('adjusted p-values', () => {
  it('are never below the given ones and never above 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (p) => {
        const { holm, bh } = adjustPValues(p);
        p.forEach((value, i) => {
          expect(bh[i]).toBeGreaterThanOrEqual(value);
          expect(holm[i]).toBeGreaterThanOrEqual((bh[i] as number) - 1e-15);
          expect(holm[i]).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('pairwise relative skill', () => {
  it('falls back to differences when a record is perfect', () => {
    const { forecasters, needsDifferences } = pairwiseRelativeSkill(
      board({ A: { q1: 0, q2: 0 }, B: { q1: 0.2, q2: 0.4 }, C: { q1: 0.1 } }),
    );
    expect(needsDifferences).toBe(true);
    expect(forecasters.get('A')?.relativeSkill.reason).toContain('mean difference');
    expect(forecasters.get('A')?.meanDifference.value).toBeCloseTo((-0.3 - 0.1) / 2, 12);
  });

  it('demands an overlap and says how the board falls apart', () => {
    const { forecasters, components } = pairwiseRelativeSkill(
      board({ A: { q1: 0.1, q2: 0.2 }, B: { q1: 0.2, q2: 0.1 }, C: { q2: 0.3, q9: 0.3 } }),
      { minOverlap: 2, baseline: 'A' },
    );
    expect(components).toEqual([['A', 'B'], ['C']]);
    expect(forecasters.get('C')?.scaledRelativeSkill.reason).toBe(
      'No chain of comparisons leads to the baseline.',
    );
  });

  it('says where the baseline is nobody who is compared', () => {
    const { forecasters } = pairwiseRelativeSkill(board({ A: { q1: 0.1 }, B: { q1: 0.2 } }));
    expect(forecasters.get('A')?.scaledRelativeSkill.reason).toBe(
      'The baseline is not among the forecasters compared.',
    );
  });
});

describe('difficulty adjustment', () => {
  it('recovers skills from easy and hard questions', () => {
    const truth = { A: 0.1, B: 0.2, C: 0.3 };
    const scores = Object.entries(truth).map(([name, skill], i) => {
      const answered = [0, 1, 2, 3, 4, 5].filter((question) => question % 3 !== i);
      return [
        name,
        Object.fromEntries(answered.map((question) => [`q${question}`, skill + question / 10])),
      ] as const;
    });
    const { adjusted, components } = adjustForDifficulty(board(Object.fromEntries(scores)));
    expect(components).toHaveLength(1);
    for (const [name, skill] of Object.entries(truth))
      expect(adjusted.get(name)).toBeCloseTo(skill + 0.25, 10);
  });

  it('names the components that do not compare and the questions answered once', () => {
    const { components, answeredOnce } = adjustForDifficulty(
      board({ A: { q1: 0.1 }, B: { q2: 0.2 }, C: { q1: 0.3 } }),
    );
    expect(components).toEqual([['A', 'C'], ['B']]);
    expect(answeredOnce).toBe(1);
  });

  it('shrinks towards plain means as the ridge grows', () => {
    const given = board({ A: { q1: 0.1, q2: 0.3 }, B: { q2: 0.5 } });
    const { adjusted } = adjustForDifficulty(given, 1e9);
    expect(adjusted.get('A')).toBeCloseTo(0.2, 6);
    expect(adjusted.get('B')).toBeCloseTo(0.5, 6);
  });

  it('of an empty board is empty', () => {
    expect(adjustForDifficulty(board({})).adjusted.size).toBe(0);
  });
});

describe('ranks', () => {
  it('share the better place and leave a gap', () => {
    expect(competitionRanks([0.1, 0.2, 0.2, 0.3, null])).toEqual([1, 2, 2, 4, null]);
    expect(competitionRanks([0.1, 0.2], 'gain')).toEqual([2, 1]);
    expect(competitionRanks([0.1 + 0.2, 0.3, 0.3 + 1e-9, Infinity, Infinity])).toEqual([1, 1, 3, 4, 4]);
  });

  it('are those of equals where the same scores come in another order', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 29 }), (twentieths, shift) => {
        const losses = twentieths.map((one) => (one / 20) ** 2);
        const at = shift % losses.length;
        const totalsOf = (values: readonly number[]) =>
          values.map((value, cluster) => ({ cluster: `c${cluster}`, rows: 1, weight: 1, sums: [value] }));
        const { ranks } = rankBoard(
          new Map([
            ['one', totalsOf(losses)],
            ['other', totalsOf([...losses.slice(at), ...losses.slice(0, at)])],
          ]),
          { level: 0.9, seed: 1 },
        );
        expect([...ranks.values()]).toEqual([1, 1]);
      }),
    );
  });

  it('carry intervals from one joint bootstrap of clusters', () => {
    const random = randomSource(4);
    const clusters = Array.from({ length: 40 }, (_, i) => `event ${i}`);
    const hard = clusters.map(() => random.uniform());
    const totalsOf = (losses: readonly number[]) => {
      const sums = new ClusterSums(1);
      losses.forEach((loss, at) => void sums.add(clusters[at] as string, [loss]));
      return sums.totals();
    };
    const better = rankBoard(
      new Map([
        ['good', totalsOf(hard)],
        ['worse by a hair everywhere', totalsOf(hard.map((loss) => loss + 0.01))],
      ]),
      { level: 0.95, seed: 1 },
    );
    expect([...better.ranks.values()]).toEqual([1, 2]);
    expect(better.intervals()).toMatchObject([
      { rank: 1, lower: 1, upper: 1, shareRankedFirst: 1 },
      { rank: 2, lower: 2, upper: 2, shareRankedFirst: 0 },
    ]);
  });
});

describe('Murphy dominance', () => {
  const outcome = [0, 1, 0, 1];
  it.each([
    [[0.2, 0.8, 0.2, 0.8], [0.4, 0.6, 0.4, 0.6], 'first'],
    [[0.4, 0.6, 0.4, 0.6], [0.2, 0.8, 0.2, 0.8], 'second'],
    [[0.4, 0.6, 0.4, 0.6], [0.4, 0.6, 0.4, 0.6], 'equal'],
    [[0.1, 0.2, 0.1, 0.6], [0.4, 0.6, 0.4, 0.6], 'neither'],
  ])('of %j over %j is %s', (first, second, verdict) => {
    expect(murphyDominance(tabulateRows(first, outcome), tabulateRows(second, outcome)).value).toBe(verdict);
  });
});
