/**
 * The library entry: forecasts with their outcomes in, scores, aggregates and calibration out.
 * Nothing is read, written or remembered. `npm run score` and POST /v1/scoring/evaluate are made of it.
 */
import { invalid } from './errors.ts';
import type { EvaluatedForecast, RowPlace } from './evaluation/evaluated-forecast.ts';
import { Evaluation } from './evaluation/evaluation.ts';
import type { EvaluationReport } from './evaluation/evaluation-model.ts';
import type { ForecastRow } from './evaluation/forecast-row.ts';
import { type EvaluationOptions, evaluationOptions, ruleIssues } from './evaluation/options.ts';
import { readRow } from './evaluation/read-row.ts';
import { RowProblems } from './evaluation/row-problems.ts';
import { validate } from './input/validate.ts';

export type { EvaluationOptions, EvaluationReport };
/** A row as it is sent: absent fields take their defaults. */
export type EvaluationInput = Partial<ForecastRow> & Pick<ForecastRow, 'outcome'>;

export interface EvaluationRequest {
  /** Keys of scoring rules; none: the defaults of each question type. */
  readonly rules?: readonly string[];
  readonly options?: Partial<EvaluationOptions>;
}

/**
 * @param forecasts rows in any order, as many as you like: memory grows with what differs among them
 * @throws ReckonerError invalid with the first hundred defects by row and field, and their number
 */
export function evaluate(
  forecasts: Iterable<EvaluationInput>,
  { rules = [], options = {} }: EvaluationRequest = {},
): EvaluationReport {
  return fold(forecasts, readRow, checkedRules(rules), checkedOptions(options));
}

/** The same for rows as they were sent, with rules and options that were checked already. */
export function evaluateSent(
  forecasts: Iterable<unknown>,
  rules: readonly string[],
  options: EvaluationOptions,
): EvaluationReport {
  return fold(forecasts, readRow, rules, options);
}

function fold<Row>(
  forecasts: Iterable<Row>,
  read: (row: Row, place: RowPlace) => EvaluatedForecast,
  rules: readonly string[],
  options: EvaluationOptions,
): EvaluationReport {
  const evaluation = new Evaluation(rules, options);
  const problems = new RowProblems();
  let rows = 0;
  for (const row of forecasts) {
    rows += 1;
    const place = rowPlace(rows);
    try {
      evaluation.add(read(row, place), place);
    } catch (error) {
      problems.note(error);
      if (problems.areEnough) break;
    }
  }
  problems.refuse(rows);
  return evaluation.report();
}

/** Row n of a list, from 1. */
export function rowPlace(row: number): RowPlace {
  return { label: `Row ${row}`, pointer: (field) => `/forecasts/${row - 1}${field}` };
}

function checkedRules(rules: readonly string[]): readonly string[] {
  const issues = ruleIssues(rules, (index) => ({ pointer: `/rules/${index}` }));
  if (issues.length > 0) throw invalid('invalidRules', `${issues[0]?.message}.`, issues);
  return rules;
}

function checkedOptions(options: Partial<EvaluationOptions>): EvaluationOptions {
  const result = validate(evaluationOptions, options, 'body');
  if (result.ok) return result.value;
  const issues = result.issues.map((issue) => ({ ...issue, pointer: `/options${issue.pointer}` }));
  throw invalid('invalidOptions', `${issues[0]?.pointer} ${issues[0]?.message}.`, issues);
}
