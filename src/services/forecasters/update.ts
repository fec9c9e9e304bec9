import { conflict } from '../../domain/errors.ts';
import type { Forecaster, ForecasterChange } from '../../domain/forecasters/forecaster.ts';
import type { ForecasterContent, Unit } from '../../store/unit.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireForecaster,
  writeRequest,
} from '../context.ts';
import { appendEdit, applyChange, contentOf, refuseRedactedText, seenItem } from '../record/edit.ts';
import { found } from '../record/found.ts';
import { standingForecaster } from '../record/standing.ts';

const FIELDS = ['name', 'kind', 'aliases', 'affiliation', 'url'] as const;

/** Edits a forecaster: a new version, the old one kept. */
export async function updateForecaster(
  context: Context,
  id: string,
  change: ForecasterChange,
  seen: Precondition<Forecaster>,
): Promise<Recorded<Forecaster>> {
  const limited = context.actor.forecasterIds.length > 0;
  return context.store.write(
    writeRequest(context, 'forecaster.update'),
    async (unit) => {
      await unit.hold(async () => {
        const mergedIntoId = (await unit.forecasters.get(id))?.mergedIntoId ?? null;
        // Of two who take one new name at the same moment the second sees it taken.
        const names = limited && (change.name ?? change.aliases) !== undefined ? ['all'] : [];
        return {
          change: { forecaster: [id], names },
          rely: { forecaster: mergedIntoId === null ? [] : [mergedIntoId] },
        };
      });
      const item = await seenItem('forecaster', id, unit.forecasters.get, seen);
      // Names of one who was merged are names of the other.
      requireForecaster(context, item.mergedIntoId ?? id);
      await standingForecaster(unit, item);
      const before = contentOf(item, FIELDS);
      const after = applyChange(before, change);
      if (limited) await refuseNamesOfOthers(unit, item, after);
      await refuseRedactedText(unit, id, before, after);
      appendEdit(unit, 'forecaster', item, before, after);
    },
    (reader) => found('forecaster', id, reader.forecasters.get),
  );
}

/** A name that two bear can no longer be asked for: who keeps the record may want that, one of those it is kept of may not. */
async function refuseNamesOfOthers(unit: Unit, item: Forecaster, after: ForecasterContent): Promise<void> {
  const own = new Set([item.name, ...item.aliases]);
  for (const name of [after.name, ...after.aliases].filter((one) => !own.has(one))) {
    const other = (await unit.forecastersNamed(name)).find(({ id }) => id !== (item.mergedIntoId ?? item.id));
    if (other === undefined) continue;
    throw conflict(
      'nameTaken',
      `Another forecaster bears the name ${name}: a key that is limited to some forecasters cannot give it to one more.`,
      { forecasterId: other.id },
    );
  }
}
