/** Distributions over a line for tests of the rules. */
import * as fc from 'fast-check';
import type {
  ContinuousDistribution,
  ContinuousForm,
  Observation,
} from '../../../src/domain/questions/distribution.ts';
import { scoringRule } from '../../../src/domain/scoring/registry.ts';
import type { Score } from '../../../src/domain/scoring/scoring-rule.ts';

export function lineOf(
  form: ContinuousForm,
  mayNeverHappen = false,
  horizon: number | null = null,
): ContinuousDistribution {
  return {
    kind: 'continuous',
    unit: null,
    range: null,
    mayNeverHappen,
    transform: null,
    milestones: null,
    madeOn: null,
    horizon,
    form,
  };
}

export const at = (value: number): Observation => ({ kind: 'value', value });
export const notBefore = (value: number): Observation => ({ kind: 'notBefore', value });

/** @param horizon where an outcome "not before" lies, unless another is given */
export function score(
  key: string,
  form: ContinuousForm,
  observation: Observation,
  horizon = observation.kind === 'notBefore' ? observation.value : null,
): Score {
  const rule = scoringRule(key);
  if (rule === null) throw new Error(`there is no rule ${key}`);
  const line = lineOf(form, horizon !== null, horizon);
  const reason = rule.refuses(line);
  if (reason !== null) throw new Error(`${key} ${reason}`);
  return rule.score(line, observation);
}

export const place = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 10);
export const samples = fc.array(place, { minLength: 1, maxLength: 30 });

const rising = (count: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: count, maxLength: count })
    .map((levels) => levels.sort((a, b) => a - b).map((level) => level / 1000));

/** Quantiles at any levels. */
export const quantiles = fc.integer({ min: 1, max: 9 }).chain((count) =>
  fc
    .tuple(rising(count), fc.array(place, { minLength: count, maxLength: count }))
    .map(([levels, values]) => ({
      kind: 'quantiles' as const,
      levels,
      values: values.sort((a, b) => a - b),
    })),
);

/** Quantiles at levels in pairs around the median. */
export const symmetricQuantiles = fc
  .uniqueArray(fc.integer({ min: 1, max: 499 }), { maxLength: 6 })
  .chain((lower) => {
    const below = lower.sort((a, b) => a - b).map((level) => level / 1000);
    const levels = [...below, 0.5, ...below.map((level) => 1 - level).reverse()];
    return fc
      .array(place, { minLength: levels.length, maxLength: levels.length })
      .map((values) => ({ kind: 'quantiles' as const, levels, values: values.sort((a, b) => a - b) }));
  });

/** A cumulative distribution from 0 to 1. */
export const cdf = fc.integer({ min: 2, max: 8 }).chain((count) =>
  fc
    .tuple(
      fc.uniqueArray(place, { minLength: count, maxLength: count }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: count - 1, maxLength: count - 1 }),
    )
    .map(([values, steps]) => {
      const total = steps.reduce((sum, step) => sum + step, 0);
      const reached = (count: number) => steps.slice(0, count).reduce((sum, step) => sum + step, 0);
      const probabilities = values.map((_, count) => reached(count) / total);
      return { kind: 'cdf' as const, values: values.sort((a, b) => a - b), probabilities };
    }),
);
