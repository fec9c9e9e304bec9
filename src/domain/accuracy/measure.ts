/**
 * A number of the accuracy report that may be undefined. Undefined is `null` with a reason a reader
 * can act on; it is never NaN and never 0. An infinite value is a value.
 */
export type Measure<T> = Defined<T> | Withheld;

export interface Defined<T> {
  readonly value: T;
  readonly reason: null;
}

export interface Withheld {
  readonly value: null;
  readonly reason: string;
}

/** A value that exists. */
export function measured<T>(value: T): Defined<T> {
  return { value, reason: null };
}

/** A value that does not exist, and why. */
export function withheld(reason: string): Withheld {
  return { value: null, reason };
}

/** Applies a function to a value that exists and hands the reason on where it does not. */
export function mapMeasure<T, U>(measure: Measure<T>, transform: (value: T) => U): Measure<U> {
  return measure.reason === null ? measured(transform(measure.value)) : measure;
}

/** Why every aggregate of nothing is undefined. */
export const NO_FORECASTS = withheld('No forecast counts, so there is nothing to average.');
