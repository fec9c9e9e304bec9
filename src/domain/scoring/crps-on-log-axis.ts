/** The CRPS of any form that has one, of the forecast and the outcome moved to a logarithmic axis. */
import type { Distribution, Observation } from '../questions/distribution.ts';
import { continuousParts } from './continuous-only.ts';
import { crpsOf } from './crps.ts';
import { familyCrpsOn } from './families/log-axis-crps.ts';
import {
  cdfHasPlace,
  crpsOfPointsOn,
  cutForm,
  edgeOf,
  familyHasPlace,
  hasPlace,
  type LogAxis,
  positionOn,
} from './log-axis.ts';
import { defined, type Score, undefinedScore } from './scoring-rule.ts';

/** Null with the reason where the outcome, or some of the probability, has no logarithm. */
export function crpsOnLogAxis(distribution: Distribution, observation: Observation, axis: LogAxis): Score {
  const { distribution: line, form, y, censored } = continuousParts(distribution, observation);
  if (!hasPlace(axis, y))
    return undefinedScore(`the outcome is not above ${edgeOf(axis)}, so that it has no logarithm`);
  const nowhere = undefinedScore(
    `the forecast gives probability to what is not above ${edgeOf(axis)}, and has no logarithm`,
  );
  switch (form.kind) {
    case 'quantiles':
    case 'samples': {
      if (!form.values.every((value) => hasPlace(axis, value))) return nowhere;
      const values = form.values.map((value) => positionOn(axis, value));
      const at = { kind: observation.kind, value: positionOn(axis, y) } as Observation;
      return crpsOf({ ...line, form: { ...form, values } }, at);
    }
    case 'cdf': {
      if (!cdfHasPlace(axis, form)) return nowhere;
      if (form.values.length === 0) return defined(0);
      const { values, probabilities } = cutForm(axis, form);
      const [at, first, last] = [y, values[0], values.at(-1)].map((x) => positionOn(axis, x as number)) as [
        number,
        number,
        number,
      ];
      // Beyond the last point F stays what it was where the rest may never come, else it is 1.
      const beyond = line.mayNeverHappen ? (probabilities.at(-1) as number) ** 2 : 1;
      const outside = at < first && !censored ? first - at : Math.max(at - last, 0) * beyond;
      return defined(outside + crpsOfPointsOn(axis, form, y));
    }
    case 'family': {
      const { parameters } = form;
      if (!familyHasPlace(axis, parameters)) return nowhere;
      if (parameters.family !== 'lognormal' || axis.shift !== 0)
        return defined(familyCrpsOn(axis, parameters, y, censored));
      const normal = { family: 'normal', mean: parameters.meanlog, sd: parameters.sdlog } as const;
      const moved = { ...line, form: { kind: 'family', parameters: normal } } as const;
      return crpsOf(moved, { kind: 'value', value: positionOn(axis, y) });
    }
    default:
      return crpsOf(line, observation);
  }
}
