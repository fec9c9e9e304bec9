import type { Forecaster, ForecasterInput } from '../../domain/forecasters/forecaster.ts';
import { type Context, type Recorded, requireUnlimited, writeRequest } from '../context.ts';
import { found } from '../record/found.ts';

/** Records a forecaster. */
export async function createForecaster(
  context: Context,
  input: ForecasterInput,
): Promise<Recorded<Forecaster>> {
  requireUnlimited(context, 'Recording a forecaster');
  const id = context.newId();
  return context.store.write(
    writeRequest(context, 'forecaster.create'),
    async (unit) => {
      unit.append({ type: 'forecaster', id, version: 1, content: input });
    },
    (reader) => found('forecaster', id, reader.forecasters.get),
  );
}
