/** Sums by cluster are those of exact sums, whatever comes when, and what was taken out was never there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSum } from '../../../../src/domain/accuracy/exact-sum.ts';
import { ClusterLedger, ClusterParts } from '../../../../src/domain/accuracy/intervals/cluster-ledger.ts';
import { ClusterSums } from '../../../../src/domain/accuracy/intervals/cluster-sums.ts';

const number = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.constantFrom(0, -0, 0.1, 0.2, 0.3, 1e16),
);
const anyNumber = fc.oneof(number, fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
const cluster = fc.constantFrom('a', 'b', 'c');

test('ClusterSums: one exact sum a column and cluster', () => {
  const row = fc.record({ cluster, values: fc.tuple(anyNumber, anyNumber), weight: number });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const sums = new ClusterSums(2);
      for (const one of rows) sums.add(one.cluster, one.values, one.weight);
      const expected = [...new Set(rows.map((one) => one.cluster))].sort().map((name) => {
        const own = rows.filter((one) => one.cluster === name);
        const sumOf = (term: (one: (typeof rows)[number]) => number) =>
          own.reduce((sum, one) => sum.add(term(one)), new ExactSum()).value;
        return {
          cluster: name,
          rows: own.length,
          weight: sumOf(({ weight }) => weight),
          sums: [0, 1].map((at) => sumOf(({ values, weight }) => weight * (values[at] as number))),
        };
      });
      expect(sums.totals()).toEqual(expected);
    }),
  );
});

interface Step {
  readonly cluster: string;
  readonly rows: readonly (readonly [number, number])[];
}

function partOf({ cluster: name, rows }: Step): ClusterParts {
  const parts = new ClusterParts();
  for (const values of rows) parts.add(name, values);
  return parts;
}

function facts({ moments }: ClusterLedger) {
  const asked = [
    [1, 0],
    [0, 1],
    [1, -0.3],
  ] as const;
  return [moments.clusters, asked.map((one) => [moments.linear(one), moments.quadratic(one)])];
}

test('a ClusterLedger in parts: those that stay, whenever the others came and went', () => {
  const part = fc.record({
    cluster,
    rows: fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 3 }),
    leaves: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.nat(11), (given, from) => {
      const ledger = new ClusterLedger(2, true);
      const leaving = new Set(given.filter(({ leaves }) => leaves));
      for (const [at, one] of given.entries()) {
        ledger.apply(partOf(one), 1);
        const gone = given[at - from];
        if (gone !== undefined && leaving.delete(gone)) ledger.apply(partOf(gone), -1);
      }
      for (const one of leaving) ledger.apply(partOf(one), -1);
      const fresh = new ClusterLedger(2, true);
      for (const one of given) if (!one.leaves) fresh.apply(partOf(one), 1);
      expect(facts(ledger)).toEqual(facts(fresh));
    }),
  );
});

test('a ClusterLedger: whole clusters are what their rows come to one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(cluster, number, number), { maxLength: 12 }), (rows) => {
      const [whole, inParts] = [new ClusterLedger(2, false), new ClusterLedger(2, true)];
      const parts = new ClusterParts();
      for (const [name, ...values] of rows) {
        parts.add(name, values);
        inParts.apply(partOf({ cluster: name, rows: [values] }), 1);
      }
      whole.apply(parts, 1);
      expect(facts(inParts)).toEqual(facts(whole));
    }),
  );
});
