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
import { outsidePoints } from './outside-points.ts';
import { defined, type Score, undefinedScore } from './scoring-rule.ts';

/** Null with the reason where the outcome, or some of the probability, has no logarithm. */
export function crpsOnLogAxis(distribution: Distribution, observation: Observation, axis: LogAxis): Score {
  const { distribution: line, form, y, end } = continuousParts(distribution, observation);
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
      // Cut off already: on the axis the line needs no end.
      const at = { kind: 'value', value: positionOn(axis, y) } as const;
      return crpsOf({ ...line, horizon: null, form: { ...form, values } }, at);
    }
    case 'cdf': {
      if (!cdfHasPlace(axis, form)) return nowhere;
      const position = (x: number | undefined | null) => (x == null ? null : positionOn(axis, x));
      const { values, probabilities } = form.values.length === 0 ? form : cutForm(axis, form);
      const reached = line.mayNeverHappen ? (probabilities.at(-1) ?? 0) : 1;
      const [first, last] = [position(values[0]), position(values.at(-1))];
      const outside = outsidePoints({ first, last, y: positionOn(axis, y), end: position(end) }, reached);
      if (outside.value === null || form.values.length === 0) return outside;
      return defined(outside.value + crpsOfPointsOn(axis, form, y));
    }
    case 'family': {
      const { parameters } = form;
      if (!familyHasPlace(axis, parameters)) return nowhere;
      if (parameters.family !== 'lognormal' || axis.shift !== 0)
        return defined(familyCrpsOn(axis, parameters, y, end));
      const normal = { family: 'normal', mean: parameters.meanlog, sd: parameters.sdlog } as const;
      const moved = { ...line, form: { kind: 'family', parameters: normal } } as const;
      return crpsOf(moved, { kind: 'value', value: positionOn(axis, y) });
    }
    default:
      return crpsOf(line, observation);
  }
}
