import type { BatchResult } from '../../domain/batches/batch.ts';
import { conflict } from '../../domain/errors.ts';
import type { FirstForecastInput } from '../../domain/forecasts/forecast.ts';
import { type Context, type Recorded, requireForecaster } from '../context.ts';
import { type Batch, recordBatch } from '../record/batch.ts';
import { readOnce } from '../record/read-once.ts';
import { checkOnGround, forecastGround, holdGround } from './check.ts';
import { appendForecast, duplicate } from './create.ts';

/** Records first entries of forecasts together. Late ones and those on resolved questions as when sent alone. */
export function createForecasts(
  context: Context,
  batch: Batch<FirstForecastInput>,
): Promise<Recorded<BatchResult>> {
  return recordBatch(context, batch, {
    action: 'forecast.batch',
    field: 'forecasts',
    open: async (unit, rows) => {
      await holdGround(unit, rows);
      const read = await readOnce(unit, {
        questions: rows.map(({ questionId }) => questionId),
        forecasters: rows.map(({ forecasterId }) => forecasterId),
        statements: rows.flatMap(({ statementId }) => statementId ?? []),
      });
      const standing = await unit.firstForecasts(rows);
      const inBatch = new Map<string, number>();
      return async (row, id, index) => {
        requireForecaster(context, row.forecasterId);
        const input = { ...row, supersedesId: null, reason: null };
        const ground = await forecastGround(read, input);
        const first = standing[index] ?? null;
        if (first !== null) throw duplicate(row, first);
        const natural = [row.questionId, row.forecasterId, row.madeAt].join(' ');
        const earlier = inBatch.get(natural);
        if (earlier !== undefined) throw twice(earlier);
        const prediction = checkOnGround(input, ground, unit.now);
        inBatch.set(natural, index);
        await appendForecast(read, ground.question, { ...input, id, prediction, revision: 1 });
      };
    },
  });
}

function twice(index: number): Error {
  return conflict(
    'duplicateForecast',
    `/forecasts/${index} is of the same question, forecaster and madeAt: send one of them.`,
  );
}
