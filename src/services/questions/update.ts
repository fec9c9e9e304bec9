import { isDeepStrictEqual } from 'node:util';
import { conflict } from '../../domain/errors.ts';
import type { Question, QuestionChange } from '../../domain/questions/question.ts';
import type { QuestionContent, Unit } from '../../store/unit.ts';
import {
  type Context,
  type Precondition,
  type Recorded,
  requireUnlimited,
  writeRequest,
} from '../context.ts';
import { appendEdit, applyChange, contentOf, refuseRedactedText, seenItem } from '../record/edit.ts';
import { found } from '../record/found.ts';
import { QUESTION_FIELDS, questionContent } from './content.ts';

/** What a forecast was made on: changing it would change what the forecaster said. */
const MATERIAL = [
  'type',
  'resolutionCriteria',
  'options',
  'ordered',
  'optionEdges',
  'unit',
  'range',
  'transform',
  'milestones',
  'timezone',
  'opensAt',
  'closesAt',
  'condition',
  'reading',
  'statementId',
] as const;

/** Edits a question. After its first forecast or resolution a material edit is refused. */
export async function updateQuestion(
  context: Context,
  id: string,
  change: QuestionChange,
  seen: Precondition<Question>,
): Promise<Recorded<Question>> {
  requireUnlimited(context, 'Editing a question');
  return context.store.write(
    writeRequest(context, 'question.update'),
    async (unit) => {
      const next = change.condition?.questionId;
      const origin = change.statementId ?? null;
      await unit.hold({
        change: { question: next === undefined ? [id] : [id, next] },
        rely: { statement: origin === null ? [] : [origin] },
      });
      const item = await seenItem('question', id, unit.questions.get, seen);
      const before = contentOf(item, QUESTION_FIELDS);
      const after = await questionContent(
        unit,
        id,
        applyChange<QuestionContent>(before, change as Partial<QuestionContent>),
        context.newId,
        undefined,
        before,
      );
      // Of a date, what lies beyond the horizon counts as one: another horizon is another score.
      const fields = before.type === 'date' ? ([...MATERIAL, 'resolvesBy'] as const) : MATERIAL;
      const material = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
      if (material.length > 0 && (item.resolution !== null || (await hasForecast(unit, id)))) {
        throw conflict(
          'materialEdit',
          `${material.join(', ')} cannot change once there is a forecast or a resolution: retract this question and ask anew.`,
          {
            fields: material,
          },
        );
      }
      await refuseUnderDependants(unit, id, before, after);
      await refuseRedactedText(unit, id, before, after);
      appendEdit(unit, 'question', item, before, after);
    },
    (reader) => found('question', id, reader.questions.get),
  );
}

async function hasForecast(unit: Unit, questionId: string): Promise<boolean> {
  return (await unit.forecastsOf(questionId)).length > 0;
}

/** What a condition names stays possible: else the outcome would void the dependant, whatever came true. */
async function refuseUnderDependants(
  unit: Unit,
  id: string,
  before: QuestionContent,
  after: QuestionContent,
): Promise<void> {
  if (before.type === after.type && isDeepStrictEqual(before.options, after.options)) return;
  const possible = new Set(after.options?.map((option) => option.id));
  const dependants = (await unit.questions.some(await unit.dependants(id))).filter(
    ({ condition, retraction }) => condition?.questionId === id && retraction === null,
  );
  const broken = dependants.filter(({ condition }) => {
    const outcome = condition?.outcome;
    return outcome !== undefined && 'optionId' in outcome && !possible.has(outcome.optionId);
  });
  const fields = before.type === after.type ? (broken.length > 0 ? ['options'] : []) : ['type'];
  const [first] = before.type === after.type ? broken : dependants;
  if (first === undefined) return;
  throw conflict(
    'materialEdit',
    `${fields.join(', ')} cannot change so: a question has this one as its condition (${first.id}). Edit or retract that one first, or ask anew.`,
    { fields, dependantQuestionId: first.id },
  );
}
