/** Which rows an outcome brings about: the resolution, its scores, and the cascade over dependants. */
import { notFound } from '../../domain/errors.ts';
import { conditionState, decideResolution, ignoredReason } from '../../domain/questions/lifecycle.ts';
import type { Outcome } from '../../domain/questions/prediction-fields.ts';
import type { Question } from '../../domain/questions/question.ts';
import { parseOutcome } from '../../domain/questions/registry.ts';
import { type ResolutionInput, resolutionState } from '../../domain/resolutions/resolution.ts';
import { type Instant, momentToInstant } from '../../domain/time.ts';
import type { NewResolution, NewScore, Unit } from '../../store/unit.ts';
import type { Precondition } from '../context.ts';
import { lexiconCells } from '../forecasts/lexicon-cells.ts';
import { scoreForecast } from '../forecasts/score.ts';
import { prefixIssues } from '../record/prefix-issues.ts';
import { requireNotRetracted } from '../record/standing.ts';
import { definitionOf } from './definition.ts';

export interface ResolutionPlan {
  readonly question: Question;
  readonly resolution: NewResolution;
  readonly scores: readonly NewScore[];
  /** Voids and reopenings of dependants, in the order in which they follow. */
  readonly cascade: readonly NewResolution[];
}

/**
 * Decides everything about one outcome; appends nothing. The unit holds the question.
 * @param seen checked for corrections: the caller's If-Match against the question
 */
export async function planResolution(
  unit: Unit,
  newId: () => string,
  questionId: string,
  input: ResolutionInput,
  seen: Precondition<Question>,
): Promise<ResolutionPlan> {
  const question = await unit.questions.get(questionId);
  if (question === null) throw notFound('question', questionId);
  if (input.supersedesId !== null) seen(question);
  requireNotRetracted('question', question);

  const definition = definitionOf(question);
  const outcome = prefixIssues('/outcome', () => parseOutcome(definition, input.outcome));
  const condition = await readConditionState(unit, question);
  const closesAt = question.closesAt === null ? null : momentToInstant(question.closesAt, question.timezone);
  const decision = decideResolution(
    input,
    outcome,
    { timezone: question.timezone, closesAt },
    question.resolution,
    condition,
    unit.now,
  );
  const resolution: NewResolution = {
    id: newId(),
    questionId,
    ...decision,
    state: resolutionState(outcome),
    knownAt: input.knownAt,
    rationale: input.rationale,
    reason: input.reason,
    causeResolutionId: null,
    evidence: input.evidence,
  };
  const scores = await scoresUnder(unit, question, resolution, closesAt);
  return { question, resolution, scores, cascade: await planCascade(unit, newId, question, resolution) };
}

async function readConditionState(unit: Unit, question: Question) {
  if (question.condition === null) return conditionState(null, null);
  const on = await unit.questions.get(question.condition.questionId);
  return conditionState(question.condition, on?.resolution?.outcome ?? null);
}

async function scoresUnder(
  unit: Unit,
  question: Question,
  resolution: NewResolution,
  closesAt: Instant | null,
): Promise<NewScore[]> {
  if (resolution.state !== 'value') return [];
  const forecasts = (await unit.forecastsOf(question.id)).filter(
    (forecast) => ignoredReason(forecast, closesAt, resolution.knownAtInstant) === null,
  );
  const cells = await lexiconCells(unit, forecasts);
  return forecasts.flatMap((forecast) =>
    scoreForecast(question, forecast, resolution.id, resolution.outcome, cells.has(forecast.id)),
  );
}

const FAILED = 'The condition of this question did not come true.';
const CORRECTED = 'The resolution of the condition was corrected.';

/** Dependants whose condition failed become void; those that a corrected cause had voided reopen. */
async function planCascade(
  unit: Unit,
  newId: () => string,
  root: Question,
  resolution: NewResolution,
): Promise<NewResolution[]> {
  const ids = await unit.dependants(root.id);
  if (ids.length === 0) return [];
  const dependants = await readAll(unit, ids);
  const questionOfResolution = new Map<string, string>();
  for (const question of [root, ...dependants]) {
    for (const earlier of await unit.resolutions(question.id))
      questionOfResolution.set(earlier.id, question.id);
  }
  const planned: NewResolution[] = [];
  const changed: { readonly id: string; readonly resolution: NewResolution }[] = [
    { id: root.id, resolution },
  ];
  for (let cause = changed.shift(); cause !== undefined; cause = changed.shift()) {
    for (const dependant of dependants.filter((question) => question.condition?.questionId === cause?.id)) {
      const next = follow(dependant, cause.id, cause.resolution, questionOfResolution, newId, unit.now);
      if (next === null) continue;
      planned.push(next);
      changed.push({ id: dependant.id, resolution: next });
    }
  }
  return planned;
}

async function readAll(unit: Unit, ids: readonly string[]): Promise<Question[]> {
  const questions: Question[] = [];
  for (const id of ids) {
    const question = await unit.questions.get(id);
    if (question !== null) questions.push(question);
  }
  return questions;
}

function follow(
  dependant: Question,
  causeQuestionId: string,
  cause: NewResolution,
  questionOfResolution: ReadonlyMap<string, string>,
  newId: () => string,
  now: Instant,
): NewResolution | null {
  const standing = dependant.resolution;
  const state = standing === null ? 'reopened' : resolutionState(standing.outcome);
  const condition = conditionState(dependant.condition, cause.outcome);
  const voidedByCause =
    standing !== null &&
    state === 'void' &&
    standing.causeResolutionId !== null &&
    questionOfResolution.get(standing.causeResolutionId) === causeQuestionId;
  const brought = (outcome: Outcome, reason: string): NewResolution => ({
    id: newId(),
    questionId: dependant.id,
    revision: (standing?.revision ?? 0) + 1,
    outcome,
    state: resolutionState(outcome),
    knownAt:
      resolutionState(outcome) === 'void' && cause.knownAt !== null ? (cause.knownAtInstant ?? now) : null,
    knownAtInstant: resolutionState(outcome) === 'void' ? cause.knownAtInstant : null,
    early: false,
    rationale: null,
    supersedesId: standing?.id ?? null,
    reason: standing === null ? null : reason,
    causeResolutionId: cause.id,
    evidence: [],
  });
  if (condition.kind === 'failed' && state !== 'void') return brought({ void: 'conditionFalse' }, FAILED);
  if (condition.kind !== 'failed' && voidedByCause) return brought({ reopened: true }, CORRECTED);
  return null;
}
