/** Statements, questions, forecasters, sources, topics and entities, one SQL statement each, in the form of the lists. */
import type { Verdict } from '../../../domain/claims/verdict.ts';
import type { Forecaster, ForecasterSummary } from '../../../domain/forecasters/forecaster.ts';
import { questionStatus } from '../../../domain/questions/lifecycle.ts';
import type { Outcome } from '../../../domain/questions/prediction-fields.ts';
import type { Question } from '../../../domain/questions/question.ts';
import type { Resolution } from '../../../domain/resolutions/resolution.ts';
import type { SourceSummary } from '../../../domain/sources/source.ts';
import type { RedactionMark, RetractionMark } from '../../../domain/stamps.ts';
import type { Statement } from '../../../domain/statements/statement.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Topic } from '../../../domain/topics/topic.ts';
import type { SourceRecord } from '../../snapshots.ts';
import { Prisma } from '../generated/client.ts';
import { iso, isoOrNull } from '../read/items.ts';
import { selectRedaction, toRedaction } from './redaction-mark.ts';

const { sql } = Prisma;

interface Stamped {
  readonly id: string;
  readonly version: number;
  readonly seq: number;
  readonly createdAt: Date;
}
interface Retractable {
  readonly retractedBecause: string | null;
  readonly retractedAt: Date | null;
  readonly redaction: RedactionMark;
}

function stampOf({ id, version, seq, createdAt }: Stamped) {
  return { id, version, seq, createdAt: iso(createdAt) };
}

function retractionOf({ retractedBecause, retractedAt }: Retractable): RetractionMark {
  return retractedAt === null ? null : { reason: retractedBecause ?? '', recordedAt: iso(retractedAt) };
}

const stamp = (alias: string): Prisma.Sql =>
  sql`${Prisma.raw(alias)}.id, ${Prisma.raw(alias)}.version, ${Prisma.raw(alias)}.seq, ${Prisma.raw(alias)}.created_at AS "createdAt"`;
const marks = (id: Prisma.Sql): Prisma.Sql =>
  sql`x.reason AS "retractedBecause", x.recorded_at AS "retractedAt", ${selectRedaction(id)}`;
const joinRetraction = (type: string, id: Prisma.Sql): Prisma.Sql =>
  sql`LEFT JOIN retractions x ON x.subject_type = ${type} AND x.subject_id = ${id}`;

/** Names as they stand, in the order of the thing itself; a merged one reads as what it became. */
const namesOf = (owner: 'statement' | 'question', list: 'topic' | 'entity', id: Prisma.Sql): Prisma.Sql => {
  const table = Prisma.raw(list === 'topic' ? 'topics' : 'entities');
  return sql`ARRAY(SELECT coalesce(m.name, t.name) FROM ${Prisma.raw(`${owner}_${list === 'topic' ? 'topics' : 'entities'}`)} l
    JOIN ${table} t ON t.id = l.${Prisma.raw(list)}_id LEFT JOIN ${table} m ON m.id = t.merged_into_id
    WHERE l.${Prisma.raw(owner)}_id = ${id} ORDER BY l.position)`;
};
const each = (names: readonly string[]): string[] => [...new Set(names)];

interface QuestionSummaryRow {
  id: string;
  title: string;
  type: Question['type'];
  reading: Question['reading'];
  resolvesBy: string | null;
  opensAt: string | null;
  closesAt: string | null;
  outcome: Outcome | null;
}
type SameStatementFields = Pick<
  Statement,
  | 'text'
  | 'kind'
  | 'importance'
  | 'forecasterId'
  | 'sourceId'
  | 'saidAtReason'
  | 'anchors'
  | 'hedge'
  | 'scorability'
  | 'scorabilityReason'
  | 'relations'
  | 'codedBy'
  | 'note'
>;
export interface StatementRow extends Stamped, Retractable, SameStatementFields {
  readonly saidAt: Date;
  readonly topics: string[];
  readonly entities: string[];
  readonly forecaster: ForecasterSummary;
  readonly source: SourceSummary;
  readonly questions: QuestionSummaryRow[];
  readonly verdictId: string | null;
}

