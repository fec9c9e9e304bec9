/** Every forecast against its question, its statement and the interval of the hedge. */
import { checkPrediction } from '../../src/services/forecasts/check.ts';
import { seedFiles } from '../read.ts';
import type { CheckContext } from './context.ts';
import { whatItRefuses } from './report.ts';

export function checkForecasts(context: CheckContext): void {
  for (const forecast of context.edition.forecasts) {
    const wrong = (field: string, message: string): void =>
      context.report(seedFiles.forecasts, forecast.key, field, message);
    const question = context.questions.get(forecast.question);
    const statement = forecast.statement === null ? null : context.statements.get(forecast.statement);
    if (!question) wrong('question', `names no question: ${forecast.question}`);
    const known = context.forecasters.has(forecast.forecaster);
    if (!known) wrong('forecaster', context.unknownSpeaker(forecast.forecaster));
    if (statement === undefined) wrong('statement', `names no statement: ${forecast.statement}`);
    if (!question || !known || statement === undefined) continue;
    const said = statement && {
      ...statement,
      forecasterId: statement.forecaster,
      relations: statement.relations.map(({ type }) => ({ type, statementId: '' })),
    };
    whatItRefuses(
      () =>
        checkPrediction(
          { ...forecast, forecasterId: forecast.forecaster, statementId: forecast.statement },
          { ...question, condition: null, statementId: null },
          said,
          context.now,
        ),
      (field, message) => wrong(seedField(field), message),
    );
    checkMiddle(forecast, wrong);
  }
}

/** Any other point of the interval would look like a number of the speaker's. */
function checkMiddle(
  { basis, prediction }: CheckContext['edition']['forecasts'][number],
  wrong: (field: string, message: string) => void,
): void {
  const { probability, lower, upper } = prediction;
  if (basis !== 'verbal') return;
  if (typeof probability !== 'number' || typeof lower !== 'number' || typeof upper !== 'number') return;
  const middle = (lower + upper) / 2;
  const within = lower <= probability && probability <= upper;
  if (within && Math.abs(probability - middle) > 1e-9)
    wrong('prediction.probability', `must be the middle of the hedge's interval, ${middle}`);
}

/** The files name by key what the service names by id. */
function seedField(field: string): string {
  return field === 'statementId' || field === 'forecasterId' ? field.slice(0, -2) : field;
}
