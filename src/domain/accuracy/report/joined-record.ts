/** The record as rows of a report: each forecast with everything that filters, groups and scores read. */

import { questionStatus } from '../../questions/lifecycle.ts';
import type { Outcome } from '../../questions/prediction-fields.ts';
import type { QuestionStatus } from '../../questions/question.ts';
import { resolutionState } from '../../resolutions/resolution.ts';
import { type Instant, type Moment, momentToInstant } from '../../time.ts';
import type {
  Entry,
  ForecastEntry,
  ForecasterFacts,
  QuestionFacts,
  ReportRecord,
  SourceFacts,
  StatementFacts,
} from './record-input.ts';

export interface JoinedQuestion {
  readonly id: string;
  readonly facts: QuestionFacts;
  readonly opensAt: Instant | null;
  readonly closesAt: Instant | null;
  readonly resolvesBy: Instant | null;
  readonly status: QuestionStatus;
  /** The outcome that stood and was known; null while there is none. */
  readonly outcome: Outcome | null;
  readonly knownAt: Instant | null;
  readonly retracted: boolean;
}

export interface JoinedStatement {
  readonly id: string;
  readonly facts: StatementFacts;
  readonly forecaster: Entry<ForecasterFacts>;
  readonly source: Entry<SourceFacts>;
  readonly topics: readonly string[];
  readonly entities: readonly string[];
  readonly retracted: boolean;
  /** The verdict that stood and was known. */
  readonly verdict: string | null;
}

export interface JoinedForecast {
  readonly entry: ForecastEntry;
  /** Who they had become, where they were merged. */
  readonly forecaster: Entry<ForecasterFacts>;
  readonly question: JoinedQuestion;
  /** The statement that implies it, else the one that its question reads. */
  readonly statement: JoinedStatement | null;
  readonly topics: readonly string[];
  readonly entities: readonly string[];
  /** It, its question, speaker, statement or source was entered by mistake. */
  readonly retracted: boolean;
  readonly capturedAfterOutcome: boolean;
}

export interface JoinedRecord {
  readonly forecasters: ReadonlyMap<string, Entry<ForecasterFacts>>;
  readonly statements: readonly JoinedStatement[];
  readonly questions: ReadonlyMap<string, JoinedQuestion>;
  /** By time made, then as received: whatever order they came in. */
  readonly forecasts: readonly JoinedForecast[];
  readonly standingForecaster: (id: string) => string;
  readonly standingTopic: (name: string) => string;
  readonly standingEntity: (name: string) => string;
}

/** Joins the record; outcomes and verdicts known after `knownBy` are not there yet. */
export function joinRecord(record: ReportRecord, knownBy: Instant | null): JoinedRecord {
  const sources = byId(record.sources);
  const forecasters = byId(record.forecasters);
  const standingForecaster = (id: string): string => record.mergedForecasters.get(id) ?? id;
  const standingTopic = standingName(record.mergedTopics);
  const standingEntity = standingName(record.mergedEntities);
  const known = (at: Instant | null): boolean => knownBy === null || at === null || at <= knownBy;
  const verdicts = new Map(
    record.verdicts
      .filter((verdict) => known(verdict.knownAtInstant))
      .map((verdict) => [verdict.statementId, verdict.rating]),
  );

  const statements = new Map<string, JoinedStatement>();
  for (const { id, content, retracted } of [...record.statements].sort(byIdOrder)) {
    const speaker = required(forecasters, content.forecasterId);
    const forecaster = required(forecasters, standingForecaster(content.forecasterId));
    const source = required(sources, content.sourceId);
    statements.set(id, {
      id,
      facts: content,
      forecaster,
      source,
      topics: distinct(content.topics.map(standingTopic)),
      entities: distinct(content.entities.map(standingEntity)),
      retracted: retracted || speaker.retracted || forecaster.retracted || source.retracted,
      verdict: verdicts.get(id) ?? null,
    });
  }

  const resolutions = new Map(
    record.resolutions
      .filter((resolution) => known(resolution.knownAtInstant))
      .map((resolution) => [resolution.questionId, resolution]),
  );
  const clock = [record.recordedAt, knownBy].filter((time) => time !== null).sort()[0] ?? '';
  const questions = new Map<string, JoinedQuestion>();
  for (const { id, content, retracted } of record.questions) {
    const instant = (moment: Moment | null) =>
      moment === null ? null : momentToInstant(moment, content.timezone);
    const resolution = resolutions.get(id);
    const outcome =
      resolution && resolutionState(resolution.outcome) !== 'reopened' ? resolution.outcome : null;
    const window = { opensAt: instant(content.opensAt), closesAt: instant(content.closesAt) };
    questions.set(id, {
      id,
      facts: content,
      ...window,
      resolvesBy: instant(content.resolvesBy),
      status: questionStatus(window, outcome, clock),
      outcome,
      knownAt: outcome === null ? null : (resolution?.knownAtInstant ?? null),
      retracted,
    });
  }

  const forecasts = [...record.forecasts].sort(byTimeMade).map((entry): JoinedForecast => {
    const question = required(questions, entry.questionId);
    const statementId = entry.statementId ?? question.facts.statementId;
    const statement = statementId === null ? null : required(statements, statementId);
    const forecaster = required(forecasters, standingForecaster(entry.forecasterId));
    const retractedPart =
      required(forecasters, entry.forecasterId).retracted || forecaster.retracted || question.retracted;
    return {
      entry,
      forecaster,
      question,
      statement,
      topics: distinct([...question.facts.topics.map(standingTopic), ...(statement?.topics ?? [])]),
      entities: distinct([...question.facts.entities.map(standingEntity), ...(statement?.entities ?? [])]),
      retracted: entry.retracted || retractedPart || (statement?.retracted ?? false),
      capturedAfterOutcome:
        question.status === 'resolved' && question.knownAt !== null && entry.recordedAt > question.knownAt,
    };
  });
  return {
    forecasters,
    statements: [...statements.values()],
    questions,
    forecasts,
    standingForecaster,
    standingTopic,
    standingEntity,
  };
}

function byId<Content>(entries: readonly Entry<Content>[]): ReadonlyMap<string, Entry<Content>> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function required<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  const value = map.get(id);
  if (value === undefined) throw new Error(`the record names ${id}, which it does not hold`);
  return value;
}

function standingName(merged: ReadonlyMap<string, string>): (name: string) => string {
  const lower = new Map([...merged].map(([from, into]) => [from.toLowerCase(), into]));
  return (name) => lower.get(name.toLowerCase()) ?? name;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function byIdOrder(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function byTimeMade(a: ForecastEntry, b: ForecastEntry): number {
  if (a.madeAt !== b.madeAt) return a.madeAt < b.madeAt ? -1 : 1;
  if (a.recordedAt !== b.recordedAt) return a.recordedAt < b.recordedAt ? -1 : 1;
  return byIdOrder(a, b);
}
