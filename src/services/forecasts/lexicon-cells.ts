/** Which verbal forecasts have chosen a cell of a lexicon that divides 0 to 1. */
import { isLexiconCell, lexiconName } from '../../domain/lexicons/lexicon-cell.ts';
import type { Statement } from '../../domain/statements/statement.ts';
import type { NewForecast, Unit } from '../../store/unit.ts';
import { allLexicons } from '../record/lexicons.ts';

type Forecast = Pick<NewForecast, 'id' | 'basis' | 'statementId' | 'prediction'>;

/** Ids of those forecasts. Nothing is read where none is verbal. */
export async function lexiconCells(
  unit: Pick<Unit, 'statements' | 'lexicons'>,
  forecasts: readonly Forecast[],
): Promise<ReadonlySet<string>> {
  const verbal = forecasts.filter(({ basis }) => basis === 'verbal');
  if (verbal.length === 0) return new Set();
  const lexicons = new Map(
    (await allLexicons(unit)).map((lexicon) => [lexiconName(lexicon.key, lexicon.version), lexicon]),
  );
  const hedges = new Map<string, Statement['hedge']>();
  for (const id of new Set(verbal.flatMap(({ statementId }) => statementId ?? [])))
    hedges.set(id, (await unit.statements.get(id))?.hedge ?? null);
  const chosen = verbal.filter(({ statementId, prediction }) =>
    isLexiconCell(prediction, hedges.get(statementId ?? '') ?? null, lexicons),
  );
  return new Set(chosen.map(({ id }) => id));
}
