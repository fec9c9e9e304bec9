/** The header of a table of binary forecasts. */

import { type InputIssue, invalid, MAXIMUM_ISSUES } from '../errors.ts';
import { nearestName } from '../input/nearest-name.ts';
import { sentence } from '../sentence.ts';

export const flatColumns = [
  'forecaster',
  'question',
  'probability',
  'outcome',
  'madeAt',
  'cluster',
  'weight',
] as const;
export type FlatColumn = (typeof flatColumns)[number];
const NEEDED: readonly FlatColumn[] = ['probability', 'outcome'];

/** Where each column stands; -1 where it is absent. */
export type FlatHeader = Readonly<Record<FlatColumn, number>> & { readonly width: number };

/** @throws ReckonerError invalid with every unknown, doubled and missing column. */
export function readFlatHeader(cells: readonly string[]): FlatHeader {
  const names = cells.map((cell) => cell.trim());
  const issues: InputIssue[] = [];
  const add = (column: string, code: string, message: string) => {
    issues.push({ pointer: `/1/${column}`, code, message: `Line 1: ${message}` });
  };
  names.forEach((name, at) => {
    if (issues.length >= MAXIMUM_ISSUES) return;
    if (!isFlatColumn(name)) add(name, 'unknownColumn', unknown(name));
    else if (names.indexOf(name) < at) add(name, 'duplicate', `the column ${name} stands there twice`);
  });
  for (const column of NEEDED)
    if (!names.includes(column)) add(column, 'required', `the column ${column} is missing`);
  if (issues.length > 0) {
    const first = issues[0]?.message ?? '';
    throw invalid(
      'invalidHeader',
      `The header cannot be read. ${sentence(first)}${separatorAdvice(cells)}`,
      issues,
    );
  }
  const places = Object.fromEntries(flatColumns.map((column) => [column, names.indexOf(column)]));
  return { ...(places as Record<FlatColumn, number>), width: names.length };
}

function isFlatColumn(name: string): name is FlatColumn {
  return (flatColumns as readonly string[]).includes(name);
}

function unknown(name: string): string {
  const near = nearestName(name, flatColumns);
  const advice = near === null ? `there are ${flatColumns.join(', ')}` : `did you mean ${near}?`;
  return `${name === '' ? 'a column has no name' : `there is no column ${JSON.stringify(name.slice(0, 100))}`}; ${advice}`;
}

function separatorAdvice(cells: readonly string[]): string {
  const [only = ''] = cells;
  if (cells.length > 1 || !/[;\t|]/.test(only)) return '';
  return ' Columns are separated by commas.';
}
