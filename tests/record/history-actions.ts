/** What a random history is made of. Numbers pick among what there is, modulo its count. */
import fc from 'fast-check';

const pick = fc.nat({ max: 99 });
/** Days before now; the model never compares times closer than a day. */
const days = fc.integer({ min: 1, max: 60 });
const probability = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.1 + 0.2),
  fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p + 0),
);

export const actions = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      closesDaysAgo: fc.option(fc.integer({ min: -20, max: 30 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('askUnder' as const), cause: pick, needs: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('forecast' as const),
      question: pick,
      forecaster: pick,
      madeDaysAgo: days,
      probability,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('correctForecast' as const), forecast: pick, probability }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), forecast: pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retract' as const), forecast: pick }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      question: pick,
      value: fc.boolean(),
      knownDaysAgo: days,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('void' as const), question: pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const), question: pick }) },
);

export type Action = typeof actions extends fc.Arbitrary<infer Value> ? Value : never;
