/** From numbers of a report to what a plot draws. */
import type { ReportNumber } from '../../domain/accuracy/report/models/report-number.ts';

export function number(value: ReportNumber): number | null {
  return value === null ? null : Number(value);
}

/** An infinite end is not drawn. */
export function finite(value: ReportNumber): number | null {
  return typeof value === 'number' ? value : null;
}

export function better(orientation: 'loss' | 'gain'): string {
  return orientation === 'loss' ? 'lower is better' : 'higher is better';
}
