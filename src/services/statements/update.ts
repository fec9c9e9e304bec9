import { conflict } from '../../domain/errors.ts';
import type { Statement, StatementChange } from '../../domain/statements/statement.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireForecaster,
  writeRequest,
} from '../context.ts';
import { appendEdit, applyChange, contentOf, refuseRedactedText, seenItem } from '../record/edit.ts';
import { found } from '../record/found.ts';
import { judgedWith } from '../record/held.ts';
import { STATEMENT_FIELDS, statementContent } from './content.ts';

/**
 * Edits a statement: a new version, the old one kept. Who said it and how surely cannot change
 * under forecasts that it implies: correct or retract those first.
 */
export async function updateStatement(
  context: Context,
  id: string,
  change: StatementChange,
  seen: Precondition<Statement>,
): Promise<Recorded<Statement>> {
  return context.store.write(
    writeRequest(context, 'statement.update'),
    async (unit) => {
      await unit.hold(async () => {
        const { change: own, rely } = await judgedWith(unit, 'statement', id);
        const next = change.sourceId === undefined ? [] : [change.sourceId];
        return { ...(own && { change: own }), rely: { source: [...(rely?.source ?? []), ...next] } };
      });
      const item = await seenItem('statement', id, unit.statements.get, seen);
      requireForecaster(context, item.forecasterId);
      const before = contentOf(item, STATEMENT_FIELDS);
      const wanted = applyChange<typeof before>(before, change as Partial<typeof before>);
      requireForecaster(context, wanted.forecasterId);
      const after = await statementContent(unit, id, wanted, context.newId);
      if (after.kind !== 'claim' && item.verdict !== null)
        throw conflict('hasVerdict', 'This statement has a verdict, so it stays a claim.');
      await refuseUnderForecasts(unit, item, after);
      await refuseRedactedText(unit, id, before, after);
      appendEdit(unit, 'statement', item, before, after);
    },
    (reader) => found('statement', id, reader.statements.get),
  );
}

type Unit = Parameters<Parameters<Context['store']['write']>[1]>[0];

async function refuseUnderForecasts(
  unit: Unit,
  item: Statement,
  after: Pick<Statement, 'kind' | 'forecasterId' | 'hedge'>,
): Promise<void> {
  const sameHedge = (['lower', 'upper', 'lexiconKey', 'lexiconVersion'] as const).every(
    (field) => after.hedge?.[field] === item.hedge?.[field],
  );
  if (after.forecasterId === item.forecasterId && after.kind === item.kind && sameHedge) return;
  const implied = await unit.forecasts.list({
    filter: { statementId: [item.id] },
    sort: { field: 'createdAt', descending: false },
    limit: 1,
    after: null,
    includeTotal: false,
    includeRetracted: false,
  });
  if (implied.items.length > 0) {
    throw conflict(
      'impliesForecasts',
      'Forecasts rest on this statement: its kind, forecaster and the interval of its hedge with the lexicon that gives it stay. Retract it and record it anew.',
    );
  }
}
