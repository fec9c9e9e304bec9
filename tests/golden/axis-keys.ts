/** Keys over an axis that a question declares: edges of options, milestones, logarithms. */
import { dayNumber } from '../../src/domain/questions/date.ts';
import type { ContinuousForm, Distribution, Observation, Transform } from '../../src/domain/questions/distribution.ts';
import { crpsLogDays } from '../../src/domain/scoring/crps-log-days.ts';
import { crpsOptionEdges } from '../../src/domain/scoring/crps-option-edges.ts';
import { crpsTransformed } from '../../src/domain/scoring/crps-transformed.ts';
import { rpsMilestones } from '../../src/domain/scoring/rps-milestones.ts';
import type { ScoringRule } from '../../src/domain/scoring/scoring-rule.ts';
import { key } from './accuracy-inputs.ts';
import { type FamilyInputs, familyOf } from './family-inputs.ts';

/** One of the forms, its places numbers or dates. */
interface Line<Place> extends Partial<FamilyInputs> {
  readonly quantileLevels?: readonly number[];
  readonly quantiles?: readonly Place[];
  readonly x?: readonly Place[];
  readonly cdf?: readonly number[];
  readonly samples?: readonly Place[];
}

function formOf<Place>(inputs: Line<Place>, placeOf: (place: Place) => number): ContinuousForm {
  const { quantileLevels: levels, quantiles, x, cdf, samples } = inputs;
  if (levels && quantiles) return { kind: 'quantiles', levels, values: quantiles.map(placeOf) };
  if (x && cdf) return { kind: 'cdf', values: x.map(placeOf), probabilities: cdf };
  if (samples) return { kind: 'samples', values: samples.map(placeOf) };
  const { transform: _t, madeOn: _made, milestones: _milestones, outcome: _o, horizon: _h, ...family } = inputs;
  return { kind: 'family', parameters: familyOf(family as FamilyInputs) };
}

function scored(rule: ScoringRule, distribution: Distribution, observation: Observation): number | null {
  const reason = rule.refuses(distribution);
  if (reason !== null) throw new Error(reason);
  return rule.score(distribution, observation).value;
}

const line = { kind: 'continuous', unit: null, range: null, transform: null, milestones: null, madeOn: null, horizon: null } as const;

interface DateInputs extends Line<string> {
  readonly milestones?: readonly string[];
  readonly madeOn?: string;
  /** The first day after the horizon; absent: none, or where an outcome "not before" lies. */
  readonly horizon?: string;
  readonly outcome: { readonly date: string } | { readonly notBefore: string };
}

const ofDate = (rule: ScoringRule) =>
  key((inputs: DateInputs) => {
    const { milestones, madeOn, outcome } = inputs;
    const horizon = inputs.horizon ?? ('notBefore' in outcome ? outcome.notBefore : null);
    const distribution = {
      ...line,
      mayNeverHappen: true,
      milestones: milestones?.map(dayNumber) ?? null,
      madeOn: madeOn === undefined ? null : dayNumber(madeOn),
      horizon: horizon === null ? null : dayNumber(horizon),
      form: formOf(inputs, dayNumber),
    };
    const observation: Observation =
      'date' in outcome
        ? { kind: 'value', value: dayNumber(outcome.date) }
        : { kind: 'notBefore', value: dayNumber(outcome.notBefore) };
    return scored(rule, distribution, observation);
  });

interface OptionInputs {
  readonly p: readonly number[];
  readonly edges: readonly (number | null)[];
  readonly outcome: number;
}

export const axisKeys: Record<string, (inputs: unknown) => unknown> = {
  crps_option_edges: key(({ p, edges, outcome }: OptionInputs) =>
    scored(
      crpsOptionEdges,
      { kind: 'discrete', binary: false, categories: p.map(String), probabilities: p, ordered: true, edges },
      { kind: 'category', index: outcome },
    ),
  ),
  rps_milestones: ofDate(rpsMilestones),
  crps_log_days: ofDate(crpsLogDays),
  crps_transformed: key((inputs: Line<number> & { readonly transform: Transform; readonly y: number }) =>
    scored(
      crpsTransformed,
      { ...line, mayNeverHappen: false, transform: inputs.transform, form: formOf(inputs, Number) },
      { kind: 'value', value: inputs.y },
    ),
  ),
};
