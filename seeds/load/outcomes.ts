/** Resolutions and verdicts: new, corrected where the files changed, or left alone. */
import { knownAtInstant } from '../../src/domain/questions/lifecycle.ts';
import { planResolution, type ResolutionPlan } from '../../src/services/questions/plan-resolution.ts';
import type { SeedEdition } from '../read.ts';
import { seedId } from '../seed-id.ts';
import { EDITED, isOurs, type Loading, sameIn } from './loading.ts';

type SeedResolution = SeedEdition['resolutions'][number];

/**
 * A condition comes before what depends on it, and its outcome is on record before that is decided.
 * Questions of one depth do not depend on each other, so that one flush serves them all; rows of one
 * kind stand together in it, because each change of kind is a statement of its own to the database.
 */
export async function loadResolutions(loading: Loading): Promise<void> {
  for (const level of byConditionDepth(loading.edition)) {
    const plans: ResolutionPlan[] = [];
    for (const entry of level) plans.push(...(await planned(loading, entry)));
    for (const content of plans.flatMap((plan) => [plan.resolution, ...plan.cascade]))
      loading.append('resolutions', { type: 'resolution', content });
    for (const { resolution, scores: rows } of plans) {
      if (rows.length > 0) loading.append('scores', { type: 'scores', resolutionId: resolution.id, rows });
    }
    await loading.unit.flush();
  }
}

function byConditionDepth({ questions, resolutions }: SeedEdition): SeedResolution[][] {
  const conditionOf = new Map(
    questions.map((question) => [question.key, question.condition?.question ?? null]),
  );
  const depthOf = (key: string): number => {
    const condition = conditionOf.get(key) ?? null;
    return condition === null ? 0 : 1 + depthOf(condition);
  };
  const depths = [...new Set(resolutions.map(({ question }) => depthOf(question)))].sort((a, b) => a - b);
  return depths.map((depth) => resolutions.filter(({ question }) => depthOf(question) === depth));
}

/** What this entry brings: nothing where it stands already or is a user's by now. */
async function planned(loading: Loading, entry: SeedResolution): Promise<ResolutionPlan[]> {
  const { unit, newId } = loading;
  const questionId = seedId('question', entry.question);
  // Of a question that came with this loading only its condition can have said anything.
  const read =
    !loading.fresh.has(questionId) ||
    loading.edition.questions.some(({ key, condition }) => key === entry.question && condition !== null);
  const question = read ? await unit.questions.get(questionId) : null;
  const standing = question?.resolution ?? null;
  const { outcome, knownAt, rationale, evidence } = entry;
  if (standing !== null) {
    if (sameIn({ outcome, knownAt, rationale, evidence }, standing)) return [];
    if (!isOurs(standing) || standing.causeResolutionId !== null) {
      loading.leave(`resolution of ${entry.question}`);
      return [];
    }
  }
  if (question !== null && question.retraction !== null) {
    loading.leave(`resolution of ${entry.question}`);
    return [];
  }
  const correction =
    standing === null ? { supersedesId: null, reason: null } : { supersedesId: standing.id, reason: EDITED };
  return [
    await planResolution(
      unit,
      newId,
      questionId,
      { outcome, knownAt, rationale, evidence, ...correction },
      () => undefined,
    ),
  ];
}

export async function loadVerdicts(loading: Loading): Promise<void> {
  const { unit } = loading;
  for (const { statement, rating, knownAt, rationale, evidence } of loading.edition.verdicts) {
    const statementId = seedId('statement', statement);
    const standing = loading.fresh.has(statementId)
      ? null
      : ((await unit.verdicts(statementId)).find((verdict) => verdict.current) ?? null);
    if (standing !== null) {
      if (sameIn({ rating, knownAt, rationale, evidence }, standing)) continue;
      if (!isOurs(standing)) {
        loading.leave(`verdict on ${statement}`);
        continue;
      }
    }
    const claim = loading.fresh.has(statementId) ? null : await unit.statements.get(statementId);
    if (claim !== null && claim.retraction !== null) {
      loading.leave(`verdict on ${statement}`);
      continue;
    }
    loading.append('verdicts', {
      type: 'verdict',
      content: {
        id: loading.newId(),
        statementId,
        revision: (standing?.revision ?? 0) + 1,
        rating,
        knownAt,
        knownAtInstant: knownAtInstant(knownAt, 'UTC', unit.now),
        rationale,
        supersedesId: standing?.id ?? null,
        reason: standing === null ? null : EDITED,
        evidence,
      },
    });
  }
}
