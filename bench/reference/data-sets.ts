import { covid } from './covid.ts';
import type { DataSet } from './data-set.ts';
import { fivethirtyeight } from './fivethirtyeight.ts';
import { hubExamples } from './hub-examples.ts';

/** The data sets with reference results. A new one is a file and a line here. */
export const dataSets: readonly DataSet[] = [fivethirtyeight, hubExamples, covid];
