/**
 * THE SHAPE of a report renderer: a report in, a document out. It computes nothing: every number it
 * prints stands in the report, and equal reports give equal bytes.
 */
import type { CalibrationReport } from '../domain/accuracy/report/models/calibration-model.ts';
import type { Report } from './report.ts';

/** Text, or the bytes of a binary format. */
export type Document = string | Uint8Array;

export interface Renderer {
  /** Value of `format=`. */
  readonly format: string;
  /** With its charset, where it is text. */
  readonly mediaType: string;
  /** Of a file name, without the dot. */
  readonly extension: string;
  readonly binary: boolean;
  /** Whether an accuracy report is printed with the calibration of the same forecasts beside it. */
  readonly plots: boolean;
  /** Of a page that loads something: what it may load, for whoever serves it. */
  readonly contentSecurityPolicy?: string;
  readonly render: (report: Report, calibration?: CalibrationReport) => Document | Promise<Document>;
}
