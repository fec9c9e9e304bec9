import { conflict, invalid, notFound } from '../../domain/errors.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { Entity, Topic } from '../../domain/topics/topic.ts';
import type { Reader } from '../../store/store.ts';
import type { MergeableType } from '../../store/unit.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireScope,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { found } from './found.ts';
import { requireNotRetracted } from './standing.ts';

interface Nouns {
  forecaster: Forecaster;
  topic: Topic;
  entity: Entity;
}

type Readers = {
  readonly [Type in MergeableType]: (
    reader: Pick<Reader, 'forecasters' | 'topics' | 'entities'>,
    id: string,
  ) => Promise<Nouns[Type] | null>;
};

/** Where each mergeable noun is read. */
const READERS: Readers = {
  forecaster: (reader, id) => reader.forecasters.get(id),
  topic: (reader, id) => reader.topics.get(id),
  entity: (reader, id) => reader.entities.get(id),
};

/** Makes a duplicate an alias of what it duplicates: its rows count as the other's from now on. */
export async function merge<Type extends MergeableType>(
  context: Context,
  type: Type,
  fromId: string,
  input: { readonly intoId: string; readonly reason: string },
  seen: Precondition<Nouns[Type]>,
): Promise<Recorded<Nouns[Type]>> {
  requireScope(context, 'resolve', 'A merge');
  requireUnlimited(context, 'A merge');
  if (fromId === input.intoId) {
    throw invalid('sameThing', 'A thing cannot be merged into itself.', [
      { pointer: '/intoId', code: 'sameThing', message: 'must name another one' },
    ]);
  }
  return context.store.write(
    writeRequest(context, `${type}.merge`),
    async (unit) => {
      await unit.hold({ change: { [type]: [fromId, input.intoId] } });
      const from = await READERS[type](unit, fromId);
      if (from === null) throw notFound(type, fromId);
      seen(from);
      const into = await READERS[type](unit, input.intoId);
      if (into === null) throw notFound(type, input.intoId);
      // Under one who was entered by mistake all that the other said would be counted as a mistake.
      for (const one of [from, into]) if ('retraction' in one) requireNotRetracted('forecaster', one);
      if (from.mergedIntoId !== null)
        throw conflict('alreadyMerged', `This ${type} is merged into ${from.mergedIntoId} already.`);
      if (into.mergedIntoId !== null)
        throw conflict(
          'intoMerged',
          `${input.intoId} is itself merged into ${into.mergedIntoId}: name that one.`,
        );
      unit.append({
        type: 'merge',
        id: context.newId(),
        subjectType: type,
        fromId,
        intoId: input.intoId,
        reason: input.reason,
      });
    },
    (reader) => found(type, fromId, (id) => READERS[type](reader, id)),
  );
}
