/** What stands above the tables of every report, and at the end of each flat row. */
import { canonicalJson, type JsonValue } from '../../domain/audit/canonical-json.ts';
import type { RecordReport } from '../report.ts';
import type { ColumnOf } from '../table.ts';

/** Parameters, filter, moment and hash in words. */
export function factsOf(report: RecordReport): [string, string][] {
  const parameters = Object.entries(report.parameters).map(([key, value]): [string, string] => [
    inWords(key),
    valueText(value),
  ]);
  const filter = Object.entries(report.filter).map(([key, value]) => `${key} = ${valueText(value)}`);
  return [
    ['As of', report.asOf === null ? 'the empty record' : `${report.asOf} (audit number ${report.asOfSeq})`],
    ['Filter', filter.length === 0 ? 'none' : filter.join('; ')],
    ...parameters,
    ['Method version', report.methodVersion],
    ['Content SHA-256', report.contentSha256],
  ];
}

/** The same for each row of a flat table, so that a file alone says what it is. */
export function headColumns<Row>(report: RecordReport): ColumnOf<Row>[] {
  const constant = (key: string, value: string | number | null): ColumnOf<Row> => ({
    key,
    title: inWords(key),
    cell: () => value,
  });
  return [
    constant('asOfSeq', report.asOfSeq),
    constant('asOf', report.asOf),
    constant('methodVersion', report.methodVersion),
    constant('contentSha256', report.contentSha256),
    constant('parameters', canonicalJson(report.parameters as unknown as JsonValue)),
    constant('filter', canonicalJson(report.filter as unknown as JsonValue)),
    constant('notes', report.notes.join(' ')),
  ];
}

/** `forecastPolicy` as `Forecast policy`. */
export function inWords(key: string): string {
  const spaced = key
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/[a-z]+/g, (word) => NAMES[word] ?? word);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** Names and abbreviations inside keys, as they are written. */
const NAMES: Readonly<Record<string, string>> = {
  auc: 'AUC',
  brier: 'Brier',
  mariano: 'Mariano',
  metaculus: 'Metaculus',
  pit: 'PIT',
  spiegelhalter: 'Spiegelhalter',
};

/** A parameter in words. */
export function valueText(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'default' : value.map(valueText).join(', ');
  return typeof value === 'object' ? canonicalJson(value as JsonValue) : String(value);
}