export function selectStatements(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp('s')}, s.text, s.kind, s.importance, s.forecaster_id AS "forecasterId", s.source_id AS "sourceId", s.said_at AS "saidAt",
      s.said_at_reason AS "saidAtReason", s.scorability, s.scorability_reason AS "scorabilityReason", s.coded_by AS "codedBy", s.note,
      (SELECT coalesce(json_agg(json_build_object('start', a.start_offset, 'end', a.end_offset, 'sha256', a.sha256, 'section', a.section,
        'quote', a.quote, 'status', a.status) ORDER BY a.position), '[]'::json) FROM anchors a WHERE a.statement_id = s.id) AS anchors,
      (SELECT json_build_object('phrase', h.phrase, 'language', h.language, 'register', h.register, 'lexiconKey', h.lexicon_key,
        'lexiconVersion', h.lexicon_version, 'lower', h.lower, 'upper', h.upper) FROM hedges h WHERE h.statement_id = s.id) AS hedge,
      ${namesOf('statement', 'topic', sql`s.id`)} AS topics, ${namesOf('statement', 'entity', sql`s.id`)} AS entities,
      (SELECT coalesce(json_agg(json_build_object('type', l.type, 'statementId', l.to_statement_id) ORDER BY l.position), '[]'::json)
        FROM statement_relations l WHERE l.from_statement_id = s.id) AS relations,
      (SELECT json_build_object('id', coalesce(m.id, p.id), 'name', coalesce(m.name, p.name), 'kind', coalesce(m.kind, p.kind),
        'affiliation', CASE WHEN m.id IS NULL THEN p.affiliation ELSE m.affiliation END)
        FROM forecasters p LEFT JOIN forecasters m ON m.id = p.merged_into_id WHERE p.id = s.forecaster_id) AS forecaster,
      (SELECT json_build_object('id', o.id, 'title', o.title, 'kind', o.kind, 'publisher', o.publisher, 'url', o.url, 'publishedAt', o.published_at)
        FROM sources o WHERE o.id = s.source_id) AS source,
      coalesce(g.questions, '[]'::json) AS questions, s.current_verdict_id AS "verdictId", ${marks(sql`s.id`)}
    FROM statements s
    LEFT JOIN (SELECT q.statement_id, json_agg(json_build_object('id', q.id, 'title', q.title, 'type', q.type, 'reading', q.reading,
        'resolvesBy', q.resolves_by, 'opensAt', q.opens_at_instant, 'closesAt', q.closes_at_instant, 'outcome', r.outcome)
        ORDER BY q.created_seq, q.id) AS questions
      FROM questions q LEFT JOIN resolutions r ON r.id = q.current_resolution_id
      -- An edited question may have been another statement's before.
      WHERE q.id IN (SELECT id FROM public.questions WHERE statement_id = ANY(${ids}::uuid[]) OR version > 1)
        AND q.statement_id = ANY(${ids}::uuid[]) AND NOT q.retracted GROUP BY q.statement_id) g ON g.statement_id = s.id
    ${joinRetraction('statement', sql`s.id`)}
    WHERE s.id = ANY(${ids}::uuid[])`;
}

const instantOf = (text: string | null): Instant | null =>
  text === null ? null : new Date(text).toISOString();

export function toStatementItem(
  row: StatementRow,
  verdicts: ReadonlyMap<string, Verdict>,
  now: Instant,
): Statement {
  const { retractedBecause: _reason, retractedAt: _at, verdictId, questions, saidAt, ...same } = row;
  return {
    ...same,
    ...stampOf(row),
    saidAt: iso(saidAt),
    topics: each(row.topics),
    entities: each(row.entities),
    questions: questions.map(({ opensAt, closesAt, ...question }) => ({
      ...question,
      status: questionStatus(
        { opensAt: instantOf(opensAt), closesAt: instantOf(closesAt) },
        question.outcome,
        now,
      ),
    })),
    verdict: verdictId === null ? null : (verdicts.get(verdictId) ?? null),
    retraction: retractionOf(row),
    redaction: toRedaction(row.redaction),
  };
}

type SameQuestionFields = Pick<
  Question,
  | 'title'
  | 'type'
  | 'description'
  | 'resolutionCriteria'
  | 'resolutionSource'
  | 'options'
  | 'ordered'
  | 'optionEdges'
  | 'unit'
  | 'transform'
  | 'milestones'
  | 'timezone'
  | 'opensAt'
  | 'closesAt'
  | 'resolvesBy'
  | 'windowBasis'
  | 'windowReason'
  | 'reading'
  | 'statementId'
  | 'topics'
  | 'entities'
>;
export interface QuestionRow extends Stamped, Retractable, SameQuestionFields {
  readonly rangeMin: number | null;
  readonly rangeMax: number | null;
  readonly opensAtInstant: Date | null;
  readonly closesAtInstant: Date | null;
  readonly conditionQuestionId: string | null;
  readonly conditionOutcome: Outcome;
  readonly resolutionId: string | null;
}

export function selectQuestions(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp('q')}, q.title, q.type, q.description, q.resolution_criteria AS "resolutionCriteria",
      q.resolution_source AS "resolutionSource", q.options, q.ordered, q.option_edges AS "optionEdges", q.unit, q.transform, q.milestones, q.range_min AS "rangeMin", q.range_max AS "rangeMax", q.timezone,
      q.opens_at AS "opensAt", q.closes_at AS "closesAt", q.resolves_by AS "resolvesBy", q.opens_at_instant AS "opensAtInstant",
      q.closes_at_instant AS "closesAtInstant", q.window_basis AS "windowBasis", q.window_reason AS "windowReason",
      q.condition_question_id AS "conditionQuestionId", q.condition_outcome AS "conditionOutcome", q.reading, q.statement_id AS "statementId",
      ${namesOf('question', 'topic', sql`q.id`)} AS topics, ${namesOf('question', 'entity', sql`q.id`)} AS entities,
      q.current_resolution_id AS "resolutionId", ${marks(sql`q.id`)}
    FROM questions q ${joinRetraction('question', sql`q.id`)} WHERE q.id = ANY(${ids}::uuid[])`;
}

