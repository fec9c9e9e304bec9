/** What every new or edited question is checked for against the record. */
import { isDeepStrictEqual } from 'node:util';
import { conflict, type InputIssue, invalid, ReckonerError } from '../../domain/errors.ts';
import { conditionState } from '../../domain/questions/lifecycle.ts';
import type { Question, QuestionInput } from '../../domain/questions/question.ts';
import { parseOutcome } from '../../domain/questions/registry.ts';
import { checkScoringFields } from '../../domain/questions/scoring-fields.ts';
import { resolutionState } from '../../domain/resolutions/resolution.ts';
import { momentToInstant } from '../../domain/time.ts';
import type { QuestionContent, Unit } from '../../store/unit.ts';
import { requireStandingStatement } from '../record/standing.ts';
import { definitionOf } from './definition.ts';

export const QUESTION_FIELDS = [
  'title',
  'type',
  'description',
  'resolutionCriteria',
  'resolutionSource',
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
  'resolvesBy',
  'windowBasis',
  'windowReason',
  'condition',
  'reading',
  'statementId',
  'topics',
  'entities',
] as const;

type Add = (pointer: string, code: string, message: string) => void;

/**
 * The content of a question as it will stand; the unit holds the question of its condition and its statement.
 * @param known what comes into being in the same unit, before this one
 * @param before what an edited question hangs on already: kept, it may have failed or been retracted meanwhile
 * @throws ReckonerError invalid (form, cycle), conflict (its condition has failed already, or something retracted)
 */
export async function questionContent(
  unit: Unit,
  id: string,
  input: QuestionInput,
  newId: () => string,
  known: {
    readonly statements: ReadonlySet<string>;
    readonly questions: ReadonlyMap<string, QuestionContent>;
  } = { statements: new Set(), questions: new Map() },
  before: Pick<QuestionContent, 'condition' | 'statementId'> = { condition: null, statementId: null },
): Promise<QuestionContent> {
  const issues: InputIssue[] = [];
  const add: Add = (pointer, code, message) => void issues.push({ pointer, code, message });
  checkShape(input, add);
  checkWindow(input, add);
  if (
    input.statementId !== null &&
    !known.statements.has(input.statementId) &&
    (await unit.present('statement', [input.statementId])).length === 0
  ) {
    add('/statementId', 'unknown', 'names no statement');
  }
  const condition = isDeepStrictEqual(input.condition, before.condition)
    ? before.condition
    : await readCondition(unit, id, input, known.questions, add);
  if (issues.length > 0) throw invalid('invalidQuestion', 'The question cannot be recorded as sent.', issues);
  const { statementId } = input;
  if (statementId !== null && statementId !== before.statementId && !known.statements.has(statementId))
    await requireStandingStatement(unit, statementId);
  const topics = [...(await unit.ensureNames('topic', input.topics, newId))];
  const entities = [...(await unit.ensureNames('entity', input.entities, newId))];
  return { ...input, condition, topics, entities };
}

function checkShape(input: QuestionInput, add: Add): void {
  const choice = input.type === 'multipleChoice';
  if (choice && input.options === null)
    add('/options', 'required', 'a multipleChoice question needs its options');
  if (!choice && input.options !== null)
    add('/options', 'unexpected', 'only a multipleChoice question has options');
  if (!choice && input.ordered)
    add('/ordered', 'unexpected', 'only the options of a multipleChoice question can be a scale');
  if (input.type !== 'numeric' && input.range !== null)
    add('/range', 'unexpected', 'only a numeric question has a range');
  for (const { pointer = '', code, message } of checkScoringFields(input)) add(pointer, code, message);
  input.options?.forEach((option, index) => {
    if (input.options?.findIndex((other) => other.id === option.id) !== index)
      add(`/options/${index}/id`, 'duplicate', `${option.id} stands twice`);
  });
}

function checkWindow(input: QuestionInput, add: Add): void {
  const instant = (moment: string | null): string | null =>
    moment === null ? null : momentToInstant(moment, input.timezone);
  const [opensAt, closesAt, resolvesBy] = [
    instant(input.opensAt),
    instant(input.closesAt),
    instant(input.resolvesBy),
  ];
  if (opensAt !== null && closesAt !== null && opensAt >= closesAt)
    add('/closesAt', 'beforeOpening', 'must be after opensAt');
  input.milestones?.forEach((day, at) => {
    if (resolvesBy !== null && momentToInstant(day, input.timezone) > resolvesBy)
      add(`/milestones/${at}`, 'afterDue', 'must not be after resolvesBy: then only a yes could be known');
  });
  if (closesAt !== null && resolvesBy !== null && resolvesBy < closesAt)
    add('/resolvesBy', 'beforeClosing', 'must not be before closesAt');
}

/**
 * Whether the question hangs on the other, over any number of conditions. The unit holds both: of
 * two edits that together would close a circle, the second sees the first.
 */
async function dependsOn(
  unit: Unit,
  questionId: string,
  otherId: string,
  known: ReadonlyMap<string, QuestionContent>,
): Promise<boolean> {
  for (let at: string | undefined = questionId; at !== undefined; ) {
    if (at === otherId) return true;
    const question: Question | QuestionContent | null = known.get(at) ?? (await unit.questions.get(at));
    at = question?.condition?.questionId;
  }
  return false;
}

/** The condition with its outcome read by the type of the question it names. */
async function readCondition(
  unit: Unit,
  id: string,
  input: QuestionInput,
  known: ReadonlyMap<string, QuestionContent>,
  add: Add,
): Promise<QuestionContent['condition']> {
  if (input.condition === null) return null;
  const { questionId, outcome } = input.condition;
  if (await dependsOn(unit, questionId, id, known)) {
    add('/condition/questionId', 'cycle', 'would make the question depend on itself');
    return null;
  }
  const on: Question | QuestionContent | null =
    known.get(questionId) ?? (await unit.questions.get(questionId));
  if (on === null) {
    add('/condition/questionId', 'unknown', 'names no question');
    return null;
  }
  if ('retraction' in on && on.retraction !== null) {
    throw conflict('questionRetracted', 'The question of the condition is retracted.', {
      conditionQuestionId: questionId,
    });
  }
  if (on.type !== 'binary' && on.type !== 'multipleChoice') {
    add('/condition/questionId', 'wrongType', 'a condition names a binary or multipleChoice question');
    return null;
  }
  try {
    const needed = parseOutcome(definitionOf(on), outcome);
    if (resolutionState(needed) !== 'value')
      add('/condition/outcome', 'notAnOutcome', 'must be an outcome, not a void');
    const standing = 'resolution' in on ? ((on as Question).resolution?.outcome ?? null) : null;
    if (conditionState({ questionId, outcome: needed }, standing).kind === 'failed') {
      throw conflict(
        'conditionFailed',
        'The condition has already resolved otherwise: this question could only be void.',
        { conditionQuestionId: questionId },
      );
    }
    return { questionId, outcome: needed };
  } catch (error) {
    if (!(error instanceof ReckonerError) || error.kind !== 'invalid') throw error;
    for (const issue of error.details.issues ?? [])
      add(`/condition/outcome${issue.pointer ?? ''}`, issue.code, issue.message);
    return null;
  }
}
