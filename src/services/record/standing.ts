/** Who and what new things may be recorded under. */
import { conflict } from '../../domain/errors.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { RetractionMark } from '../../domain/stamps.ts';
import type { RetractableType, Unit } from '../../store/unit.ts';

/**
 * What was entered by mistake can be read, and text of it redacted: it is not worked on.
 * @throws ReckonerError conflict where it was retracted
 */
export function requireNotRetracted(
  type: RetractableType,
  { retraction }: { readonly retraction: RetractionMark },
): void {
  if (retraction !== null) throw conflict(`${type}Retracted`, `This ${type} is retracted.`);
}

/** @throws ReckonerError conflict where the forecaster was retracted, or is a duplicate of another */
export function requireStandingForecaster(forecaster: Pick<Forecaster, 'retraction' | 'mergedIntoId'>): void {
  requireNotRetracted('forecaster', forecaster);
  const { mergedIntoId } = forecaster;
  if (mergedIntoId !== null) {
    throw conflict(
      'forecasterMerged',
      `This forecaster is merged into ${mergedIntoId}: record under that one.`,
      { forecasterId: mergedIntoId },
    );
  }
}

/**
 * What the forecaster was merged into, or itself.
 * @throws ReckonerError conflict where either was retracted
 */
export async function standingForecaster(
  unit: Pick<Unit, 'forecasters'>,
  forecaster: Forecaster,
): Promise<Forecaster> {
  requireNotRetracted('forecaster', forecaster);
  const { mergedIntoId } = forecaster;
  const into = mergedIntoId === null ? null : await unit.forecasters.get(mergedIntoId);
  if (into !== null) requireStandingForecaster(into);
  return into ?? forecaster;
}

const RETRACTED_UNDER = {
  statement: 'The statement that this would rest on is retracted.',
  source: 'The source of the statement that this would rest on is retracted.',
  forecaster: 'The speaker of the statement that this would rest on is retracted.',
} as const;

/**
 * What rests on something retracted counts nowhere: it would be taken in and silently dropped.
 * @throws ReckonerError conflict where the statement, its source or its speaker was retracted
 */
export async function requireStandingStatement(
  unit: Pick<Unit, 'retractedUnder'>,
  statementId: string,
): Promise<void> {
  const what = (await unit.retractedUnder([statementId])).get(statementId);
  if (what !== undefined) throw conflict(`${what}Retracted`, RETRACTED_UNDER[what], { statementId });
}
