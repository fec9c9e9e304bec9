import { conflict, invalid, notFound } from '../../domain/errors.ts';
import type { Forecast, WithdrawalInput } from '../../domain/forecasts/forecast.ts';
import type { Unit } from '../../store/unit.ts';
import { type Context, type Recorded, requireForecaster, requireScope, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';
import { judgedWith } from '../record/held.ts';
import { requireNotRetracted } from '../record/standing.ts';

/** Records from when a forecast no longer stands. It stays in the record, and covers no later time. */
export async function withdrawForecast(
  context: Context,
  id: string,
  input: WithdrawalInput,
): Promise<Recorded<Forecast>> {
  return context.store.write(
    writeRequest(context, 'forecast.withdraw'),
    async (unit) => {
      await unit.hold(() => judgedWith(unit, 'forecast', id));
      const forecast = await unit.forecasts.get(id);
      if (forecast === null) throw notFound('forecast', id);
      requireNotRetracted('forecast', forecast);
      const forecaster = await unit.forecasters.get(forecast.forecasterId);
      // Of one who was merged: whoever may write for the other.
      requireForecaster(context, forecaster?.mergedIntoId ?? forecast.forecasterId);
      if (forecast.supersededById !== null) {
        throw conflict('notCurrent', 'This forecast was corrected: withdraw the last revision.', {
          supersededById: forecast.supersededById,
        });
      }
      if (forecast.withdrawnAt !== null)
        throw conflict('alreadyWithdrawn', `This forecast was withdrawn at ${forecast.withdrawnAt}.`);
      const withdrawnAt = input.withdrawnAt ?? unit.now;
      const issue =
        withdrawnAt > unit.now
          ? `must not be later than now (${unit.now})`
          : withdrawnAt < forecast.madeAt
            ? `must not be before madeAt (${forecast.madeAt})`
            : null;
      if (issue !== null)
        throw invalid('invalidWithdrawal', 'The withdrawal cannot be recorded as sent.', [
          { pointer: '/withdrawnAt', code: 'outOfRange', message: issue },
        ]);
      await requireBeforeOutcome(context, unit, forecast.questionId, withdrawnAt);
      unit.append({
        type: 'withdrawal',
        id: context.newId(),
        forecastId: id,
        withdrawnAt,
        reason: input.reason,
      });
    },
    (reader) => found('forecast', id, reader.forecasts.get),
  );
}

/**
 * Who learns the outcome could take back what it proved wrong: what was withdrawn before it was known must have been
 * said before, or by somebody who may correct outcomes.
 */
async function requireBeforeOutcome(
  context: Context,
  unit: Unit,
  questionId: string,
  withdrawnAt: string,
): Promise<void> {
  const question = await unit.questions.get(questionId);
  if (question !== null) requireNotRetracted('question', question);
  const resolutionId = question?.resolution?.id ?? null;
  const knownAt = resolutionId === null ? null : await unit.outcomeKnownAt(resolutionId);
  if (knownAt !== null && withdrawnAt < knownAt)
    requireScope(context, 'resolve', 'Withdrawing a forecast before the time at which its outcome was known');
}
