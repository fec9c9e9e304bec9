/** One row to be evaluated: a forecast with its outcome, as it is sent. */
import { z } from 'zod';
import { labelField, nameField, probabilityField } from '../fields.ts';
import { predictionField } from '../questions/prediction-fields.ts';
import { questionTypeKeys } from '../questions/question.ts';
import { milestonesField, optionEdgesField, transformField } from '../questions/scoring-fields.ts';
import { instantField, momentField } from '../time.ts';

const optionId = z.string().min(1).max(200);

/** An outcome as in a resolution, or the bare value: true, 1, "optionId", 7.2, "2026-06-30". Null: not known yet. */
const outcome = z
  .union([z.boolean(), z.number(), z.string(), z.record(z.string(), z.unknown()), z.null()])
  .describe(
    'An outcome as in a resolution, void included, or its bare value: true or 1, an option id, a number, a date; of a binary question also a probability between 0 and 1, which brier_fractional alone scores. null: not known yet, counted and left out.',
  );

export const forecastRow = z
  .strictObject({
    forecaster: nameField.exactOptional().describe('Name or id; absent: one unnamed forecaster.'),
    question: nameField.exactOptional().describe('Rows on one question are not independent.'),
    type: z.enum(questionTypeKeys).default('binary'),
    options: z.array(optionId).min(2).max(200).exactOptional().describe('Ids, in order (multipleChoice).'),
    ordered: z.boolean().default(false).describe('The options are a scale.'),
    optionEdges: optionEdgesField.exactOptional(),
    unit: labelField.exactOptional(),
    range: z
      .strictObject({ min: z.number(), max: z.number() })
      .refine(({ min, max }) => min < max, { path: ['max'], error: 'must be above min' })
      .exactOptional(),
    transform: transformField.exactOptional(),
    milestones: milestonesField.exactOptional(),
    resolvesBy: momentField
      .exactOptional()
      .describe(
        'Horizon of the question (date): what lies after it counts as one, so that an outcome notBefore has a score.',
      ),
    probability: probabilityField.exactOptional().describe('Of yes (binary); instead of prediction.'),
    prediction: predictionField.exactOptional(),
    outcome,
    madeAt: instantField
      .exactOptional()
      .describe('Of a date, the day from which crps_log_days counts (UTC).'),
    cluster: nameField.exactOptional().describe('Rows of one cluster are not independent.'),
    weight: z.number().gt(0).lte(1e9).exactOptional(),
  })
  .meta({ id: 'EvaluatedForecast' });
export type ForecastRow = z.output<typeof forecastRow>;
