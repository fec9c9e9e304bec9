/** A row of a table of binary forecasts, from its texts. No schema: a million rows take a second. */
import type { InputIssue } from '../errors.ts';
import { invalid } from '../errors.ts';
import { readJsonNumber } from '../input/json-number.ts';
import { parseInstant } from '../time.ts';
import {
  type EvaluatedForecast,
  type LeftOutReason,
  type RowPlace,
  rowIssue,
  UNNAMED,
} from './evaluated-forecast.ts';
import type { FlatColumn, FlatHeader } from './flat-columns.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const MAXIMUM_NAME = 500;
const MAXIMUM_WEIGHT = 1e9;

const OUTCOMES: ReadonlyMap<string, 0 | 1 | LeftOutReason> = new Map<string, 0 | 1 | LeftOutReason>([
  ['1', 1],
  ['0', 0],
  ['1.0', 1],
  ['0.0', 0],
  ['true', 1],
  ['false', 0],
  ['yes', 1],
  ['no', 0],
  ['', 'outcomeNotKnown'],
  ['annulled', 'annulled'],
  ['ambiguous', 'ambiguous'],
  ['conditionfalse', 'conditionFalse'],
  ['notavailable', 'notAvailable'],
]);

/** @throws ReckonerError invalid with every defect of the row, naming row and field. */
export function readFlatRow(
  cells: readonly string[],
  header: FlatHeader,
  place: RowPlace,
): EvaluatedForecast {
  return plainRow(cells, header) ?? readWithCare(cells, header, place);
}

/** The usual row by far: a number, 1 or 0, names, and nothing else. Null where anything is less plain. */
function plainRow(cells: readonly string[], header: FlatHeader): EvaluatedForecast | null {
  if (cells.length !== header.width) return null;
  const number = cells[header.probability] as string;
  const p = Number(number);
  if (!(p >= 0 && p <= 1) || !PLAIN_NUMBER.test(number)) return null;
  const happened = cells[header.outcome];
  if (happened !== '1' && happened !== '0') return null;
  if (header.weight >= 0 && cells[header.weight] !== '') return null;
  if (header.madeAt >= 0 && cells[header.madeAt] !== '') return null;
  const forecaster = header.forecaster < 0 ? UNNAMED : (cells[header.forecaster] as string);
  const question = header.question < 0 ? null : (cells[header.question] as string);
  const cluster = header.cluster < 0 ? null : (cells[header.cluster] as string);
  if (!isPlainName(forecaster)) return null;
  if (question !== null && !isPlainName(question)) return null;
  if (cluster !== null && !isPlainName(cluster)) return null;
  return {
    forecaster,
    question,
    cluster,
    weight: 1,
    madeAt: null,
    type: 'binary',
    line: null,
    scored: { binary: { p, outcome: happened === '1' ? 1 : 0, bounds: null } },
  };
}

/** 0, 1, or decimals of 17 digits at most, which are as many as a double keeps; unsigned, so that no -0 is among them. */
const PLAIN_NUMBER = /^(?:[01]\.?0*|0?\.0{0,20}[1-9]\d{0,16})$/;

function isPlainName(name: string): boolean {
  return name !== '' && name.length <= MAXIMUM_NAME && name.trim() === name && !name.includes('\u0000');
}

function readWithCare(cells: readonly string[], header: FlatHeader, place: RowPlace): EvaluatedForecast {
  const issues: InputIssue[] = [];
  const refuse = (field: FlatColumn | 'row', code: string, message: string) => {
    issues.push(rowIssue(place, field === 'row' ? '' : `/${field}`, code, message));
  };
  if (cells.length !== header.width) {
    refuse('row', 'wrongWidth', `has ${cells.length} cells where the header has ${header.width}`);
    throw refusal(issues);
  }
  const text = (column: FlatColumn): string | null => {
    const at = header[column];
    return at < 0 ? null : (cells[at] as string).trim();
  };
  const name = (column: 'forecaster' | 'question' | 'cluster'): string | null => {
    const found = text(column);
    if (found === null || found === '') return null;
    if (found.length > MAXIMUM_NAME) refuse(column, 'tooBig', `has more than ${MAXIMUM_NAME} characters`);
    if (found.includes('\u0000')) refuse(column, 'nulCharacter', 'holds a NUL character');
    return found;
  };
  const number = (column: 'probability' | 'weight', found: string): number => {
    const value = Number(found);
    const problem = NUMBER.test(found) ? numberProblem(found) : textProblem(found);
    if (problem !== null) refuse(column, 'wrongType', problem);
    return problem === null ? value : Number.NaN;
  };

  const p = number('probability', text('probability') as string);
  if (p < 0 || p > 1) {
    const advice = p > 1 && p <= 100 ? ' (a percentage? divide by 100)' : '';
    refuse('probability', 'outOfRange', `must be from 0 to 1; ${p} is not${advice}`);
  }
  const outcomeText = text('outcome') as string;
  const outcome = OUTCOMES.get(outcomeText) ?? OUTCOMES.get(outcomeText.toLowerCase());
  if (outcome === undefined) {
    refuse(
      'outcome',
      'wrongType',
      `must be 1 or 0 (true, false, yes, no), empty where it is not known, or annulled, ambiguous, conditionFalse, notAvailable; ${shown(outcomeText)} is not`,
    );
  }
  const weightText = text('weight') ?? '';
  const weight = weightText === '' ? 1 : number('weight', weightText);
  if (weight <= 0 || weight > MAXIMUM_WEIGHT)
    refuse('weight', 'outOfRange', `must be above 0 and at most ${MAXIMUM_WEIGHT}; ${weight} is not`);
  const madeAtText = text('madeAt') ?? '';
  const madeAt = madeAtText === '' ? null : parseInstant(madeAtText);
  if (madeAtText !== '' && madeAt === null) {
    refuse(
      'madeAt',
      'wrongType',
      `must be RFC 3339 with an offset such as 2026-06-30T12:00:00Z; ${shown(madeAtText)} is not`,
    );
  }
  const forecaster = name('forecaster');
  if (forecaster === null && header.forecaster >= 0) refuse('forecaster', 'required', 'is empty');
  const question = name('question');
  const cluster = name('cluster');
  if (issues.length > 0 || outcome === undefined) throw refusal(issues);
  return {
    forecaster: forecaster ?? UNNAMED,
    question,
    cluster,
    weight,
    madeAt,
    type: 'binary',
    line: null,
    scored: typeof outcome === 'string' ? outcome : { binary: { p, outcome, bounds: null } },
  };
}

function refusal(issues: readonly InputIssue[]) {
  return invalid('invalidRow', `${issues[0]?.message}.`, issues);
}

/** As numbers of JSON: none is rounded in silence. Spreadsheets write a sign and a bare point too. */
function numberProblem(text: string): string | null {
  const reading = readJsonNumber(text.replace(/^\+/, ''));
  return 'problem' in reading ? reading.message : null;
}

function textProblem(text: string): string {
  if (text === '') return 'is empty';
  if (/%$/.test(text)) return `must be a number such as 0.7, not a percentage: ${shown(text)}`;
  if (/^[+-]?\d*,\d+$/.test(text))
    return `must have a point before its decimals, not a comma: ${shown(text)}`;
  return `must be a number; ${shown(text)} is not`;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
