/** FiveThirtyEight's own record: binary forecasts pooled (policy `all`), and three-way World Cup matches. */
import { brierLoss } from '../../src/domain/accuracy/binary-loss.ts';
import { ClusterSums, type ClusterTotal } from '../../src/domain/accuracy/intervals/cluster-sums.ts';
import type { IntervalEstimate } from '../../src/domain/accuracy/intervals/interval.ts';
import { clusteredMeanInterval } from '../../src/domain/accuracy/intervals/mean-interval.ts';
import {
  type BinaryColumns,
  type BinaryReference,
  binaryColumns,
  binaryQuantities,
  binRemark,
  selected,
} from './binary-quantities.ts';
import type { DataSet } from './data-set.ts';
import { type Quantity, quantity } from './quantity.ts';
import { number, readJson, readRows, text } from './read-data.ts';
import { worldCupQuantities } from './world-cup.ts';

interface Reference extends BinaryReference {
  /** Cluster-robust standard error of the mean Brier score, questions being the clusters. */
  readonly brier_clustered_se?: number;
}

/** Forecasts in columns, with the question and the topic of each. */
interface Forecasts extends BinaryColumns {
  readonly question: readonly string[];
  readonly topic: readonly string[];
}

const LEVEL = 0.95;
const TITLES: Readonly<Record<string, string>> = { _all: 'all', _all_excl_0_1: 'all with 0 < p < 1' };

export const fivethirtyeight: DataSet = {
  title: 'FiveThirtyEight, How Good Are FiveThirtyEight Forecasts?',
  folder: 'fivethirtyeight',
  compare: (folder) => {
    const forecasts = readForecasts(folder);
    const references = readJson<Readonly<Record<string, Reference>>>(folder, 'reference.json');
    const quantities: Quantity[] = [];
    const remarks: string[] = [];
    for (const [slice, reference] of Object.entries(references)) {
      const part = sliceOf(forecasts, slice);
      const title = TITLES[slice] ?? slice;
      quantities.push(...binaryQuantities(title, part, reference));
      if (!(slice in TITLES)) continue;
      const { clustered, remark } = uncertainty(part);
      remarks.push(`${title}: ${remark}`, binRemark(title, part));
      if (reference.brier_clustered_se !== undefined) {
        const what = `${title}: standard error of mean Brier, clustered`;
        quantities.push(quantity(what, clustered.se, reference.brier_clustered_se));
      }
    }
    return { quantities: [...quantities, ...worldCupQuantities(folder)], remarks };
  },
};

function readForecasts(folder: string): Forecasts {
  const topics = new Map(
    readRows(folder, 'questions').map((row) => [text(row, 'question_id'), text(row, 'topic')]),
  );
  const rows = readRows(folder, 'forecasts');
  const question = rows.map((row) => text(row, 'question_id'));
  const columns = binaryColumns(
    rows.map((row) => number(row, 'p')),
    rows.map((row) => number(row, 'outcome')),
  );
  return { ...columns, question, topic: question.map((id) => topics.get(id) ?? '') };
}

/** The rows of a topic, of everything, or of everything strictly between 0 and 1. */
function sliceOf(forecasts: Forecasts, slice: string): Forecasts {
  if (slice === '_all') return forecasts;
  const p = (row: number) => forecasts.p[row] as number;
  const keep = (row: number): boolean =>
    slice === '_all_excl_0_1' ? p(row) > 0 && p(row) < 1 : forecasts.topic[row] === slice;
  return {
    ...selected(forecasts, keep),
    question: forecasts.question.filter((_, row) => keep(row)),
    topic: forecasts.topic.filter((_, row) => keep(row)),
  };
}

/** Forecasts on one question are not independent: the interval that says so, and the one that does not. */
function uncertainty({ p, outcome, question }: Forecasts): { clustered: IntervalEstimate; remark: string } {
  const losses = Array.from(p, (each, row) => brierLoss(each, outcome[row] as number));
  const totalsBy = (unitOf: (row: number) => string): ClusterTotal[] => {
    const sums = new ClusterSums(1);
    losses.forEach((loss, row) => void sums.add(unitOf(row), [loss]));
    return sums.totals();
  };
  const clustered = clusteredMeanInterval(
    totalsBy((row) => question[row] as string),
    LEVEL,
  ).value as IntervalEstimate;
  const naive = clusteredMeanInterval(totalsBy(String), LEVEL, 't').value as IntervalEstimate;
  const wider = (clustered.se as number) / (naive.se as number);
  const remark =
    `mean Brier ${bounds(clustered)} at 95 %, clustered by ${clustered.clusters} questions; ` +
    `as if ${losses.length} forecasts were independent ${bounds(naive)}, ${wider.toFixed(1)} times too narrow`;
  return { clustered, remark };
}

function bounds({ estimate, lower, upper }: IntervalEstimate): string {
  return `${estimate.toFixed(5)} (${(lower as number).toFixed(5)} to ${(upper as number).toFixed(5)})`;
}
