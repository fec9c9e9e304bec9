/**
 * The reports that were made from the record as it stands. A filter that selects what another one has
 * selected is answered from that one's report: only the filter and what is said of it differ.
 */
import type { RecordFamilies } from '../../domain/accuracy/record/record-families.ts';
import { sealed } from '../../domain/accuracy/report/models/content-hash.ts';
import { markSelection, type SelectionMark } from '../../domain/accuracy/report/selection/equal-selection.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { ReportOrder } from './report-order.ts';

/** Reports kept with numbers of their own, and in all: those that were asked for last. */
const KEPT_REPORTS = 16;
const KEPT_ANSWERS = 128;

interface Made {
  readonly order: ReportOrder;
  readonly report: RecordReport;
  /** Null until it is compared with another. */
  selection: SelectionMark | null;
  /** Whether its numbers are those of another one, which holds them. */
  readonly borrowed: boolean;
}

export class MadeReports {
  /** By the order; the most recently asked last. */
  readonly #made = new Map<string, Made>();

  clear(): void {
    this.#made.clear();
  }

  /** As it was made for the order, or for a filter that selects the same; else made now. */
  of(order: ReportOrder, families: RecordFamilies, make: () => RecordReport): RecordReport {
    const known = this.#made.get(JSON.stringify(order));
    if (known !== undefined) return this.#keep(known);
    const others = this.#comparable(order);
    if (others.length === 0) return this.keep(order, make());
    const markOf = ({ kind, parameters, filter }: ReportOrder) =>
      markSelection(families, parameters, filter, kind === 'leaderboard');
    const selection = markOf(order);
    for (const other of others) {
      other.selection ??= markOf(other.order);
      if (other.selection.mark !== selection.mark) continue;
      this.#keep(other);
      const report = askedBy(order, selection, other.report, other.selection);
      return this.#keep({ order, report, selection, borrowed: true });
    }
    return this.#keep({ order, report: make(), selection, borrowed: false });
  }

  keep(order: ReportOrder, report: RecordReport): RecordReport {
    return this.#keep({ order, report, selection: null, borrowed: false });
  }

  /** Those that differ by their filter at most. */
  #comparable({ kind, parameters }: ReportOrder): Made[] {
    // Its filter says who is compared.
    if (kind === 'headToHead') return [];
    const asked = JSON.stringify(parameters);
    return [...this.#made.values()].filter(
      ({ order, borrowed }) => !borrowed && order.kind === kind && JSON.stringify(order.parameters) === asked,
    );
  }

  #keep(made: Made): RecordReport {
    const key = JSON.stringify(made.order);
    this.#made.delete(key);
    this.#made.set(key, made);
    this.#letGo();
    return made.report;
  }

  #letGo(): void {
    let [own, all] = [0, 0];
    for (const [key, { borrowed }] of [...this.#made].reverse()) {
      all += 1;
      if (!borrowed) own += 1;
      if (all > KEPT_ANSWERS || (!borrowed && own > KEPT_REPORTS)) this.#made.delete(key);
    }
  }
}

/** Notes of the selection stand behind the one about the lexicon and before those of the kind of report. */
function askedBy(
  { filter, parameters }: ReportOrder,
  { notes }: SelectionMark,
  { contentSha256: _of, ...made }: RecordReport,
  before: SelectionMark,
): RecordReport {
  const from = parameters.lexicon === undefined ? 0 : 1;
  const all = made.notes.toSpliced(from, before.notes.length, ...notes);
  return sealed({ ...made, filter: { ...filter } as Record<string, unknown>, notes: all }) as RecordReport;
}
