/** The record as a few lists in memory: what a random history should have brought about. */

export type ModelOutcome =
  | { readonly value: boolean }
  | { readonly void: string }
  | { readonly reopened: true };

export interface ModelResolution {
  readonly outcome: ModelOutcome;
  readonly knownAt: string | null;
  /** The question whose resolution brought it about; null where a person did. */
  readonly causedBy: ModelQuestion | null;
}

export interface ModelQuestion {
  readonly id: string;
  readonly closesAt: string | null;
  readonly condition: { readonly cause: ModelQuestion; readonly value: boolean } | null;
  readonly resolutions: ModelResolution[];
}

export interface ModelForecast {
  readonly id: string;
  readonly question: ModelQuestion;
  readonly forecasterId: string;
  readonly madeAt: string;
  readonly probability: number;
  readonly revision: number;
  superseded: boolean;
  withdrawn: boolean;
  retracted: boolean;
}

export type Condition = 'none' | 'open' | 'met' | 'failed';

export class HistoryModel {
  readonly questions: ModelQuestion[] = [];
  readonly forecasts: ModelForecast[] = [];

  /** What stands; null before the first resolution. */
  standing(question: ModelQuestion): ModelResolution | null {
    return question.resolutions.at(-1) ?? null;
  }

  condition({ condition }: ModelQuestion): Condition {
    if (condition === null) return 'none';
    const standing = this.standing(condition.cause);
    if (standing === null || 'reopened' in standing.outcome) return 'open';
    return 'value' in standing.outcome && standing.outcome.value === condition.value ? 'met' : 'failed';
  }

  /** The refusal that the outcome meets, or null where it is recorded. */
  refusal(question: ModelQuestion, outcome: ModelOutcome): string | null {
    const standing = this.standing(question);
    if (standing === null && 'reopened' in outcome) return 'notResolved';
    if (standing !== null && 'reopened' in outcome && 'reopened' in standing.outcome)
      return 'alreadyReopened';
    const condition = this.condition(question);
    if ('value' in outcome && condition === 'open') return 'conditionOpen';
    return !('void' in outcome) && condition === 'failed' ? 'conditionFailed' : null;
  }

  resolve(question: ModelQuestion, resolution: ModelResolution): void {
    question.resolutions.push(resolution);
    for (const dependant of this.questions.filter((one) => one.condition?.cause === question)) {
      const standing = this.standing(dependant);
      const condition = this.condition(dependant);
      const isVoid = standing !== null && 'void' in standing.outcome;
      if (condition === 'failed' && !isVoid)
        this.resolve(dependant, {
          outcome: { void: 'conditionFalse' },
          knownAt: resolution.knownAt,
          causedBy: question,
        });
      else if (condition !== 'failed' && isVoid && standing.causedBy === question)
        this.resolve(dependant, { outcome: { reopened: true }, knownAt: null, causedBy: question });
    }
  }

  status(question: ModelQuestion, now: string): string {
    const outcome = this.standing(question)?.outcome;
    if (outcome !== undefined && 'value' in outcome) return 'resolved';
    if (outcome !== undefined && 'void' in outcome) return 'void';
    return question.closesAt !== null && question.closesAt <= now ? 'closed' : 'open';
  }

  ignored(forecast: ModelForecast): string | null {
    const { closesAt } = forecast.question;
    const standing = this.standing(forecast.question);
    const knownAt = standing !== null && 'value' in standing.outcome ? standing.knownAt : null;
    if (forecast.retracted) return 'retracted';
    if (forecast.superseded) return 'superseded';
    if (closesAt !== null && forecast.madeAt >= closesAt) return 'madeAtOrAfterClose';
    return knownAt !== null && forecast.madeAt >= knownAt ? 'madeAfterOutcomeKnown' : null;
  }

  /** The Brier score, written down once more: null where the forecast does not count or nothing is known. */
  brier(forecast: ModelForecast): number | null {
    const outcome = this.standing(forecast.question)?.outcome;
    if (outcome === undefined || !('value' in outcome) || this.ignored(forecast) !== null) return null;
    const miss = forecast.probability - (outcome.value ? 1 : 0);
    return miss * miss;
  }
}
