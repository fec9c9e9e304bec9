/**
 * The life of a question: what its status is, which resolution may follow which, and which
 * forecasts count. Pure: the caller brings the record and the time.
 */
import { isDeepStrictEqual } from 'node:util';
import { conflict, type InputIssue, invalid } from '../errors.ts';
import type { IgnoredReason } from '../forecasts/forecast.ts';
import { type ResolutionInput, resolutionState } from '../resolutions/resolution.ts';
import { hasBegun, type Instant, type Moment, momentToInstant } from '../time.ts';
import type { Outcome } from './prediction-fields.ts';
import type { QuestionStatus } from './question.ts';

/** The window of a question as instants; null bounds are open-ended. */
export interface QuestionWindow {
  readonly opensAt: Instant | null;
  readonly closesAt: Instant | null;
}

/** The current resolution decides, else the clock. */
export function questionStatus(
  window: QuestionWindow,
  outcome: Outcome | null,
  now: Instant,
): QuestionStatus {
  const state = outcome === null ? 'reopened' : resolutionState(outcome);
  if (state === 'value') return 'resolved';
  if (state === 'void') return 'void';
  if (window.opensAt !== null && now < window.opensAt) return 'upcoming';
  return window.closesAt !== null && now >= window.closesAt ? 'closed' : 'open';
}

/** The resolution that stands, as far as the next one needs it. */
export interface StandingResolution {
  readonly id: string;
  readonly revision: number;
  readonly outcome: Outcome;
}

/** How the condition of a question stands: absent, still open, or with its current outcome. */
export type ConditionState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly questionId: string }
  | { readonly kind: 'met' }
  | { readonly kind: 'failed'; readonly questionId: string };

/** Whether the condition's current outcome is the one needed. */
export function conditionState(
  condition: { readonly questionId: string; readonly outcome: Outcome } | null,
  current: Outcome | null,
): ConditionState {
  if (condition === null) return { kind: 'none' };
  if (current === null || resolutionState(current) === 'reopened')
    return { kind: 'open', questionId: condition.questionId };
  return isDeepStrictEqual(current, condition.outcome)
    ? { kind: 'met' }
    : { kind: 'failed', questionId: condition.questionId };
}

export interface ResolutionDecision {
  readonly outcome: Outcome;
  readonly revision: number;
  readonly supersedesId: string | null;
  /** The instant that knownAt stands for, not later than now: what is recorded was known. */
  readonly knownAtInstant: Instant | null;
  readonly early: boolean;
}

/**
 * Whether the outcome may be recorded now, and as what.
 * @throws ReckonerError invalid (form), conflict (state), preconditionFailed is the caller's.
 */
export function decideResolution(
  input: Omit<ResolutionInput, 'outcome'>,
  outcome: Outcome,
  question: { readonly timezone: string; readonly closesAt: Instant | null },
  standing: StandingResolution | null,
  condition: ConditionState,
  now: Instant,
): ResolutionDecision {
  const state = resolutionState(outcome);
  refuse(formIssues(input, state, question.timezone, now));

  if (standing === null) {
    if (input.supersedesId !== null)
      throw conflict('nothingToSupersede', 'This question has no resolution yet: leave supersedesId out.');
    if (state === 'reopened')
      throw conflict('notResolved', 'This question has no resolution that could be reopened.');
  } else {
    if (input.supersedesId === null) {
      throw conflict(
        'alreadyResolved',
        'This question has a resolution. To correct it, name it in supersedesId and give a reason.',
        {
          currentResolutionId: standing.id,
        },
      );
    }
    if (input.supersedesId !== standing.id) {
      throw conflict(
        'notCurrent',
        'supersedesId does not name the current resolution; read the question again.',
        {
          currentResolutionId: standing.id,
        },
      );
    }
    if (state === 'reopened' && resolutionState(standing.outcome) === 'reopened') {
      throw conflict('alreadyReopened', 'This question is open already.');
    }
  }
  if (state === 'value' && condition.kind === 'open') {
    throw conflict(
      'conditionOpen',
      'The condition of this question is not resolved yet: resolve it first, or record a void.',
      {
        conditionQuestionId: condition.questionId,
      },
    );
  }
  if (state !== 'void' && condition.kind === 'failed') {
    throw conflict(
      'conditionFailed',
      'The condition of this question did not come true: it stays void. Correct the condition instead.',
      {
        conditionQuestionId: condition.questionId,
      },
    );
  }
  const known = knownAtInstant(input.knownAt, question.timezone, now);
  return {
    outcome,
    revision: (standing?.revision ?? 0) + 1,
    supersedesId: input.supersedesId,
    knownAtInstant: known,
    early: state === 'value' && known !== null && question.closesAt !== null && known < question.closesAt,
  };
}

/** The instant of a moment of knowledge: a day that is not over yet ends now. */
export function knownAtInstant(knownAt: Moment | null, timezone: string, now: Instant): Instant | null {
  if (knownAt === null) return null;
  const instant = momentToInstant(knownAt, timezone);
  return instant > now ? now : instant;
}

function formIssues(
  input: Omit<ResolutionInput, 'outcome'>,
  state: 'value' | 'void' | 'reopened',
  timezone: string,
  now: Instant,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const add = (pointer: string, code: string, message: string): void =>
    void issues.push({ pointer, code, message });
  if (state === 'value' && input.knownAt === null)
    add('/knownAt', 'required', 'an outcome needs the time at which the world knew it');
  if (input.knownAt !== null && !hasBegun(input.knownAt, timezone, now))
    add('/knownAt', 'inTheFuture', `must not be later than now (${now})`);
  if (state === 'value' && input.evidence.length === 0)
    add('/evidence', 'required', 'an outcome needs at least one item of evidence');
  if (input.supersedesId !== null && input.reason === null)
    add('/reason', 'required', 'a correction needs its reason');
  if (input.supersedesId === null && input.reason !== null)
    add(
      '/reason',
      'unexpected',
      'reason belongs to a correction: name the resolution in supersedesId, or use rationale',
    );
  return issues;
}

function refuse(issues: InputIssue[]): void {
  if (issues.length > 0)
    throw invalid('invalidResolution', 'The resolution cannot be recorded as sent.', issues);
}

/** The facts of a forecast that decide whether it counts. */
export interface CountingFacts {
  readonly madeAt: Instant;
  readonly superseded: boolean;
  readonly retracted: boolean;
}

/**
 * Why a forecast is never scored, or null where it counts. It counts when it was made before the
 * question closed and before the outcome was known, and nothing replaced or retracted it.
 */
export function ignoredReason(
  facts: CountingFacts,
  closesAt: Instant | null,
  outcomeKnownAt: Instant | null,
): IgnoredReason | null {
  if (facts.retracted) return 'retracted';
  if (facts.superseded) return 'superseded';
  if (closesAt !== null && facts.madeAt >= closesAt) return 'madeAtOrAfterClose';
  return outcomeKnownAt !== null && facts.madeAt >= outcomeKnownAt ? 'madeAfterOutcomeKnown' : null;
}
