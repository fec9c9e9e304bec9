/**
 * Continuous ranked probability score, in the unit of y, loss: ∫ (F(x) - 1{x >= y})² dx, by the form
 * in which F was stated. Named distribution: closed form. Samples: their empirical distribution. Cdf:
 * exact, linear between the points; probability below the first lies at it, and above the last at it,
 * or, for a date, later or never. Quantiles: the pinball losses weighted by the gaps of the levels. Of a
 * date question with a horizon, the integral ends there.
 */

import type { Distribution, Observation } from '../questions/distribution.ts';
import {
  type ContinuousParts,
  continuousParts,
  type FormOf,
  lineRule,
  needsForm,
} from './continuous-only.ts';
import { crpsCdfPointsOf } from './crps-cdf-points.ts';
import { crpsSampleOf } from './crps-sample.ts';
import { censoredCrps } from './families/censored-crps.ts';
import { named } from './families/registry.ts';
import { outsidePoints } from './outside-points.ts';
import { quantileCrpsWeightedOf } from './quantile-crps-weighted.ts';
import { defined, type Score, undefinedScore } from './scoring-rule.ts';

/** The whole line up to its end, where `crps_cdf_points` is that of the span of the points. */
function crpsOfCdf(
  { values, probabilities }: FormOf<'cdf'>,
  { distribution, y, end }: ContinuousParts,
): Score {
  // What is above the last point lies at it, but where it may never come.
  const reached = distribution.mayNeverHappen ? (probabilities.at(-1) ?? 0) : 1;
  const outside = outsidePoints({ first: values[0] ?? null, last: values.at(-1) ?? null, y, end }, reached);
  if (outside.value === null) return outside;
  return defined(outside.value + crpsCdfPointsOf(values, probabilities, y));
}

/** Levels on one side of the median leave open how wide the distribution is. */
const ONE_SIDED = 'the levels do not enclose the median: quantile_crps_weighted scores them by themselves';

/** The CRPS of any form that has one. */
export function crpsOf(distribution: Distribution, observation: Observation): Score {
  const parts = continuousParts(distribution, observation);
  const { form, y, end } = parts;
  switch (form.kind) {
    case 'cdf':
      return crpsOfCdf(form, parts);
    case 'samples':
      return defined(crpsSampleOf(form.values, y) as number);
    case 'family':
      return defined(
        end === null ? Math.max(0, named(form.parameters).crps(y)) : censoredCrps(form.parameters, y, end),
      );
    case 'quantiles': {
      const { levels, values } = form;
      const enclosed = (levels[0] as number) <= 0.5 && (levels.at(-1) as number) >= 0.5;
      return enclosed ? defined(quantileCrpsWeightedOf(levels, values, y)) : undefinedScore(ONE_SIDED);
    }
    default:
      return undefinedScore(`${form.kind === 'point' ? 'a point' : 'one interval'} is no distribution`);
  }
}

export const needsDistribution = needsForm('quantiles', 'cdf', 'samples', 'family');

export const crps = lineRule({
  key: 'crps',
  title: 'Continuous ranked probability score',
  formula:
    '∫ (F(x) - 1{x >= y})² dx, of a date up to the horizon of its question; from quantiles Σ_k w_k 2ρ_k; from samples that of crps_sample (edf), as they are the forecast: for draws from a forecast ask for crps_sample_fair',
  orientation: 'loss',
  range: '0..Infinity',
  unit: 'outcome',
  proper: 'strict',
  local: false,
  questionTypes: ['numeric', 'date'],
  source: 'Matheson & Winkler 1976; Gneiting & Raftery 2007; Jordan, Krüger & Lerch 2019',
  refuses: needsDistribution,
  score: crpsOf,
});
