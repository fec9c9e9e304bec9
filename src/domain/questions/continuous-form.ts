/** The forms that a prediction over a line can have, for numbers and for dates alike. */
import { z } from 'zod';
import { probabilityField } from '../fields.ts';
import { type DistributionFamily, distributionFamily, placedFamilies } from './distribution-family.ts';
import { LONGEST_LIST } from './read-input.ts';

/** Bounds on the size of one prediction. */
const MAXIMUM_POINTS = 1000;

const level = z.number().gt(0).lt(1);

/** The forms over any kind of place: numbers, or dates as text. */
function placedForms<Place extends z.ZodType>(place: Place) {
  return {
    quantiles: z.strictObject({
      quantiles: z
        .array(z.strictObject({ level, value: place }))
        .min(1)
        .max(MAXIMUM_POINTS)
        .describe('Levels rise, values do not fall.'),
    }),
    cdf: z.strictObject({
      cdf: z
        .array(z.strictObject({ value: place, probability: probabilityField }))
        .min(2)
        .max(MAXIMUM_POINTS)
        .describe('Probability of a value up to each; values rise, probabilities do not fall.'),
    }),
    samples: z.strictObject({ samples: z.array(place).min(1).max(LONGEST_LIST) }),
    interval: z.strictObject({
      interval: z
        .strictObject({ lower: place, upper: place, probability: level })
        .describe('Central: as much probability below as above.'),
    }),
    point: z.strictObject({ point: place.describe('Scored by its error only: it states no uncertainty.') }),
  };
}

const numbers = placedForms(z.number());
export const numericForm = z
  .union([
    numbers.quantiles,
    numbers.cdf,
    numbers.samples,
    z.strictObject({ distribution: distributionFamily }),
    numbers.interval,
    numbers.point,
  ])
  .meta({ id: 'NumericPrediction' });
export type NumericForm = z.infer<typeof numericForm>;

/** The forms of a date prediction. Of the families those with a place, whose scales are days. */
export function dateForm<Place extends z.ZodType>(place: Place) {
  const dates = placedForms(place);
  const family = z.discriminatedUnion('family', placedFamilies(place)).meta({ id: 'DateDistributionFamily' });
  return z
    .union([
      dates.quantiles,
      dates.cdf,
      dates.samples,
      z.strictObject({ distribution: family }),
      dates.interval,
      dates.point,
    ])
    .meta({ id: 'DatePrediction' });
}

/** A form with its places as numbers, whatever they were sent as. */
export type PlacedForm =
  | { readonly quantiles: readonly { readonly level: number; readonly value: number }[] }
  | { readonly cdf: readonly { readonly value: number; readonly probability: number }[] }
  | { readonly samples: readonly number[] }
  | { readonly distribution: DistributionFamily }
  | { readonly interval: { readonly lower: number; readonly upper: number; readonly probability: number } }
  | { readonly point: number };
