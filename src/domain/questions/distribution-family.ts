/** Named distributions: their parameters as they are sent, and what must hold between them. */
import { z } from 'zod';
import type { InputIssue } from '../errors.ts';
import { probabilityField, SUM_TOLERANCE, sumsToOne } from '../fields.ts';
import { compensatedSum } from '../scoring/compensated-sum.ts';

const number = z.number();
const positive = z.number().gt(0);
/** Of gamma, beta and t distributions; beyond it they are normal to more digits than a score has. */
const shape = z.number().gt(0).lte(1e10);
const MAXIMUM_COMPONENTS = 50;
/** Of distributions over whole numbers, whose scores are sums over every value that matters. */
const MAXIMUM_VARIANCE = 1e10;

/** Families that have a place on the line, so that a date can stand for it; `place` is how it is sent. */
export function placedFamilies<Place extends z.ZodType>(place: Place) {
  return [
    z.strictObject({ family: z.literal('normal'), mean: place, sd: positive }),
    z.strictObject({ family: z.literal('logistic'), location: place, scale: positive }),
    z.strictObject({
      family: z.literal('studentT'),
      location: place,
      scale: positive,
      df: z.number().gt(1).lte(1e10).describe('Above 1: below, the mean and the CRPS do not exist.'),
    }),
    z.strictObject({ family: z.literal('uniform'), min: place, max: place }),
    z.strictObject({ family: z.literal('laplace'), location: place, scale: positive }),
    z.strictObject({
      family: z.literal('twoPieceNormal'),
      location: place.describe('The mode.'),
      scale1: positive.describe('Of the part below the mode.'),
      scale2: positive.describe('Of the part above.'),
    }),
    z.strictObject({
      family: z.literal('normalMixture'),
      means: z.array(place).min(1).max(MAXIMUM_COMPONENTS),
      sds: z.array(positive).min(1).max(MAXIMUM_COMPONENTS),
      weights: z.array(probabilityField).min(1).max(MAXIMUM_COMPONENTS).describe('Sum 1 within 1e-6.'),
    }),
  ] as const;
}

export const distributionFamily = z
  .discriminatedUnion('family', [
    ...placedFamilies(number),
    z.strictObject({ family: z.literal('lognormal'), meanlog: number, sdlog: positive }),
    z.strictObject({ family: z.literal('beta'), shape1: shape, shape2: shape }),
    z.strictObject({ family: z.literal('gamma'), shape, rate: positive }),
    z.strictObject({ family: z.literal('exponential'), rate: positive }),
    z.strictObject({ family: z.literal('poisson'), lambda: positive }),
    z.strictObject({
      family: z.literal('negativeBinomial'),
      size: shape.describe('Successes that end the count; need not be whole.'),
      probability: z.number().gt(0).lte(1).describe('Of a success; failures are counted.'),
    }),
    z.strictObject({
      family: z.literal('binomial'),
      size: z.int().min(1).max(1_000_000_000),
      probability: probabilityField,
    }),
  ])
  .meta({ id: 'DistributionFamily' });
export type DistributionFamily = z.infer<typeof distributionFamily>;

/** What must hold between the parameters of a family; pointers relative to the family. */
export function checkFamily(parameters: DistributionFamily): InputIssue[] {
  switch (parameters.family) {
    case 'uniform':
      return parameters.min < parameters.max ? [] : [outOfOrder];
    case 'normalMixture':
      return checkMixture(parameters);
    case 'lognormal':
      return finiteMean(parameters.meanlog + parameters.sdlog ** 2 / 2 < 700, '/meanlog');
    case 'gamma':
      return finiteMean(Number.isFinite(parameters.shape / parameters.rate), '/rate');
    case 'poisson':
      return boundedVariance(parameters.lambda, '/lambda');
    case 'negativeBinomial': {
      const { size, probability } = parameters;
      return boundedVariance((size * (1 - probability)) / probability ** 2, '/probability');
    }
    default:
      return [];
  }
}

const outOfOrder: InputIssue = { pointer: '/max', code: 'outOfOrder', message: 'must be above min' };

function finiteMean(finite: boolean, pointer: string): InputIssue[] {
  const message = 'gives a mean beyond the largest number';
  return finite ? [] : [{ pointer, code: 'outOfRange', message }];
}

function boundedVariance(variance: number, pointer: string): InputIssue[] {
  const message = `gives a variance above ${MAXIMUM_VARIANCE}: use a continuous family`;
  return variance <= MAXIMUM_VARIANCE ? [] : [{ pointer, code: 'outOfRange', message }];
}

function checkMixture({
  means,
  sds,
  weights,
}: Extract<DistributionFamily, { family: 'normalMixture' }>): InputIssue[] {
  const message = `must have ${means.length} entries, one for each mean`;
  const wrongLength = (name: string): InputIssue => ({ pointer: `/${name}`, code: 'wrongLength', message });
  const sum = compensatedSum(weights);
  return [
    ...(sds.length === means.length ? [] : [wrongLength('sds')]),
    ...(weights.length === means.length ? [] : [wrongLength('weights')]),
    ...(sumsToOne(sum)
      ? []
      : [
          {
            pointer: '/weights',
            code: 'sumNotOne',
            message: `must sum to 1 within ${SUM_TOLERANCE}; they sum to ${sum}`,
          },
        ]),
  ];
}
