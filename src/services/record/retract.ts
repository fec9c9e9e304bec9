import { conflict, notFound } from '../../domain/errors.ts';
import type { Forecaster } from '../../domain/forecasters/forecaster.ts';
import type { Forecast } from '../../domain/forecasts/forecast.ts';
import type { Question } from '../../domain/questions/question.ts';
import type { Source } from '../../domain/sources/source.ts';
import type { Statement } from '../../domain/statements/statement.ts';
import type { Reader } from '../../store/store.ts';
import type { RetractableType } from '../../store/unit.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireScope,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { found } from './found.ts';
import { judgedWith } from './held.ts';

interface Nouns {
  source: Source;
  forecaster: Forecaster;
  statement: Statement;
  question: Question;
  forecast: Forecast;
}

type Readers = {
  readonly [Type in RetractableType]: (
    reader: Pick<Reader, 'sources' | 'forecasters' | 'statements' | 'questions' | 'forecasts'>,
    id: string,
  ) => Promise<Nouns[Type] | null>;
};

/** Where each retractable noun is read. */
const READERS: Readers = {
  source: (reader, id) => reader.sources.get(id),
  forecaster: (reader, id) => reader.forecasters.get(id),
  statement: (reader, id) => reader.statements.get(id),
  question: (reader, id) => reader.questions.get(id),
  forecast: (reader, id) => reader.forecasts.get(id),
};

/** Takes out of lists and scores what was entered by mistake; it stays readable and counted. */
export async function retract<Type extends RetractableType>(
  context: Context,
  type: Type,
  id: string,
  reason: string,
  seen: Precondition<Nouns[Type]>,
): Promise<Recorded<Nouns[Type]>> {
  requireScope(context, 'resolve', 'A retraction');
  requireUnlimited(context, 'A retraction');
  return context.store.write(
    writeRequest(context, `${type}.retract`),
    async (unit) => {
      await unit.hold(() => judgedWith(unit, type, id));
      const item = await READERS[type](unit, id);
      if (item === null) throw notFound(type, id);
      seen(item);
      if (item.retraction !== null) throw conflict('alreadyRetracted', `This ${type} is retracted already.`);
      unit.append({ type: 'retraction', id: context.newId(), subjectType: type, subjectId: id, reason });
    },
    (reader) => found(type, id, (subjectId) => READERS[type](reader, subjectId)),
  );
}
