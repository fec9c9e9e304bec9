/** The two ways in which every prediction reads, and what is observed. */
import type { DistributionFamily } from './distribution-family.ts';

/** Probabilities over a finite set; binary is the set no, yes. */
export interface DiscreteDistribution {
  readonly kind: 'discrete';
  readonly binary: boolean;
  /** Option ids; for binary `false`, `true`. */
  readonly categories: readonly string[];
  readonly probabilities: readonly number[];
  /** The categories are a scale. */
  readonly ordered: boolean;
  /** Where on a numeric axis each category begins and the last ends; null at an open end, and where none are declared. */
  readonly edges: readonly (number | null)[] | null;
}

/** How a distribution over a line was stated. Values rise or stay, levels and cdf values rise. */
export type ContinuousForm =
  | { readonly kind: 'quantiles'; readonly levels: readonly number[]; readonly values: readonly number[] }
  | { readonly kind: 'cdf'; readonly values: readonly number[]; readonly probabilities: readonly number[] }
  | { readonly kind: 'samples'; readonly values: readonly number[] }
  | { readonly kind: 'family'; readonly parameters: DistributionFamily }
  | {
      readonly kind: 'interval';
      readonly lower: number;
      readonly upper: number;
      readonly probability: number;
    }
  | { readonly kind: 'point'; readonly value: number };

/** A distribution over a line: numbers, or days since 1970 for dates. */
export interface ContinuousDistribution {
  readonly kind: 'continuous';
  readonly unit: string | null;
  /** Span of the axis, where the question names one. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Probability that the form leaves above its last place is "later or never" (dates). */
  readonly mayNeverHappen: boolean;
  /** Declared for numbers. */
  readonly transform: Transform | null;
  /** Days by which it may have happened, rising (dates). */
  readonly milestones: readonly number[] | null;
  /** Day on which the forecast was made (dates); null where that is not known. */
  readonly madeOn: number | null;
  /**
   * First day after the question's horizon (dates); null where it has none. Forecast and outcome from
   * there on count as that day, whatever the outcome, so that a date that came and one that had not come
   * are scored by one and the same rule.
   */
  readonly horizon: number | null;
  readonly form: ContinuousForm;
}

/** What numbers become before they are compared: their natural logarithm, or that of one more. */
export type Transform = 'log' | 'log1p';

export type Distribution = DiscreteDistribution | ContinuousDistribution;

/** What happened: an index into the categories, a place on the line (censored: not before it), or how probable yes is held (evaluations). */
export type Observation =
  | { readonly kind: 'category'; readonly index: number }
  | { readonly kind: 'share'; readonly value: number }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'notBefore'; readonly value: number };
