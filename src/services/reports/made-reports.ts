/**
 * The reports that were made from the record as it stands. A filter that selects what another one has
 * selected is answered from that one's report: only the filter and what is said of it differ.
 */
import type { RecordFamilies } from '../../domain/accuracy/record/record-families.ts';
import { sealed } from '../../domain/accuracy/report/models/content-hash.ts';
import { markSelection, type SelectionMark } from '../../domain/accuracy/report/selection/equal-selection.ts';
import type { RecordReport } from '../../reports/report.ts';
import type { ReportOrder } from './report-order.ts';

/** Reports kept: those that were asked for last. */
const KEPT_REPORTS = 16;

interface Made {
  readonly order: ReportOrder;
  readonly report: RecordReport;
  /** Null until it is compared with another. */
  selection: SelectionMark | null;
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
    const selection = markSelection(families, order.parameters, order.filter);
    for (const other of others) {
      other.selection ??= markSelection(families, order.parameters, other.order.filter);
      if (other.selection.mark !== selection.mark) continue;
      const report = askedBy(order, selection, other.report, other.selection);
      return this.#keep({ order, report, selection });
    }
    return this.#keep({ order, report: make(), selection });
  }

  keep(order: ReportOrder, report: RecordReport): RecordReport {
    return this.#keep({ order, report, selection: null });
  }

  /** Those that differ by their filter at most. */
  #comparable({ kind, parameters }: ReportOrder): Made[] {
    // Its filter says who is compared.
    if (kind === 'headToHead') return [];
    const asked = JSON.stringify(parameters);
    return [...this.#made.values()].filter(
      ({ order }) => order.kind === kind && JSON.stringify(order.parameters) === asked,
    );
  }

  #keep(made: Made): RecordReport {
    const key = JSON.stringify(made.order);
    this.#made.delete(key);
    this.#made.set(key, made);
    const [oldest] = this.#made.keys();
    if (this.#made.size > KEPT_REPORTS && oldest !== undefined) this.#made.delete(oldest);
    return made.report;
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
