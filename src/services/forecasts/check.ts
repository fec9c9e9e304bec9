/** What every new forecast is checked for against the record. */
import { type InputIssue, invalid, notFound, ReckonerError } from '../../domain/errors.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { CompleteForecast, Forecast } from '../../domain/forecasts/forecast.ts';
import type { Prediction } from '../../domain/questions/prediction-fields.ts';
import type { Question } from '../../domain/questions/question.ts';
import { parsePrediction } from '../../domain/questions/registry.ts';
import type { Statement } from '../../domain/statements/statement.ts';
import type { StatementContent, Unit } from '../../store/unit.ts';
import { definitionOf } from '../questions/definition.ts';
import {
  requireNotRetracted,
  requireStandingForecaster,
  requireStandingStatement,
  standingForecaster,
} from '../record/standing.ts';

type Definition = Parameters<typeof definitionOf>[0];
type Hedged = Pick<Statement | StatementContent, 'kind' | 'forecasterId' | 'hedge' | 'relations'>;

/** Reads the prediction and holds it against the statement that implies it. Issues carry pointers. */
export function checkPrediction(
  input: Pick<CompleteForecast, 'prediction' | 'basis' | 'forecasterId' | 'madeAt' | 'statementId'>,
  question: Definition,
  statement: Hedged | null,
  now: string,
): Prediction {
  const issues: InputIssue[] = [];
  const add = (pointer: string, code: string, message: string): void =>
    void issues.push({ pointer, code, message });
  let prediction: Prediction | null = null;
  try {
    prediction = parsePrediction(definitionOf(question), input.prediction);
  } catch (error) {
    if (!(error instanceof ReckonerError)) throw error;
    for (const issue of error.details.issues ?? [])
      issues.push({ ...issue, pointer: `/prediction${issue.pointer ?? ''}` });
    if (issues.length === 0) throw error;
  }
  if (input.madeAt > now) add('/madeAt', 'inTheFuture', `must not be later than now (${now})`);
  if (statement !== null) {
    if (statement.kind !== 'forecast')
      add('/statementId', 'notAForecast', `names a statement of kind ${statement.kind}`);
    if (statement.forecasterId !== input.forecasterId)
      add('/forecasterId', 'otherForecaster', 'must be the forecaster of the statement');
    if (statement.relations.some((relation) => relation.type === 'repeats')) {
      add(
        '/statementId',
        'repeats',
        'a statement that repeats another has no forecast of its own: name the original',
      );
    }
  }
  if (input.basis === 'verbal') checkVerbal(prediction, statement, add);
  if (issues.length > 0 || prediction === null)
    throw invalid('invalidForecast', 'The forecast cannot be recorded as sent.', issues);
  return prediction;
}

/** With basis verbal the bounds are the hedge's, so that no imputed number stands alone. */
function checkVerbal(
  prediction: Prediction | null,
  statement: Hedged | null,
  add: (pointer: string, code: string, message: string) => void,
): void {
  const hedge = statement?.hedge ?? null;
  if (hedge === null) {
    add('/basis', 'noHedge', 'verbal needs a statement with a hedge');
    return;
  }
  if (prediction === null) return;
  if (!('probability' in prediction)) add('/basis', 'notBinary', 'verbal is for binary questions');
  else if (prediction.lower !== hedge.lower || prediction.upper !== hedge.upper) {
    add(
      '/prediction/lower',
      'notTheHedge',
      `with basis verbal lower and upper are those of the hedge: ${hedge.lower} and ${hedge.upper}`,
    );
  }
}

export interface ForecastGround {
  readonly question: Question;
  readonly statement: Statement | null;
  /** Whose it is: of a correction, what the forecaster was merged into. */
  readonly forecaster: Forecaster;
  readonly superseded: Forecast | null;
}

/** Holds what forecasts stand on: once, before any of it is read. */
export async function holdGround(
  unit: Unit,
  inputs: readonly Pick<CompleteForecast, 'questionId' | 'forecasterId' | 'statementId'>[],
): Promise<void> {
  const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];
  await unit.hold({
    rely: {
      question: distinct(inputs.map(({ questionId }) => questionId)),
      forecaster: distinct(inputs.map(({ forecasterId }) => forecasterId)),
      statement: distinct(inputs.map(({ statementId }) => statementId)),
    },
  });
}

/** What a forecast stands on, or a refusal that says which of it fails. */
export async function forecastGround(unit: Unit, input: CompleteForecast): Promise<ForecastGround> {
  const question = await unit.questions.get(input.questionId);
  const issues: InputIssue[] = [];
  if (question === null)
    issues.push({ pointer: '/questionId', code: 'unknown', message: 'names no question' });
  const forecaster = await unit.forecasters.get(input.forecasterId);
  if (forecaster === null)
    issues.push({ pointer: '/forecasterId', code: 'unknown', message: 'names no forecaster' });
  const statement = input.statementId === null ? null : await unit.statements.get(input.statementId);
  if (input.statementId !== null && statement === null)
    issues.push({ pointer: '/statementId', code: 'unknown', message: 'names no statement' });
  if (input.supersedesId !== null && input.reason === null)
    issues.push({ pointer: '/reason', code: 'required', message: 'a correction needs its reason' });
  if (input.supersedesId === null && input.reason !== null) {
    issues.push({
      pointer: '/reason',
      code: 'unexpected',
      message: 'reason belongs to a correction: name the forecast in supersedesId',
    });
  }
  if (issues.length > 0 || question === null || forecaster === null) {
    throw invalid('invalidForecast', 'The forecast cannot be recorded as sent.', issues);
  }
  requireNotRetracted('question', question);
  if (input.supersedesId === null) requireStandingForecaster(forecaster);
  const standing = await standingForecaster(unit, forecaster);
  const restsOn = statement?.id ?? question.statementId;
  if (restsOn !== null) await requireStandingStatement(unit, restsOn);
  const superseded = input.supersedesId === null ? null : await unit.forecasts.get(input.supersedesId);
  if (input.supersedesId !== null && superseded === null) throw notFound('forecast', input.supersedesId);
  return { question, statement, forecaster: standing, superseded };
}

/** The prediction, held against what it stands on; a duplicate and what it was merged into are one forecaster. */
export function checkOnGround(
  input: CompleteForecast,
  { question, statement, forecaster }: ForecastGround,
  now: string,
): Prediction {
  const spoken = statement === null ? null : { ...statement, forecasterId: statement.forecaster.id };
  return checkPrediction({ ...input, forecasterId: forecaster.id }, question, spoken, now);
}
