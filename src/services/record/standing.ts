/** Who and what new things may be recorded under. */
import { conflict } from '../../domain/errors.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { Source } from '../../domain/sources/source.ts';

/** @throws ReckonerError conflict where the forecaster was retracted, or is a duplicate of another */
export function requireStandingForecaster({
  retraction,
  mergedIntoId,
}: Pick<Forecaster, 'retraction' | 'mergedIntoId'>): void {
  if (retraction !== null) throw conflict('forecasterRetracted', 'This forecaster is retracted.');
  if (mergedIntoId !== null) {
    throw conflict(
      'forecasterMerged',
      `This forecaster is merged into ${mergedIntoId}: record under that one.`,
      { forecasterId: mergedIntoId },
    );
  }
}

/** @throws ReckonerError conflict where the source was retracted */
export function requireStandingSource({ retraction }: Pick<Source, 'retraction'>): void {
  if (retraction !== null) throw conflict('sourceRetracted', 'This source is retracted.');
}
