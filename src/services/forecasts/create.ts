import { conflict, invalid, type ReckonerError } from '../../domain/errors.ts';
import type { Forecast, ForecastInput } from '../../domain/forecasts/forecast.ts';
import { ignoredReason } from '../../domain/questions/lifecycle.ts';
import type { Question } from '../../domain/questions/question.ts';
import { momentToInstant } from '../../domain/time.ts';
import type { NewForecast, Unit } from '../../store/unit.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireForecaster,
  requireScope,
  writeRequest,
} from '../context.ts';
import { found } from '../record/found.ts';
import { checkPrediction, forecastGround, holdGround } from './check.ts';
import { lexiconCells } from './lexicon-cells.ts';
import { scoreForecast } from './score.ts';

/**
 * Records a forecast, or the correction of one that was captured wrongly. Late ones are recorded
 * too, and ignored; on a resolved question one that counts is scored at once.
 */
export async function createForecast(
  context: Context,
  input: ForecastInput,
  seen: Precondition<Forecast>,
): Promise<Recorded<Forecast>> {
  requireForecaster(context, input.forecasterId);
  if (input.supersedesId !== null) requireScope(context, 'resolve', 'Correcting a forecast');
  const id = context.newId();
  const action = input.supersedesId === null ? 'forecast.create' : 'forecast.correct';
  return context.store.write(
    writeRequest(context, action),
    async (unit) => {
      await holdGround(unit, [input]);
      const { question, statement, superseded } = await forecastGround(unit, input);
      const revision =
        superseded === null ? await firstRevision(unit, input) : nextRevision(input, superseded, seen);
      const prediction = checkPrediction(input, question, statement, unit.now);
      const { questionId, forecasterId, statementId, madeAt, basis, note, supersedesId, reason } = input;
      await appendForecast(unit, question, {
        id,
        questionId,
        forecasterId,
        statementId,
        madeAt,
        prediction,
        basis,
        note,
        revision,
        supersedesId,
        reason,
      });
    },
    (reader) => found('forecast', id, reader.forecasts.get),
  );
}

async function firstRevision(unit: Unit, input: ForecastInput): Promise<number> {
  const [first = null] = await unit.firstForecasts([input]);
  if (first !== null) throw duplicate(input, first);
  return 1;
}

/** The refusal of a second first revision. */
export function duplicate({ madeAt }: Pick<ForecastInput, 'madeAt'>, forecastId: string): ReckonerError {
  const message = `There is a forecast of this forecaster on this question at ${madeAt} already: ${forecastId}. To correct it, name it in supersedesId.`;
  return conflict('duplicateForecast', message, { forecastId });
}

function nextRevision(input: ForecastInput, superseded: Forecast, seen: Precondition<Forecast>): number {
  seen(superseded);
  const same = ['questionId', 'forecasterId', 'madeAt'] as const;
  const issues = same
    .filter((field) => input[field] !== superseded[field])
    .map((field) => ({
      pointer: `/${field}`,
      code: 'changed',
      message: `a correction keeps it: ${superseded[field]}`,
    }));
  if (issues.length > 0)
    throw invalid('otherForecast', 'A correction is of the same question, forecaster and time.', issues);
  if (superseded.supersededById !== null) {
    throw conflict('notCurrent', 'This forecast is corrected already: correct the last revision.', {
      supersededById: superseded.supersededById,
    });
  }
  // It would stand again, as if it had never been withdrawn.
  if (superseded.withdrawnAt !== null) {
    throw conflict(
      'forecastWithdrawn',
      `This forecast was withdrawn at ${superseded.withdrawnAt}: what was withdrawn is not corrected.`,
    );
  }
  return superseded.revision + 1;
}

/** Plans the row, and its scores where the question stands resolved and the forecast counts. */
export async function appendForecast(unit: Unit, question: Question, forecast: NewForecast): Promise<void> {
  unit.append({ type: 'forecast', content: forecast });
  const { resolution } = question;
  if (question.status !== 'resolved' || resolution === null) return;
  const closesAt = question.closesAt === null ? null : momentToInstant(question.closesAt, question.timezone);
  const knownAt = resolution.knownAt === null ? null : momentToInstant(resolution.knownAt, question.timezone);
  const outcomeKnownAt =
    knownAt !== null && knownAt > resolution.recordedAt ? resolution.recordedAt : knownAt;
  if (
    ignoredReason(
      { madeAt: forecast.madeAt, superseded: false, retracted: false },
      closesAt,
      outcomeKnownAt,
    ) !== null
  )
    return;
  const cells = await lexiconCells(unit, [forecast]);
  unit.append({
    type: 'scores',
    resolutionId: resolution.id,
    rows: scoreForecast(question, forecast, resolution.id, resolution.outcome, cells.has(forecast.id)),
  });
}
