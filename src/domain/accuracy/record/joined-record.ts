/** The record as rows of a report: each forecast with everything that filters, groups and scores read. */

import { isLexiconCell } from '../../lexicons/lexicon-cell.ts';
import { questionStatus } from '../../questions/lifecycle.ts';
import type { Outcome } from '../../questions/prediction-fields.ts';
import type { QuestionStatus } from '../../questions/question.ts';
import { resolutionState } from '../../resolutions/resolution.ts';
import { type Instant, type Moment, momentToInstant } from '../../time.ts';
import type {
  Entry,
  ForecastEntry,
  ForecasterFacts,
  LexiconFacts,
  QuestionFacts,
  ReportRecord,
  SourceFacts,
  StatementFacts,
} from './report-record.ts';

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
  /** Its bounds are the interval that a lexicon without gap or overlap gives the words. */
  readonly isLexiconCell: boolean;
  /** The forecast as it stands on record, where a report reads its words with another lexicon. */
  readonly asRecorded?: JoinedForecast;
}

export interface JoinedRecord extends SharedFacts {
  readonly statements: readonly JoinedStatement[];
  readonly questions: ReadonlyMap<string, JoinedQuestion>;
  /** By time made, then as received: whatever order they came in. */
  readonly forecasts: readonly JoinedForecast[];
}

/** What all parts of a record share. */
export interface SharedFacts {
  readonly sources: ReadonlyMap<string, Entry<SourceFacts>>;
  readonly forecasters: ReadonlyMap<string, Entry<ForecasterFacts>>;
  /** By `lexiconName`. */
  readonly lexicons: ReadonlyMap<string, LexiconFacts>;
  readonly standingForecaster: (id: string) => string;
  readonly standingTopic: (name: string) => string;
  readonly standingEntity: (name: string) => string;
}

/** Part of a record that nothing outside of it has to do with, but for what is shared. */
export type RecordPart = Pick<
  ReportRecord,
  'statements' | 'questions' | 'forecasts' | 'resolutions' | 'verdicts'
>;

/**
 * Joins a part of the record. Outcomes and verdicts known after `knownBy` are not there yet; `clock` says
 * which questions without an outcome are open.
 */
export function joinPart(
  part: RecordPart,
  shared: SharedFacts,
  { knownBy, clock }: { readonly knownBy: Instant | null; readonly clock: Instant | '' },
): JoinedRecord {
  const { forecasters, standingForecaster } = shared;
  const known = (at: Instant | null): boolean => knownBy === null || at === null || at <= knownBy;
  const statements = joinStatements(part, shared, known);
  const questions = joinQuestions(part, known, clock);
  const names = new Map<string, Pick<JoinedForecast, 'topics' | 'entities'>>();
  const namesOf = (question: JoinedQuestion, statement: JoinedStatement | null) => {
    const key = `${question.id} ${statement?.id ?? ''}`;
    const found = names.get(key) ?? joinNames(question, statement, shared);
    names.set(key, found);
    return found;
  };
  const forecasts = [...part.forecasts].sort(byTimeMade).map((entry): JoinedForecast => {
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
      ...namesOf(question, statement),
      retracted: entry.retracted || retractedPart || (statement?.retracted ?? false),
      capturedAfterOutcome:
        question.status === 'resolved' && question.knownAt !== null && entry.recordedAt > question.knownAt,
      isLexiconCell:
        entry.basis === 'verbal' &&
        isLexiconCell(entry.prediction, statement?.facts.hedge ?? null, shared.lexicons),
    };
  });
  return { ...shared, statements: [...statements.values()], questions, forecasts };
}

function joinStatements(
  part: RecordPart,
  { sources, forecasters, standingForecaster, standingTopic, standingEntity }: SharedFacts,
  known: (at: Instant | null) => boolean,
): Map<string, JoinedStatement> {
  const verdicts = new Map(
    part.verdicts
      .filter((verdict) => known(verdict.knownAtInstant))
      .map((verdict) => [verdict.statementId, verdict.rating]),
  );
  const statements = new Map<string, JoinedStatement>();
  for (const { id, content, retracted } of [...part.statements].sort(byIdOrder)) {
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
  return statements;
}

function joinQuestions(
  part: RecordPart,
  known: (at: Instant | null) => boolean,
  clock: Instant | '',
): Map<string, JoinedQuestion> {
  const resolutions = new Map(
    part.resolutions
      .filter((resolution) => known(resolution.knownAtInstant))
      .map((resolution) => [resolution.questionId, resolution]),
  );
  const questions = new Map<string, JoinedQuestion>();
  for (const { id, content, retracted } of part.questions) {
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
  return questions;
}

function joinNames(
  question: JoinedQuestion,
  statement: JoinedStatement | null,
  { standingTopic, standingEntity }: SharedFacts,
): Pick<JoinedForecast, 'topics' | 'entities'> {
  return {
    topics: distinct([...question.facts.topics.map(standingTopic), ...(statement?.topics ?? [])]),
    entities: distinct([...question.facts.entities.map(standingEntity), ...(statement?.entities ?? [])]),
  };
}

/** Parts as the one record that they are, in an order of its own whatever the parts were. */
export function joinedTogether(parts: Iterable<JoinedRecord>, shared: SharedFacts): JoinedRecord {
  const together = joinedInTurn(parts, shared);
  return {
    ...together,
    statements: [...together.statements].sort(byIdOrder),
    forecasts: [...together.forecasts].sort((a, b) => byTimeMade(a.entry, b.entry)),
  };
}

/** Parts one after the other: each is in its order, all of them together are in none. */
export function joinedInTurn(parts: Iterable<JoinedRecord>, shared: SharedFacts): JoinedRecord {
  const statements: JoinedStatement[] = [];
  const questions = new Map<string, JoinedQuestion>();
  const forecasts: JoinedForecast[] = [];
  for (const part of parts) {
    for (const statement of part.statements) statements.push(statement);
    for (const question of part.questions.values()) questions.set(question.id, question);
    for (const forecast of part.forecasts) forecasts.push(forecast);
  }
  return { ...shared, statements, questions, forecasts };
}

/** The name under which a merged name stands, whatever its case. */
export function standingName(merged: ReadonlyMap<string, string>): (name: string) => string {
  const lower = new Map([...merged].map(([from, into]) => [from.toLowerCase(), into]));
  return lower.size === 0 ? (name) => name : (name) => lower.get(name.toLowerCase()) ?? name;
}

function required<Value>(map: ReadonlyMap<string, Value>, id: string): Value {
  const value = map.get(id);
  if (value === undefined) throw new Error(`the record names ${id}, which it does not hold`);
  return value;
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
