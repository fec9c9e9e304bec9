import { conflict, invalid, type ReckonerError } from '../../domain/errors.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { CompleteForecast, Forecast, ForecastInput } from '../../domain/forecasts/forecast.ts';
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
import { checkOnGround, forecastGround, holdGround } from './check.ts';
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
  if (input.supersedesId === null) requireForecaster(context, input.forecasterId);
  else requireScope(context, 'resolve', 'Correcting a forecast');
  const id = context.newId();
  const action = input.supersedesId === null ? 'forecast.create' : 'forecast.correct';
  return context.store.write(
    writeRequest(context, action),
    async (unit) => {
      const complete = await completed(unit, input);
      await holdGround(unit, [complete]);
      const ground = await forecastGround(unit, complete);
      const { superseded } = ground;
      // Of one who was merged: whoever may write for the other.
      requireForecaster(context, ground.forecaster.id);
      const revision =
        superseded === null
          ? await firstRevision(unit, input)
          : await nextRevision(unit, input, ground.forecaster, superseded, seen);
      const prediction = checkOnGround(complete, ground, unit.now);
      const { questionId, statementId, madeAt, basis, note, supersedesId, reason } = complete;
      await appendForecast(unit, ground.question, {
        id,
        questionId,
        forecasterId: superseded?.forecasterId ?? input.forecasterId,
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

/** What a correction leaves out is as it was: what a forecast says never changes, so that it needs no hold. */
async function completed(unit: Unit, input: ForecastInput): Promise<CompleteForecast> {
  const { supersedesId } = input;
  const before = supersedesId === null ? null : await unit.forecasts.get(supersedesId);
  // No placeholder stands where nothing was redacted.
  const note = before?.redaction?.fields.includes('note') ? null : (before?.note ?? null);
  return { statementId: before?.statementId ?? null, note, ...input };
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

async function nextRevision(
  unit: Unit,
  input: ForecastInput,
  forecaster: Forecaster,
  superseded: Forecast,
  seen: Precondition<Forecast>,
): Promise<number> {
  seen(superseded);
  const of = await unit.forecasters.get(superseded.forecasterId);
  const sameForecaster = of !== null && (of.mergedIntoId ?? of.id) === forecaster.id;
  const same = ['questionId', 'forecasterId', 'madeAt'] as const;
  const issues = same
    .filter((field) => (field === 'forecasterId' ? !sameForecaster : input[field] !== superseded[field]))
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
  // As it was decided then: a day that was not over ended when the outcome was taken in, not when it was recorded.
  const outcomeKnownAt = await unit.outcomeKnownAt(resolution.id);
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
