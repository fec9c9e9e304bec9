/**
 * The tables of the record as they stood at an audit number, under the tables' own names: put in
 * front of any statement, its filters and joins read the state of then. What never changes keeps
 * its table and loses what came later; what is edited is the version in force; marks that stand in
 * columns (merged, retracted, current) are made anew. A table keeps its index of ids, since each is
 * its rows with the version looked up beside them: a page of a large table reads a page of versions.
 */
import { Prisma } from '../generated/client.ts';

const { sql } = Prisma;

/** Rows of an editable noun with the version in force and the marks of then. */
function versions(table: string, type: string, seq: number): Prisma.Sql {
  return sql`SELECT b.id, b.created_at, b.created_seq, v.version, v.seq AS version_seq, v.content, x.seq AS retracted_seq,
      (SELECT max(d.seq) FROM public.redactions d WHERE d.subject_id = b.id AND d.seq <= ${seq}) AS redacted_seq
    FROM public.${Prisma.raw(table)} b
    JOIN LATERAL (SELECT n.version, n.seq, n.content FROM public.revisions n
      WHERE n.subject_type = ${type} AND n.subject_id = b.id AND n.seq <= ${seq} ORDER BY n.version DESC LIMIT 1) v ON true
    LEFT JOIN public.retractions x ON x.subject_type = ${type} AND x.subject_id = b.id AND x.seq <= ${seq}
    WHERE b.created_seq <= ${seq}`;
}

/** A table whose rows never change: those that were there. */
function untilThen(table: string, seq: number): Prisma.Sql {
  return sql`SELECT * FROM public.${Prisma.raw(table)} WHERE seq <= ${seq}`;
}

function names(table: 'topics' | 'entities', type: string, seq: number): Prisma.Sql {
  return sql`SELECT b.id, b.created_at, b.created_seq, b.version, greatest(b.created_seq, m.seq) AS seq, b.name, b.kind, m.into_id AS merged_into_id
    FROM public.${Prisma.raw(table)} b LEFT JOIN merged m ON m.subject_type = ${type} AND m.from_id = b.id WHERE b.created_seq <= ${seq}`;
}

/** What an editable thing names, by position: its versions keep names, the tables keep ids. */
function named(owner: 'statement' | 'question', list: 'topic' | 'entity'): Prisma.Sql {
  const plural = Prisma.raw(list === 'topic' ? 'topics' : 'entities');
  return sql`SELECT b.id AS ${Prisma.raw(owner)}_id, (n.place - 1)::int AS position, t.id AS ${Prisma.raw(list)}_id
    FROM ${Prisma.raw(owner)}_versions b
    CROSS JOIN LATERAL jsonb_array_elements_text(b.content -> ${list === 'topic' ? 'topics' : 'entities'}::text) WITH ORDINALITY AS n(name, place)
    JOIN public.${plural} t ON lower(t.name) = lower(n.name)`;
}

/** The instant of a moment of a question; the one stored beside it where it has not been edited since. */
function instant(field: string, column: string): Prisma.Sql {
  const stored = Prisma.raw(column);
  return sql`CASE
    WHEN o.${stored} IS NOT DISTINCT FROM (b.content ->> ${field}::text) AND o.timezone = b.content ->> 'timezone' THEN o.${Prisma.raw(`${column}_instant`)}
    WHEN length(b.content ->> ${field}::text) = 10 THEN (((b.content ->> ${field}::text)::date + 1)::timestamp AT TIME ZONE (b.content ->> 'timezone'))
    ELSE (b.content ->> ${field}::text)::timestamptz END AS ${Prisma.raw(`${column}_instant`)}`;
}

/** Names and aliases of all that stands for what a row names, as the search of then knew them. */
const wordsOf = (owner: 'statement' | 'question', list: 'topic' | 'entity', id: Prisma.Sql): Prisma.Sql => {
  const plural = Prisma.raw(list === 'topic' ? 'topics' : 'entities');
  return sql`(SELECT string_agg(t.name, ' ') FROM ${Prisma.raw(`${owner}_${list === 'topic' ? 'topics' : 'entities'}`)} l
    JOIN ${plural} own ON own.id = l.${Prisma.raw(list)}_id
    JOIN ${plural} t ON coalesce(t.merged_into_id, t.id) = coalesce(own.merged_into_id, own.id) WHERE l.${Prisma.raw(owner)}_id = ${id})`;
};

