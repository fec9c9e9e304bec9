/** Which forecasts, and which statements, a report is about. */
import { ambiguousForecaster } from '../../../forecasters/ambiguous-forecaster.ts';
import type { JoinedForecast, JoinedStatement, SharedFacts } from '../../record/joined-record.ts';
import type { ReportFilter } from '../models/parameters.ts';
import { textSearch } from './text-search.ts';

type Field = keyof ReportFilter;
type Test<Row> = (row: Row) => boolean;
/** One entry a filter, which the compiler demands; it prepares the test of a row. */
type Tests = {
  readonly [Key in Field]-?: (
    value: NonNullable<ReportFilter[Key]>,
    record: SharedFacts,
  ) => Test<JoinedForecast>;
};

const lowered = (names: Iterable<string>): ReadonlySet<string> =>
  new Set([...names].map((name) => name.toLowerCase()));
const among =
  (list: readonly string[]) =>
  (value: string | null | undefined): boolean =>
    value !== null && value !== undefined && list.includes(value);

const tests: Tests = {
  forecasterId: (ids, record) => {
    const standing = new Set(ids.map(record.standingForecaster));
    return (row) => standing.has(row.forecaster.id);
  },
  forecaster: (names, record) => {
    const ids = new Set(names.map((name) => forecasterNamed(record, name)));
    return (row) => ids.has(row.forecaster.id);
  },
  sourceId: (ids) => (row) => among(ids)(row.statement?.source.id),
  topic: (names, record) => {
    const asked = lowered(names.map(record.standingTopic));
    return (row) => row.topics.some((topic) => asked.has(topic.toLowerCase()));
  },
  entity: (names, record) => {
    const asked = lowered(names.map(record.standingEntity));
    return (row) => row.entities.some((entity) => asked.has(entity.toLowerCase()));
  },
  q: (terms) => {
    const search = textSearch(terms);
    return (row) => search(documentOf(row));
  },
  type: (types) => (row) => among(types)(row.question.facts.type),
  status: (statuses) => (row) => among(statuses)(row.question.status),
  outcome: (outcomes) => (row) => among(outcomes)(outcomeKey(row)),
  reading: (readings) => (row) => among(readings)(row.question.facts.reading),
  statementId: (ids) => (row) => among(ids)(row.statement?.id),
  dueAfter: (time) => (row) => row.question.resolvesBy !== null && row.question.resolvesBy > time,
  dueBefore: (time) => (row) => row.question.resolvesBy !== null && row.question.resolvesBy < time,
  resolvedAfter: (time) => (row) => row.question.status === 'resolved' && (row.question.knownAt ?? '') > time,
  resolvedBefore: (time) => (row) =>
    row.question.status === 'resolved' && (row.question.knownAt ?? '~') < time,
  questionId: (ids) => (row) => ids.includes(row.question.id),
  basis: (bases) => (row) => among(bases)(row.entry.basis),
  madeAfter: (time) => (row) => row.entry.madeAt > time,
  madeBefore: (time) => (row) => row.entry.madeAt < time,
  // `before` is no filter here: what it leaves out is counted.
  capture: (capture) => (row) => capture !== 'after' || row.capturedAfterOutcome,
  probabilityAbove: (bound) => (row) => (probabilityOf(row) ?? -1) > bound,
  probabilityBelow: (bound) => (row) => (probabilityOf(row) ?? 2) < bound,
};

/** Filters that a statement can be judged by itself, without a forecast. */
const STATEMENT_FIELDS = [
  'forecasterId',
  'forecaster',
  'sourceId',
  'topic',
  'entity',
  'q',
  'statementId',
] as const;
type StatementField = (typeof STATEMENT_FIELDS)[number];

/** Statuses that the clock alone changes. */
const TIMED_STATUSES: ReadonlySet<string> = new Set(['upcoming', 'open', 'closed']);

/** Whether what the filter lets through may change while nothing is written. */
export function readsClock({ status }: ReportFilter): boolean {
  return status?.some((one) => TIMED_STATUSES.has(one)) ?? false;
}

/** A filter made ready for one record: what it lets through, and what it has to say. */
export interface Selection {
  /** The filters that are set; `matching` answers for each of them. */
  readonly fields: readonly string[];
  readonly takes: (forecast: JoinedForecast) => boolean;
  readonly matching: (forecast: JoinedForecast) => readonly boolean[];
  readonly takesStatement: (statement: JoinedStatement) => boolean;
  /** Whom names and ids mean; another text where they have come to mean somebody else. */
  readonly meaning: string;
}

/** How many forecasts there are, how many each filter matches, and how many all of them together. */
export interface SelectionCounts {
  readonly forecasts: number;
  readonly matching: readonly number[];
  readonly selected: number;
}

