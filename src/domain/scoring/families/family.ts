/**
 * THE SHAPE of a named distribution: its parameters as they are sent, and what the scores need of it.
 * All closed forms are those of Jordan, Krüger & Lerch 2019 (J. Stat. Softw. 90(12)) and of the works
 * they cite, unless the family's file says otherwise.
 */
import type { DistributionFamily } from '../../questions/distribution-family.ts';

export type FamilyName = DistributionFamily['family'];
export type ParametersOf<Name extends FamilyName> = Extract<DistributionFamily, { family: Name }>;

export interface Family<Parameters> {
  /** Over whole numbers: it has masses, not densities. */
  readonly counts: boolean;
  /** Probability of a value up to x. */
  readonly cdf: (parameters: Parameters, x: number) => number;
  /** Continuous ranked probability score ∫ (F(x) - 1{x >= y})² dx, in the unit of y. */
  readonly crps: (parameters: Parameters, y: number) => number;
  /** Of counts: the same on an axis where x lies at `position(x)`, which rises. */
  readonly countCrps?: (parameters: Parameters, y: number, position: (x: number) => number) => number;
  /** ln of the density (of the mass, for counts) at y; -Infinity where y cannot happen. */
  readonly logDensity: (parameters: Parameters, y: number) => number;
}