export function toQuestionItem(
  row: QuestionRow,
  resolutions: ReadonlyMap<string, Resolution>,
  now: Instant,
): Question {
  const {
    rangeMin,
    rangeMax,
    opensAtInstant,
    closesAtInstant,
    conditionQuestionId,
    conditionOutcome,
    ...rest
  } = row;
  const { resolutionId, retractedBecause: _reason, retractedAt: _at, ...same } = rest;
  const resolution = resolutionId === null ? null : (resolutions.get(resolutionId) ?? null);
  const window = { opensAt: isoOrNull(opensAtInstant), closesAt: isoOrNull(closesAtInstant) };
  return {
    ...same,
    ...stampOf(row),
    range: rangeMin === null || rangeMax === null ? null : { min: rangeMin, max: rangeMax },
    condition:
      conditionQuestionId === null ? null : { questionId: conditionQuestionId, outcome: conditionOutcome },
    topics: each(row.topics),
    entities: each(row.entities),
    status: questionStatus(window, resolution?.outcome ?? null, now),
    resolution,
    retraction: retractionOf(row),
    redaction: toRedaction(row.redaction),
  };
}

export type ForecasterRow = Stamped &
  Retractable &
  Omit<Forecaster, keyof Stamped | 'retraction' | 'redaction'>;

export function selectForecasters(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp('t')}, t.name, t.kind, t.aliases, t.affiliation, t.url, t.merged_into_id AS "mergedIntoId", ${marks(sql`t.id`)}
    FROM forecasters t ${joinRetraction('forecaster', sql`t.id`)} WHERE t.id = ANY(${ids}::uuid[])`;
}

export function toForecasterItem(row: ForecasterRow): Forecaster {
  const { retractedBecause: _reason, retractedAt: _at, ...same } = row;
  return { ...same, ...stampOf(row), retraction: retractionOf(row), redaction: toRedaction(row.redaction) };
}

export type SourceRow = Stamped &
  Retractable &
  Omit<SourceRecord, keyof Stamped | 'retraction' | 'redaction' | 'retrievedAt'> & {
    readonly retrievedAt: Date | null;
  };

export function selectSources(ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp('t')}, t.title, t.url, t.publisher, t.kind, t.language, t.published_at AS "publishedAt",
      t.retrieved_at AS "retrievedAt", t.text_sha256 AS "textSha256", t.text_length AS "textLength", ${marks(sql`t.id`)}
    FROM sources t ${joinRetraction('source', sql`t.id`)} WHERE t.id = ANY(${ids}::uuid[])`;
}

export function toSourceItem(row: SourceRow): SourceRecord {
  const { retractedBecause: _reason, retractedAt: _at, seq: _seq, ...same } = row;
  const { seq: _last, ...stamped } = stampOf(row);
  return {
    ...same,
    ...stamped,
    retrievedAt: isoOrNull(row.retrievedAt),
    retraction: retractionOf(row),
    redaction: toRedaction(row.redaction),
  };
}

export type NameRow = Stamped & Omit<Topic, keyof Stamped>;

export function selectNames(table: 'topics' | 'entities', ids: readonly string[]): Prisma.Sql {
  return sql`SELECT ${stamp('t')}, t.name, t.kind, t.merged_into_id AS "mergedIntoId" FROM ${Prisma.raw(table)} t WHERE t.id = ANY(${ids}::uuid[])`;
}

export function toNameItem(row: NameRow): Topic {
  return { ...row, ...stampOf(row) };
}
