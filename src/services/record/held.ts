/** What has to be held to change a thing of which only its id is known. */
import type { RedactableType } from '../../domain/redactions/redaction.ts';
import type { Holding, Unit } from '../../store/unit.ts';

/**
 * The thing itself; of what belongs to a question or a statement, that one, since all of it is judged
 * together. A statement stands on the text of its source, which may mark its anchors.
 */
export async function judgedWith(unit: Unit, type: RedactableType, id: string): Promise<Holding> {
  switch (type) {
    case 'forecast': {
      const forecast = await unit.forecasts.get(id);
      return forecast === null ? {} : { change: { question: [forecast.questionId] } };
    }
    case 'resolution':
    case 'verdict': {
      const parent = await unit.parentOf(type, id);
      if (parent === null) return {};
      return { change: { [type === 'resolution' ? 'question' : 'statement']: [parent] } };
    }
    case 'statement': {
      const statement = await unit.statements.get(id);
      return statement === null
        ? {}
        : { change: { statement: [id] }, rely: { source: [statement.sourceId] } };
    }
    default:
      return { change: { [type]: [id] } };
  }
}
