/** What a question declares for its scores: a transform of numbers, milestones of dates, edges of options. */
import { z } from 'zod';
import type { InputIssue } from '../errors.ts';
import { dateField } from '../time.ts';
import type { Transform } from './distribution.ts';
import type { QuestionDefinition, QuestionTypeKey } from './question-type.ts';

export const transforms = ['log', 'log1p'] as const satisfies readonly Transform[];

export const transformField = z
  .enum(transforms)
  .describe(
    'Transform of numbers and outcome for crps_transformed (numeric): log (of prices; values above 0) or log1p (ln(1 + x), of counts; values above -1).',
  );
export const milestonesField = z
  .array(dateField)
  .min(1)
  .max(200)
  .describe('Days by which it may have happened, rising, for rps_milestones (date).');
export const optionEdgesField = z
  .array(z.number().nullable())
  .min(3)
  .max(201)
  .describe(
    'Where on a numeric axis each option begins, and the last ends, rising, for crps_option_edges (multipleChoice, ordered); null first or last: open.',
  );

/** Of questions recorded before they could declare it. */
export const nothingDeclared = { optionEdges: null, transform: null, milestones: null } as const;

/** What a question of any type has of which nothing more is known than its type. */
export const plainQuestion = {
  ...nothingDeclared,
  options: null,
  ordered: false,
  unit: null,
  range: null,
  resolvesBy: null,
  timezone: 'UTC',
} as const;

type Declared = Pick<
  QuestionDefinition,
  'type' | 'ordered' | 'optionEdges' | 'unit' | 'range' | 'transform' | 'milestones'
> & { readonly options: readonly unknown[] | null };

/** Issues with pointers relative to the question; none where its declarations fit its type and each other. */
export function checkScoringFields(question: Declared): InputIssue[] {
  return [
    ...checkUnit(question),
    ...checkTransform(question),
    ...checkMilestones(question),
    ...checkOptionEdges(question),
  ];
}

const only = (type: QuestionTypeKey, field: string): InputIssue => ({
  pointer: `/${field}`,
  code: 'unexpected',
  message: `only a ${type} question has ${field}`,
});

function checkUnit({ type, unit, optionEdges }: Declared): InputIssue[] {
  if (unit === null || type === 'numeric' || (type === 'multipleChoice' && optionEdges !== null)) return [];
  const message = 'only a numeric question has a unit, and one whose options declare their edges';
  return [{ pointer: '/unit', code: 'unexpected', message }];
}

/** What numbers must be above to have a place under a transform. */
const ABOVE: Readonly<Record<Transform, number>> = { log: 0, log1p: -1 };

function checkTransform({ type, transform, range }: Declared): InputIssue[] {
  if (transform === null) return [];
  if (type !== 'numeric') return [only('numeric', 'transform')];
  if (range === null || range.min > ABOVE[transform]) return [];
  const other = transform === 'log' && range.min > ABOVE.log1p ? ', or transform log1p' : '';
  const message = `must be above ${ABOVE[transform]} with transform ${transform}${other}`;
  return [{ pointer: '/range/min', code: 'outsideTransform', message }];
}

function checkMilestones({ type, milestones }: Declared): InputIssue[] {
  if (milestones === null) return [];
  if (type !== 'date') return [only('date', 'milestones')];
  return milestones.flatMap((day, at) =>
    at > 0 && day <= (milestones[at - 1] as string)
      ? [{ pointer: `/milestones/${at}`, code: 'outOfOrder', message: 'must be later than the one before' }]
      : [],
  );
}

function checkOptionEdges({ type, ordered, options, optionEdges }: Declared): InputIssue[] {
  if (optionEdges === null) return [];
  if (type !== 'multipleChoice') return [only('multipleChoice', 'optionEdges')];
  const refuse = (pointer: string, code: string, message: string): InputIssue => ({
    pointer: `/optionEdges${pointer}`,
    code,
    message,
  });
  const issues: InputIssue[] = [];
  if (!ordered) issues.push(refuse('', 'unexpected', 'needs options that are ordered'));
  const length = (options?.length ?? 0) + 1;
  if (options !== null && optionEdges.length !== length)
    issues.push(refuse('', 'wrongLength', `must have ${length} entries, one more than there are options`));
  let before: number | null = null;
  optionEdges.forEach((edge, at) => {
    if (edge === null && at > 0 && at < optionEdges.length - 1)
      issues.push(refuse(`/${at}`, 'openInside', 'only the first and the last option can be open'));
    if (edge !== null && before !== null && edge <= before)
      issues.push(refuse(`/${at}`, 'outOfOrder', 'must be above the one before'));
    before = edge ?? before;
  });
  if (optionEdges.filter((edge) => edge !== null).length < 2)
    issues.push(refuse('', 'noWidth', 'needs two edges: no option has a width'));
  return issues;
}
