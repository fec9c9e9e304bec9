/** A row as an object, of any question type. */
import { invalid } from '../errors.ts';
import { validate } from '../input/validate.ts';
import { type EvaluatedForecast, type RowPlace, readForecast, rowIssue } from './evaluated-forecast.ts';
import { forecastRow } from './forecast-row.ts';

/** @throws ReckonerError invalid with every defect of the row, naming row and field. */
export function readRow(input: unknown, place: RowPlace): EvaluatedForecast {
  const result = validate(forecastRow, input, 'body');
  if (result.ok) return readForecast(result.value, place);
  const issues = result.issues.map(({ pointer = '', code, message }) =>
    rowIssue(place, pointer, code, message),
  );
  throw invalid('invalidRow', `${issues[0]?.message}.`, issues);
}
