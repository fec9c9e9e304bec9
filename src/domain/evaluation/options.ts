/** What can be asked of an evaluation, with the words of the accuracy report. */
import { z } from 'zod';
import { MAXIMUM_SEED } from '../accuracy/intervals/random-source.ts';
import type { InputIssue } from '../errors.ts';
import { unknownRule } from '../scoring/rule-keys.ts';

export const evaluationBaselines = ['uniform', 'baseRate'] as const;
export const evaluationClusters = ['given', 'question', 'forecast'] as const;
export const evaluationWeights = ['given', 'equal'] as const;
export const evaluationPolicies = ['all', 'last', 'first'] as const;
export const evaluationGroups = ['forecaster', 'none'] as const;

export const evaluationCurves = ['none', 'totals', 'groups'] as const;

export const MAXIMUM_BINS = 100;
export const MINIMUM_REPLICATES = 100;
export const MAXIMUM_REPLICATES = 2000;

export const evaluationOptions = z
  .strictObject({
    level: z.number().gte(0.5).lte(0.999).default(0.95).describe('Of every interval.'),
    seed: z.int().min(0).max(MAXIMUM_SEED).default(1).describe('Of every resample.'),
    bins: z
      .int()
      .min(1)
      .max(MAXIMUM_BINS)
      .default(10)
      .describe('Equal bins, right-closed, of the curve, ECE and Murphy.'),
    replicates: z
      .int()
      .min(MINIMUM_REPLICATES)
      .max(MAXIMUM_REPLICATES)
      .default(1000)
      .describe('Resamples of the bands of the curves.'),
    curves: z
      .enum(evaluationCurves)
      .default('totals')
      .describe(
        'Whose calibration curves are given: all rows together, or each forecaster too (the largest 20).',
      ),
    baseline: z
      .enum(evaluationBaselines)
      .default('uniform')
      .describe(
        'Skill is against equal probabilities, or the share of yes among the other questions (binary).',
      ),
    cluster: z
      .enum(evaluationClusters)
      .default('given')
      .describe(
        'Unit of independence: the field `cluster` (else question, else the row), the question, or each row. Clusters that rows on one question name are one, with the rows on it that name none.',
      ),
    weight: z
      .enum(evaluationWeights)
      .default('given')
      .describe('`given`: the field `weight`, 1 where absent.'),
    forecastPolicy: z
      .enum(evaluationPolicies)
      .default('all')
      .describe('Which rows of one forecaster on one question count; `last` and `first` need `madeAt`.'),
    groupBy: z.enum(evaluationGroups).default('forecaster'),
    groupLimit: z.int().min(1).max(1000).default(100).describe('Groups shown; the rest is counted.'),
    scores: z.boolean().default(false).describe('Whether the score of each row is given.'),
  })
  .meta({ id: 'EvaluationOptions' });
export type EvaluationOptions = Readonly<z.output<typeof evaluationOptions>>;

/** Rules by key; empty: the default rules of each question type. */
export const evaluationRules = z.array(z.string().max(64)).max(20);

export const defaultEvaluationOptions: EvaluationOptions = evaluationOptions.parse({});

/** Defects of a list of rules: unknown keys, and keys given twice. */
export function ruleIssues(
  rules: readonly string[],
  pointer: (index: number) => Partial<InputIssue>,
): InputIssue[] {
  return rules.flatMap((key, index): InputIssue[] => {
    const message = unknownRule(key);
    if (message !== null) return [{ ...pointer(index), code: 'unknownRule', message }];
    return rules.indexOf(key) < index
      ? [{ ...pointer(index), code: 'duplicate', message: `${key} is asked for twice` }]
      : [];
  });
}
