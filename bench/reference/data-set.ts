import type { Quantity } from './quantity.ts';

/** THE SHAPE of a data set with reference results. */
export interface DataSet {
  readonly title: string;
  /** Its folder below that of the data. */
  readonly folder: string;
  /** Every number of the reference beside ours. @param folder where the files lie */
  readonly compare: (folder: string) => Comparison;
}

export interface Comparison {
  readonly quantities: readonly Quantity[];
  /** What no reference holds, but a reader wants beside it. */
  readonly remarks: readonly string[];
}
