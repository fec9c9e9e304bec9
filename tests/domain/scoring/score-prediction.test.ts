import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContinuousForm } from '../../../src/domain/questions/distribution.ts';
import type { QuestionDefinition } from '../../../src/domain/questions/question-type.ts';
import { parseOutcome, parsePrediction } from '../../../src/domain/questions/registry.ts';
import { plainQuestion } from '../../../src/domain/questions/scoring-fields.ts';
import { defaultRules, scoringRule, scoringRules } from '../../../src/domain/scoring/registry.ts';
import { scorePrediction } from '../../../src/domain/scoring/score-prediction.ts';
import { binaryOf, choiceOf } from './finite-sets.ts';
import { at, lineOf, notBefore } from './lines.ts';

const binary: QuestionDefinition = { ...plainQuestion, type: 'binary' };
const numeric: QuestionDefinition = { ...plainQuestion, type: 'numeric' };
const date: QuestionDefinition = { ...plainQuestion, type: 'date' };

function scores(
  definition: QuestionDefinition,
  prediction: unknown,
  outcome: unknown,
  rules?: readonly string[],
) {
  return scorePrediction(
    definition,
    parsePrediction(definition, prediction),
    parseOutcome(definition, outcome),
    rules,
  );
}

const forms: readonly ContinuousForm[] = [
  { kind: 'quantiles', levels: [0.25, 0.5, 0.75], values: [1, 2, 4] },
  { kind: 'cdf', values: [0, 5], probabilities: [0, 1] },
  { kind: 'samples', values: [1, 2] },
  { kind: 'family', parameters: { family: 'normal', mean: 0, sd: 1 } },
  { kind: 'interval', lower: 1, upper: 3, probability: 0.9 },
  { kind: 'point', value: 2 },
];

describe('the registry of scoring rules', () => {
  it('names every rule once, in a form that an address can hold', () => {
    const keys = scoringRules.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[a-z0-9_]{1,64}$/);
    expect(scoringRule('toString')).toBeNull();
  });

  it('has default rules for whatever can be predicted, none of which refuses it', () => {
    const keys = (of: Parameters<typeof defaultRules>[0]) => defaultRules(of).map(({ key }) => key);
    expect(keys(binaryOf(0.3))).toEqual(['brier', 'log_score']);
    expect(keys(choiceOf([0.3, 0.7]))).toEqual(['brier_multiclass_half', 'log_score_multiclass']);
    expect(keys(choiceOf([0.3, 0.7], true))).toContain('rps_normalised');
    expect(forms.map((form) => keys(lineOf(form)))).toEqual([
      ...Array(4).fill(['crps']),
      ['interval_score'],
      ['absolute_error', 'squared_error'],
    ]);
    for (const of of [binaryOf(0.3), choiceOf([0.3, 0.7], true), ...forms.map((form) => lineOf(form))]) {
      for (const rule of defaultRules(of)) expect(rule.refuses(of)).toBeNull();
    }
  });

  it('scores of a line are numbers or say why not, however large the numbers', () => {
    const huge = fc.constantFrom(-1.7e308, -1e154, -1, -5e-324, 0, 5e-324, 1e-300, 3, 1e154, 1.7e308);
    fc.assert(
      fc.property(fc.array(huge, { minLength: 2, maxLength: 5 }), huge, fc.boolean(), (drawn, y, known) => {
        const values = drawn.sort((a, b) => a - b);
        const [lower, upper] = [values[0] as number, values.at(-1) as number];
        const levels = values.map((_, k) => (k + 1) / (values.length + 1));
        const wide = upper > lower;
        const distinct = [...new Set(values)];
        const given: ContinuousForm[] = [
          { kind: 'quantiles', levels, values },
          { kind: 'samples', values },
          { kind: 'point', value: lower },
          { kind: 'family', parameters: { family: 'normal', mean: lower, sd: Math.abs(upper) || 1 } },
          { kind: 'family', parameters: { family: 'laplace', location: lower, scale: Math.abs(upper) || 1 } },
        ];
        if (wide) given.push({ kind: 'interval', lower, upper, probability: 0.5 });
        if (wide)
          given.push({
            kind: 'cdf',
            values: distinct,
            probabilities: distinct.map((_, k) => k / distinct.length),
          });
        if (wide) given.push({ kind: 'family', parameters: { family: 'uniform', min: lower, max: upper } });
        for (const form of given) {
          for (const rule of scoringRules.filter(({ refuses }) => refuses(lineOf(form)) === null)) {
            const { value, reason } = rule.score(lineOf(form), known ? at(y) : notBefore(y));
            expect(Number.isNaN(value)).toBe(false);
            // Every number has a density here but those outside a uniform distribution.
            if (form.kind !== 'family' || form.parameters.family !== 'uniform')
              expect([rule.key, value === null || Number.isFinite(value)]).toEqual([rule.key, true]);
            expect(value === null).toBe(reason !== null);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('scorePrediction', () => {
  it('scores by the default rules', () => {
    expect(scores(binary, { probability: 0.7 }, { value: true })).toEqual([
      { rule: 'brier', value: (1 - 0.7) ** 2, reason: null },
      { rule: 'log_score', value: -Math.log(0.7), reason: null },
    ]);
  });

  it('scores by the rules asked for, and says which do not apply or are unknown', () => {
    const [spherical, crps, unknown] = scores(binary, { probability: 1 }, { value: true }, [
      'spherical',
      'crps',
      'x',
    ]);
    expect(spherical).toEqual({ rule: 'spherical', value: 1, reason: null });
    expect(crps).toMatchObject({ rule: 'crps', value: null });
    expect(crps?.reason).not.toBeNull();
    expect(unknown).toEqual({ rule: 'x', value: null, reason: 'there is no such scoring rule' });
  });

  it('a void scores nothing, and says of what kind it is', () => {
    for (const kind of ['annulled', 'ambiguous', 'conditionFalse', 'notAvailable']) {
      for (const { value, reason } of scores(binary, { probability: 0.7 }, { void: kind })) {
        expect(value).toBeNull();
        expect(reason).toBe(`void: ${kind}`);
      }
    }
    expect(scores(binary, { probability: 0.7 }, { reopened: true })[0]?.value).toBeNull();
  });

  it('of a date is in days, and a date that is met costs nothing', () => {
    const point = { point: '2026-03-11' };
    expect(scores(date, point, { date: '2026-03-14' })[0]).toMatchObject({
      rule: 'absolute_error',
      value: 3,
    });
    expect(scores(date, point, { date: '2026-03-11' })[0]?.value).toBe(0);
    expect(scores(date, { samples: ['2026-03-11'] }, { date: '2026-03-11' })[0]?.value).toBe(0);
    const late = { samples: ['2026-03-11', '2026-03-20'] };
    const until = { ...date, resolvesBy: '2026-03-10' };
    expect(scores(until, late, { notBefore: '2026-03-11' })[0]).toMatchObject({ rule: 'crps', value: 0 });
  });

  it('of a number follows the form of the prediction', () => {
    const rules = (prediction: unknown) => scores(numeric, prediction, { value: 3 }).map(({ rule }) => rule);
    expect(rules({ samples: [1, 2] })).toEqual(['crps']);
    expect(rules({ distribution: { family: 'normal', mean: 3, sd: 1 } })).toEqual(['crps']);
    expect(rules({ interval: { lower: 1, upper: 2, probability: 0.8 } })).toEqual(['interval_score']);
    expect(rules({ point: 3 })).toEqual(['absolute_error', 'squared_error']);
  });
});
