/** Mixture of normal distributions: `means`, `sds`, `weights` (used as sent, sum 1 within 1e-6). */
import { compensatedSum } from '../compensated-sum.ts';
import { normalCdf, normalLogDensity } from '../special-functions/normal.ts';
import type { Family, ParametersOf } from './family.ts';
import { meanAbsoluteNormal } from './normal.ts';

type Parameters = ParametersOf<'normalMixture'>;

interface Component {
  readonly mean: number;
  readonly sd: number;
  readonly weight: number;
}

function componentsOf({ means, sds, weights }: Parameters): Component[] {
  return means.map((mean, k) => ({ mean, sd: sds[k] as number, weight: weights[k] as number }));
}

/** CRPS = Σ w_i E|N_i - y| - ½ ΣΣ w_i w_j E|N_i - N_j|. Grimit, Gneiting, Berrocal & Johnson 2006. */
export const normalMixture: Family<Parameters> = {
  counts: false,
  cdf: (parameters, x) =>
    compensatedSum(
      componentsOf(parameters).map(({ mean, sd, weight }) => weight * normalCdf((x - mean) / sd)),
    ),
  crps: (parameters, y) => {
    const components = componentsOf(parameters);
    const errors = components.map(({ mean, sd, weight }) => weight * meanAbsoluteNormal(y - mean, sd));
    const spreads = components.flatMap((one) =>
      components.map(
        (other) =>
          (-one.weight *
            other.weight *
            meanAbsoluteNormal(one.mean - other.mean, Math.hypot(one.sd, other.sd))) /
          2,
      ),
    );
    return compensatedSum([...errors, ...spreads]);
  },
  logDensity: (parameters, y) => {
    const logs = componentsOf(parameters).map(
      ({ mean, sd, weight }) => Math.log(weight) + normalLogDensity((y - mean) / sd) - Math.log(sd),
    );
    const largest = Math.max(...logs);
    if (!Number.isFinite(largest)) return largest;
    return largest + Math.log(compensatedSum(logs.map((log) => Math.exp(log - largest))));
  },
};