/** `WITH …`, to stand before a SELECT; nothing for the head, whose tables are the tables. */
export function recordTables(seq: number | null): Prisma.Sql {
  if (seq === null) return Prisma.empty;
  return sql`WITH RECURSIVE
  merges AS NOT MATERIALIZED (${untilThen('merges', seq)}),
  merge_steps AS (
    SELECT subject_type, from_id, into_id, seq FROM merges
    UNION ALL SELECT s.subject_type, s.from_id, m.into_id, m.seq FROM merge_steps s
      JOIN merges m ON m.subject_type = s.subject_type AND m.from_id = s.into_id),
  merged AS (SELECT DISTINCT ON (subject_type, from_id) subject_type, from_id, into_id, seq FROM merge_steps ORDER BY subject_type, from_id, seq DESC),
  retractions AS NOT MATERIALIZED (${untilThen('retractions', seq)}),
  revisions AS NOT MATERIALIZED (${untilThen('revisions', seq)}),
  redactions AS NOT MATERIALIZED (${untilThen('redactions', seq)}),
  withdrawals AS NOT MATERIALIZED (${untilThen('withdrawals', seq)}),
  forecasts AS NOT MATERIALIZED (${untilThen('forecasts', seq)}),
  resolutions AS NOT MATERIALIZED (${untilThen('resolutions', seq)}),
  verdicts AS NOT MATERIALIZED (${untilThen('verdicts', seq)}),
  scores AS NOT MATERIALIZED (${untilThen('scores', seq)}),
  topics AS NOT MATERIALIZED (${names('topics', 'topic', seq)}),
  entities AS NOT MATERIALIZED (${names('entities', 'entity', seq)}),
  forecaster_versions AS NOT MATERIALIZED (${versions('forecasters', 'forecaster', seq)}),
  forecasters AS NOT MATERIALIZED (
    SELECT b.id, b.created_at, b.created_seq, b.version, greatest(b.version_seq, b.retracted_seq, b.redacted_seq, m.seq) AS seq,
      b.content ->> 'name' AS name, b.content ->> 'kind' AS kind, ARRAY(SELECT jsonb_array_elements_text(b.content -> 'aliases')) AS aliases,
      b.content ->> 'affiliation' AS affiliation, b.content ->> 'url' AS url, m.into_id AS merged_into_id,
      b.retracted_seq IS NOT NULL AS retracted, reckoner_search_vector(concat_ws(' ', b.content ->> 'name',
        (SELECT string_agg(alias, ' ') FROM jsonb_array_elements_text(b.content -> 'aliases') AS alias), b.content ->> 'affiliation')) AS search_vector
    FROM forecaster_versions b LEFT JOIN merged m ON m.subject_type = 'forecaster' AND m.from_id = b.id),
  source_versions AS NOT MATERIALIZED (${versions('sources', 'source', seq)}),
  sources AS NOT MATERIALIZED (
    SELECT b.id, b.created_at, b.created_seq, b.version, greatest(b.version_seq, b.retracted_seq, b.redacted_seq) AS seq,
      b.content ->> 'title' AS title, b.content ->> 'url' AS url, b.content ->> 'publisher' AS publisher, b.content ->> 'kind' AS kind,
      b.content ->> 'language' AS language, b.content ->> 'publishedAt' AS published_at, (b.content ->> 'retrievedAt')::timestamptz AS retrieved_at,
      b.content ->> 'textSha256' AS text_sha256, (b.content ->> 'textLength')::int AS text_length, b.retracted_seq IS NOT NULL AS retracted,
      reckoner_search_vector(concat_ws(' ', b.content ->> 'title', b.content ->> 'publisher')) AS search_vector
    FROM source_versions b),
  statement_versions AS NOT MATERIALIZED (${versions('statements', 'statement', seq)}),
  statement_topics AS NOT MATERIALIZED (${named('statement', 'topic')}),
  statement_entities AS NOT MATERIALIZED (${named('statement', 'entity')}),
  statement_relations AS NOT MATERIALIZED (
    SELECT b.id AS from_statement_id, (n.place - 1)::int AS position, n.relation ->> 'type' AS type, (n.relation ->> 'statementId')::uuid AS to_statement_id
    FROM statement_versions b CROSS JOIN LATERAL jsonb_array_elements(b.content -> 'relations') WITH ORDINALITY AS n(relation, place)),
  anchors AS NOT MATERIALIZED (
    SELECT b.id AS statement_id, (n.place - 1)::int AS position, (n.anchor ->> 'start')::int AS start_offset, (n.anchor ->> 'end')::int AS end_offset,
      n.anchor ->> 'sha256' AS sha256, n.anchor ->> 'section' AS section, n.anchor ->> 'quote' AS quote, n.anchor ->> 'status' AS status
    FROM statement_versions b CROSS JOIN LATERAL jsonb_array_elements(b.content -> 'anchors') WITH ORDINALITY AS n(anchor, place)),
  hedges AS NOT MATERIALIZED (
    SELECT b.id AS statement_id, b.content -> 'hedge' ->> 'phrase' AS phrase, b.content -> 'hedge' ->> 'language' AS language,
      b.content -> 'hedge' ->> 'register' AS register, b.content -> 'hedge' ->> 'lexiconKey' AS lexicon_key,
      b.content -> 'hedge' ->> 'lexiconVersion' AS lexicon_version, (b.content -> 'hedge' ->> 'lower')::float8 AS lower,
      (b.content -> 'hedge' ->> 'upper')::float8 AS upper
    FROM statement_versions b WHERE jsonb_typeof(b.content -> 'hedge') = 'object'),
  statements AS NOT MATERIALIZED (
    SELECT b.id, b.created_at, b.created_seq, b.version,
      greatest(b.version_seq, b.retracted_seq, b.redacted_seq, d.seq, (SELECT max(d2.seq) FROM public.redactions d2 WHERE d2.subject_id = d.id AND d2.seq <= ${seq}), (SELECT max(o.seq) FROM public.questions p JOIN resolutions o ON o.question_id = p.id WHERE p.statement_id = b.id)) AS seq,
      b.content ->> 'text' AS text, b.content ->> 'kind' AS kind, b.content ->> 'importance' AS importance,
      (b.content ->> 'forecasterId')::uuid AS forecaster_id, (b.content ->> 'sourceId')::uuid AS source_id,
      (b.content ->> 'saidAt')::timestamptz AS said_at, b.content ->> 'saidAtReason' AS said_at_reason, b.content ->> 'scorability' AS scorability,
      b.content ->> 'scorabilityReason' AS scorability_reason, b.content ->> 'codedBy' AS coded_by, b.content ->> 'note' AS note,
      b.retracted_seq IS NOT NULL AS retracted, d.id AS current_verdict_id,
      reckoner_search_vector(concat_ws(' ', b.content ->> 'text',
        (SELECT string_agg(concat_ws(' ', f.name, array_to_string(f.aliases, ' ')), ' ') FROM forecasters own
          JOIN forecasters f ON coalesce(f.merged_into_id, f.id) = coalesce(own.merged_into_id, own.id) WHERE own.id = (b.content ->> 'forecasterId')::uuid),
        (SELECT o.title FROM sources o WHERE o.id = (b.content ->> 'sourceId')::uuid), b.content -> 'hedge' ->> 'phrase',
        ${wordsOf('statement', 'topic', sql`b.id`)}, ${wordsOf('statement', 'entity', sql`b.id`)})) AS search_vector
    FROM statement_versions b
    LEFT JOIN LATERAL (SELECT c.id, c.seq FROM public.verdicts c WHERE c.statement_id = b.id AND c.seq <= ${seq} ORDER BY c.revision DESC LIMIT 1) d ON true),
  question_versions AS NOT MATERIALIZED (${versions('questions', 'question', seq)}),
  question_topics AS NOT MATERIALIZED (${named('question', 'topic')}),
  question_entities AS NOT MATERIALIZED (${named('question', 'entity')}),
  questions AS NOT MATERIALIZED (
    SELECT b.id, b.created_at, b.created_seq, b.version, greatest(b.version_seq, b.retracted_seq, b.redacted_seq, d.seq, (SELECT max(d2.seq) FROM public.redactions d2 WHERE d2.subject_id = d.id AND d2.seq <= ${seq})) AS seq,
      b.content ->> 'title' AS title, b.content ->> 'type' AS type, b.content ->> 'description' AS description,
      b.content ->> 'resolutionCriteria' AS resolution_criteria, b.content ->> 'resolutionSource' AS resolution_source,
      nullif(b.content -> 'options', 'null'::jsonb) AS options, (b.content ->> 'ordered')::boolean AS ordered,
      nullif(b.content -> 'optionEdges', 'null'::jsonb) AS option_edges, b.content ->> 'transform' AS transform, nullif(b.content -> 'milestones', 'null'::jsonb) AS milestones, b.content ->> 'unit' AS unit,
      (b.content -> 'range' ->> 'min')::float8 AS range_min, (b.content -> 'range' ->> 'max')::float8 AS range_max, b.content ->> 'timezone' AS timezone,
      b.content ->> 'opensAt' AS opens_at, b.content ->> 'closesAt' AS closes_at, b.content ->> 'resolvesBy' AS resolves_by,
      ${instant('opensAt', 'opens_at')}, ${instant('closesAt', 'closes_at')}, ${instant('resolvesBy', 'resolves_by')},
      b.content ->> 'windowBasis' AS window_basis, b.content ->> 'windowReason' AS window_reason,
      (b.content -> 'condition' ->> 'questionId')::uuid AS condition_question_id, b.content -> 'condition' -> 'outcome' AS condition_outcome,
      b.content ->> 'reading' AS reading, (b.content ->> 'statementId')::uuid AS statement_id, b.retracted_seq IS NOT NULL AS retracted,
      d.id AS current_resolution_id,
      coalesce((SELECT s.search_vector FROM statements s WHERE s.id = (b.content ->> 'statementId')::uuid), ''::tsvector)
        || reckoner_search_vector(concat_ws(' ', b.content ->> 'title', b.content ->> 'description', b.content ->> 'resolutionCriteria',
          ${wordsOf('question', 'topic', sql`b.id`)}, ${wordsOf('question', 'entity', sql`b.id`)})) AS search_vector
    FROM question_versions b JOIN public.questions o ON o.id = b.id
    LEFT JOIN LATERAL (SELECT c.id, c.seq FROM public.resolutions c WHERE c.question_id = b.id AND c.seq <= ${seq} ORDER BY c.revision DESC LIMIT 1) d ON true)`;
}
