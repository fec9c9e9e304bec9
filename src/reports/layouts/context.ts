/** Of what a report is, for the top of its first page: that page may be all that somebody prints. */
import { defaultParameters } from '../../domain/accuracy/report/models/parameters.ts';
import type { RecordReport, Report } from '../report.ts';
import { valueText } from './head.ts';

/** Moment and hash; the filter, and the parameters that are not the defaults, where there are any. */
export function contextOf(report: Report): string[] {
  const content = `Content SHA-256 begins ${report.contentSha256.slice(0, 16)}.`;
  if (report.kind === 'evaluation') return [content];
  const { asOf, asOfSeq } = report;
  const time = asOf === null ? 'The empty record' : `The record as of ${asOf}`;
  return [
    `${time}, audit number ${asOfSeq}. ${content}`,
    ...sentence('Filter', filterOf(report)),
    ...sentence('Other than by default', askedOtherwise(report)),
  ];
}

function sentence(label: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`${label}: ${parts.join('; ')}.`];
}

/** A head to head is titled by the names of its two, whose ids are its filter. */
function filterOf({ kind, filter }: RecordReport): string[] {
  return Object.entries(filter)
    .filter(([key]) => kind !== 'headToHead' || key !== 'forecasterId')
    .map(pair);
}

/** What decides numbers; the groups are in the title, and how many are shown moves none of them. */
function askedOtherwise({ parameters }: RecordReport): string[] {
  const defaults = defaultParameters as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(parameters)
    .filter(([key]) => key !== 'groupBy' && key !== 'groupLimit')
    .filter(([key, value]) => valueText(value) !== valueText(defaults[key] ?? null))
    .map(pair);
}

function pair([key, value]: readonly [string, unknown]): string {
  return `${key} = ${valueText(value)}`;
}
