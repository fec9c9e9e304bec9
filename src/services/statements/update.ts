import { conflict, type InputIssue, invalid } from '../../domain/errors.ts';
import type { Forecast } from '../../domain/forecasts/forecast.ts';
import type { Statement, StatementChange } from '../../domain/statements/statement.ts';
import type { Page, PageStart } from '../../store/store.ts';
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
import { requireNotRetracted, requireStandingForecaster } from '../record/standing.ts';
import { repeatedBy, STATEMENT_FIELDS, statementContent } from './content.ts';

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
        const next = (named: string | undefined) => (named === undefined ? [] : [named]);
        // Of edits that together would close a circle, the second sees the first.
        const repeated = (await unit.repeated(repeatedBy(change))).filter((other) => other !== id);
        return {
          ...(own && { change: own }),
          rely: {
            source: [...(rely?.source ?? []), ...next(change.sourceId)],
            forecaster: next(change.forecasterId),
            statement: repeated,
          },
        };
      });
      const item = await seenItem('statement', id, unit.statements.get, seen);
      // Of one who was merged: whoever may write for the other.
      requireForecaster(context, item.forecaster.id);
      const before = contentOf(item, STATEMENT_FIELDS);
      const wanted = applyChange<typeof before>(before, change as Partial<typeof before>);
      const sameForecaster = wanted.forecasterId === item.forecasterId;
      if (!sameForecaster) requireForecaster(context, wanted.forecasterId);
      if (change.relations !== undefined) await refuseCircle(unit, id, change.relations);
      const after = await statementContent(unit, id, wanted, context.newId);
      if (after.kind !== 'claim' && item.verdict !== null)
        throw conflict('hasVerdict', 'This statement has a verdict, so it stays a claim.');
      if (!sameForecaster) await requireStanding(unit, 'forecaster', wanted.forecasterId);
      if (wanted.sourceId !== item.sourceId) await requireStanding(unit, 'source', wanted.sourceId);
      await refuseUnderForecasts(unit, item, after);
      await refuseRedactedText(unit, id, before, after);
      appendEdit(unit, 'statement', item, before, after);
    },
    (reader) => found('statement', id, reader.statements.get),
  );
}

type Unit = Parameters<Parameters<Context['store']['write']>[1]>[0];

/** Of what repeats each other in a circle nothing would be the original. */
async function refuseCircle(unit: Unit, id: string, relations: Statement['relations']): Promise<void> {
  const issues: InputIssue[] = [];
  for (const [index, { type, statementId }] of relations.entries()) {
    if (type !== 'repeats' || statementId === id || !(await unit.repeated([statementId])).includes(id))
      continue;
    const pointer = `/relations/${index}/statementId`;
    issues.push({ pointer, code: 'cycle', message: 'repeats this statement: name the original' });
  }
  if (issues.length > 0)
    throw invalid('invalidStatement', 'The statement cannot be recorded as sent.', issues);
}

/** A statement may stay under what was merged or retracted since; it is not moved there. */
async function requireStanding(unit: Unit, type: 'forecaster' | 'source', id: string): Promise<void> {
  if (type === 'forecaster') {
    const forecaster = await unit.forecasters.get(id);
    if (forecaster !== null) requireStandingForecaster(forecaster);
  } else {
    const source = await unit.sources.get(id);
    if (source !== null) requireNotRetracted('source', source);
  }
}

async function refuseUnderForecasts(
  unit: Unit,
  item: Statement,
  after: Pick<Statement, 'kind' | 'forecasterId' | 'hedge' | 'relations'>,
): Promise<void> {
  const sameHedge = (['lower', 'upper', 'lexiconKey', 'lexiconVersion'] as const).every(
    (field) => after.hedge?.[field] === item.hedge?.[field],
  );
  // A duplicate and what it was merged into are one.
  const sameForecaster = [item.forecasterId, item.forecaster.id].includes(after.forecasterId);
  const repeatsMore = repeatedBy(after).length > 0 && repeatedBy(item).length === 0;
  if (sameForecaster && after.kind === item.kind && sameHedge && !repeatsMore) return;
  if (await restsOn(unit, item.id)) {
    throw conflict(
      'impliesForecasts',
      'Forecasts rest on this statement: its kind, forecaster and the interval of its hedge with the lexicon that gives it stay, and it repeats no other. Retract it and record it anew.',
    );
  }
}

/** Whether a forecast that was not itself retracted rests on it, also one that counts nowhere since something else was. */
async function restsOn(unit: Unit, statementId: string): Promise<boolean> {
  let after: PageStart | null = null;
  do {
    const page: Page<Forecast> = await unit.forecasts.list({
      filter: { statementId: [statementId] },
      sort: { field: 'createdAt', descending: false },
      limit: 200,
      after,
      includeTotal: false,
      includeRetracted: true,
    });
    if (page.items.some(({ retraction }) => retraction === null)) return true;
    after = page.next;
  } while (after !== null);
  return false;
}