/** @throws ReckonerError invalid where a forecaster's name is that of several. */
export function prepareSelection(record: SharedFacts, filter: ReportFilter): Selection {
  const fields = (Object.keys(filter) as Field[]).filter((field) => filter[field] !== undefined).sort();
  const prepared = fields.map((field) => testOf(field, filter, record));
  const named = (filter.forecaster ?? []).map((name) => forecasterNamed(record, name));
  return {
    fields,
    takes: (row) => prepared.every((test) => test(row)),
    matching: (row) => prepared.map((test) => test(row)),
    takesStatement: statementTest(record, filter),
    meaning: JSON.stringify([named, (filter.forecasterId ?? []).map(record.standingForecaster)]),
  };
}

/** What matched nothing, and what claims were not narrowed by. */
export function selectionNotes(
  filter: ReportFilter,
  { fields }: Selection,
  { forecasts, matching, selected }: SelectionCounts,
): string[] {
  const notes = fields
    .filter((_field, at) => (matching[at] ?? 0) === 0)
    .map(
      (field) =>
        `Impossible filter: no forecast on record matches ${field}=${[filter[field as Field]].flat().join(', ')}.`,
    );
  if (selected === 0 && notes.length === 0 && fields.length > 0) {
    notes.push(
      'Impossible filter: each condition matches some forecast, but none matches all of them together.',
    );
  }
  if (forecasts === 0) notes.push('There is no forecast on record.');
  const others = fields.filter((field) => !(STATEMENT_FIELDS as readonly string[]).includes(field));
  if (others.length > 0)
    notes.push(
      `Statements and verdicts are counted without ${others.join(', ')}, which narrow forecasts only.`,
    );
  return notes;
}

function testOf(field: Field, filter: ReportFilter, record: SharedFacts): Test<JoinedForecast> {
  // The table pairs each field with its own value; that pairing is lost on a field not known until now.
  const prepare = tests[field] as unknown as (value: unknown, record: SharedFacts) => Test<JoinedForecast>;
  return prepare(filter[field], record);
}

function statementTest(
  record: SharedFacts,
  filter: Pick<ReportFilter, StatementField>,
): Test<JoinedStatement> {
  const speakers = filter.forecasterId && new Set(filter.forecasterId.map(record.standingForecaster));
  const named = filter.forecaster && new Set(filter.forecaster.map((name) => forecasterNamed(record, name)));
  const topics = filter.topic && lowered(filter.topic.map(record.standingTopic));
  const entities = filter.entity && lowered(filter.entity.map(record.standingEntity));
  const search = filter.q === undefined ? null : textSearch(filter.q);
  return (statement) =>
    !statement.retracted &&
    (!speakers || speakers.has(statement.forecaster.id)) &&
    (!named || named.has(statement.forecaster.id)) &&
    (!filter.sourceId || filter.sourceId.includes(statement.source.id)) &&
    (!filter.statementId || filter.statementId.includes(statement.id)) &&
    (!topics || statement.topics.some((topic) => topics.has(topic.toLowerCase()))) &&
    (!entities || statement.entities.some((entity) => entities.has(entity.toLowerCase()))) &&
    (!search || search(statementDocument(statement)));
}

/** The standing forecaster of a name or alias; null where nobody bears it. */
function forecasterNamed(record: SharedFacts, name: string): string | null {
  const lower = name.toLowerCase();
  const found = [...record.forecasters.values()].filter(
    ({ content, retracted }) => !retracted && lowered([content.name, ...content.aliases]).has(lower),
  );
  const ids = [...new Set(found.map(({ id }) => record.standingForecaster(id)))].sort();
  if (ids.length > 1)
    throw ambiguousForecaster(
      name,
      ids.map((id) => ({ id, name: record.forecasters.get(id)?.content.name ?? null })),
    );
  return ids[0] ?? null;
}

function probabilityOf({ entry }: JoinedForecast): number | null {
  return 'probability' in entry.prediction ? entry.prediction.probability : null;
}

function outcomeKey({ question }: JoinedForecast): string | null {
  if (question.status !== 'resolved' || question.outcome === null) return null;
  if ('optionId' in question.outcome) return question.outcome.optionId;
  return 'value' in question.outcome ? String(question.outcome.value) : null;
}

function statementDocument({ facts, forecaster, source, topics, entities }: JoinedStatement): string {
  const names = [forecaster.content.name, ...forecaster.content.aliases, source.content.title];
  return [facts.text, ...names, facts.hedge?.phrase ?? '', ...topics, ...entities].join(' \n ');
}

function documentOf({ question, statement, forecaster, topics, entities }: JoinedForecast): string {
  const { title, description, resolutionCriteria } = question.facts;
  const own = [
    title,
    description ?? '',
    resolutionCriteria,
    forecaster.content.name,
    ...forecaster.content.aliases,
    ...topics,
    ...entities,
  ];
  return [...own, statement === null ? '' : statementDocument(statement)].join(' \n ');
}
