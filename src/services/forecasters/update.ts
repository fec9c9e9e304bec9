import type { Forecaster, ForecasterChange } from '../../domain/forecasters/forecaster.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireForecaster,
  writeRequest,
} from '../context.ts';
import { appendEdit, applyChange, contentOf, refuseRedactedText, seenItem } from '../record/edit.ts';
import { found } from '../record/found.ts';

const FIELDS = ['name', 'kind', 'aliases', 'affiliation', 'url'] as const;

/** Edits a forecaster: a new version, the old one kept. */
export async function updateForecaster(
  context: Context,
  id: string,
  change: ForecasterChange,
  seen: Precondition<Forecaster>,
): Promise<Recorded<Forecaster>> {
  requireForecaster(context, id);
  return context.store.write(
    writeRequest(context, 'forecaster.update'),
    async (unit) => {
      await unit.hold({ change: { forecaster: [id] } });
      const item = await seenItem('forecaster', id, unit.forecasters.get, seen);
      const before = contentOf(item, FIELDS);
      const after = applyChange(before, change);
      await refuseRedactedText(unit, id, before, after);
      appendEdit(unit, 'forecaster', item, before, after);
    },
    (reader) => found('forecaster', id, reader.forecasters.get),
  );
}
