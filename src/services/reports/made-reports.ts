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

  get(order: ReportOrder): RecordReport | null {
    const key = JSON.stringify(order);
    const made = this.#made.get(key);
    if (made === undefined) return null;
    this.#made.delete(key);
    this.#made.set(key, made);
    return made.report;
  }

  /** One made for another filter that selects the same, as this order asks for it; null where there is none. */
  alike(order: ReportOrder, families: RecordFamilies): RecordReport | null {
    // Its filter says who is compared.
    if (order.kind === 'headToHead') return null;
    const parameters = JSON.stringify(order.parameters);
    const others = [...this.#made.values()].filter(
      (made) => made.order.kind === order.kind && JSON.stringify(made.order.parameters) === parameters,
    );
    if (others.length === 0) return null;
    const selection = markSelection(families, order.parameters, order.filter);
    for (const other of others) {
      other.selection ??= markSelection(families, order.parameters, other.order.filter);
      if (other.selection.mark !== selection.mark) continue;
      const report = askedBy(order, selection, other.report, other.selection);
      this.#put({ order, report, selection });
      return report;
    }
    return null;
  }

  keep(order: ReportOrder, report: RecordReport): void {
    this.#put({ order, report, selection: null });
  }

  #put(made: Made): void {
    const key = JSON.stringify(made.order);
    this.#made.delete(key);
    this.#made.set(key, made);
    const [oldest] = this.#made.keys();
    if (this.#made.size > KEPT_REPORTS && oldest !== undefined) this.#made.delete(oldest);
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
