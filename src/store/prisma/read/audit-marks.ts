/** Marks (retracted, merged, current outcome), keys, kept texts and the head against what brought them about. */
import type { RowDifference } from '../../store.ts';
import type { Database } from '../transaction.ts';

const MOST = 100;

/** Whatever is not as recorded, at most a hundred of each kind. */
export async function readMarkDifferences(database: Database): Promise<RowDifference[]> {
  return [
    ...(await readMarks(database)),
    ...(await readRegisters(database)),
    ...(await readOrphans(database)),
  ];
}

async function readMarks(database: Database): Promise<RowDifference[]> {
  const rows = await database.$queryRaw<{ seq: bigint; detail: string }[]>`
    WITH RECURSIVE merged AS (
      SELECT subject_type, from_id, into_id FROM merges
      UNION SELECT m.subject_type, m.from_id, next.into_id FROM merged m
        JOIN merges next ON next.subject_type = m.subject_type AND next.from_id = m.into_id),
    final AS (
      SELECT m.subject_type, m.from_id, m.into_id FROM merged m
      WHERE NOT EXISTS (SELECT 1 FROM merges n WHERE n.subject_type = m.subject_type AND n.from_id = m.into_id)),
    marked AS (
      SELECT 'source' AS type, id, seq, retracted, NULL::uuid AS merged_into_id FROM sources
      UNION ALL SELECT 'forecaster', id, seq, retracted, merged_into_id FROM forecasters
      UNION ALL SELECT 'statement', id, seq, retracted, NULL FROM statements
      UNION ALL SELECT 'question', id, seq, retracted, NULL FROM questions
      UNION ALL SELECT 'topic', id, seq, false, merged_into_id FROM topics
      UNION ALL SELECT 'entity', id, seq, false, merged_into_id FROM entities)
    SELECT m.seq, m.type || ' ' || m.id || ' is marked as retracted or not otherwise than recorded' AS detail
      FROM marked m LEFT JOIN retractions x ON x.subject_type = m.type AND x.subject_id = m.id WHERE m.retracted <> (x.id IS NOT NULL)
    UNION ALL SELECT m.seq, m.type || ' ' || m.id || ' is merged otherwise than recorded'
      FROM marked m LEFT JOIN final f ON f.subject_type = m.type AND f.from_id = m.id WHERE m.merged_into_id IS DISTINCT FROM f.into_id
    UNION ALL SELECT q.seq, 'question ' || q.id || ' has another current resolution than recorded'
      FROM questions q LEFT JOIN LATERAL (SELECT id FROM resolutions r WHERE r.question_id = q.id ORDER BY revision DESC LIMIT 1) r ON true
      WHERE q.current_resolution_id IS DISTINCT FROM r.id
    UNION ALL SELECT s.seq, 'statement ' || s.id || ' has another current verdict than recorded'
      FROM statements s LEFT JOIN LATERAL (SELECT id FROM verdicts v WHERE v.statement_id = s.id ORDER BY revision DESC LIMIT 1) v ON true
      WHERE s.current_verdict_id IS DISTINCT FROM v.id
    UNION ALL SELECT f.seq, 'forecast ' || f.id || ' has a probability beside its prediction'
      FROM forecasts f WHERE (f.probability, f.lower, f.upper) IS DISTINCT FROM
        ((f.prediction ->> 'probability')::float8, (f.prediction ->> 'lower')::float8, (f.prediction ->> 'upper')::float8)
    UNION ALL SELECT r.seq, r.subject_type || ' ' || r.subject_id || ' is recorded, but not in force'
      FROM revisions r LEFT JOIN marked m ON m.type = r.subject_type AND m.id = r.subject_id WHERE r.version = 1 AND m.id IS NULL
    ORDER BY 1 LIMIT ${MOST}`;
  return rows.map(({ seq, detail }) => ({ seq: Number(seq), detail }));
}

/** Keys, kept texts and the head, which have no table of versions. */
async function readRegisters(database: Database): Promise<RowDifference[]> {
  const rows = await database.$queryRaw<{ seq: bigint; detail: string }[]>`
    WITH named AS (
      SELECT r ->> 'type' AS type, (r ->> 'id')::uuid AS id, max((r ->> 'version')::int) AS version, max(e.seq) AS seq
      FROM audit_events e, jsonb_array_elements(e.records) AS r WHERE r ->> 'type' IN ('apiKey', 'sourceText') GROUP BY 1, 2),
    redacted AS (
      SELECT subject_id FROM audit_events WHERE subject_type = 'source' AND records @> '[{"type": "redaction"}]')
    SELECT coalesce(k.seq, n.seq) AS seq, 'apiKey ' || coalesce(k.id, n.id) || ' is not the key that is recorded' AS detail
      FROM api_keys k FULL JOIN (SELECT * FROM named WHERE type = 'apiKey') n ON n.id = k.id WHERE k.version IS DISTINCT FROM n.version
    UNION ALL SELECT coalesce(n.seq, 0), 'source ' || coalesce(x.source_id, n.id) || ' has a kept text, or none, otherwise than recorded'
      FROM source_texts x FULL JOIN (SELECT * FROM named WHERE type = 'sourceText') n ON n.id = x.source_id
      WHERE n.id IS NULL OR (x.source_id IS NULL AND n.id NOT IN (SELECT subject_id FROM redacted))
    UNION ALL SELECT s.seq, 'source ' || s.id || ' keeps another text than recorded'
      FROM source_texts x JOIN sources s ON s.id = x.source_id
      WHERE encode(sha256(convert_to(x.content, 'UTF8')), 'hex') IS DISTINCT FROM s.text_sha256
    UNION ALL SELECT h.seq, 'the head of the chain is not its last event'
      FROM audit_head h LEFT JOIN audit_events e ON e.seq = h.seq
      WHERE (h.seq > 0 AND (e.hash IS DISTINCT FROM h.hash OR e.recorded_at IS DISTINCT FROM h.recorded_at))
        OR EXISTS (SELECT 1 FROM audit_events l WHERE l.seq > h.seq)
    UNION ALL SELECT 0, 'there is not exactly one head of the chain' WHERE (SELECT count(*) FROM audit_head) <> 1
    ORDER BY 1 LIMIT ${MOST}`;
  return rows.map(({ seq, detail }) => ({ seq: Number(seq), detail }));
}

/** Parts of things that are not there. */
async function readOrphans(database: Database): Promise<RowDifference[]> {
  const rows = await database.$queryRaw<{ part: string; parent: string }[]>`
    SELECT part, parent::text FROM (
      SELECT 'anchors' AS part, statement_id AS parent FROM anchors UNION ALL SELECT 'hedges', statement_id FROM hedges
      UNION ALL SELECT 'statement_topics', statement_id FROM statement_topics UNION ALL SELECT 'statement_entities', statement_id FROM statement_entities
      UNION ALL SELECT 'statement_relations', from_statement_id FROM statement_relations) AS s
      WHERE NOT EXISTS (SELECT 1 FROM statements WHERE id = parent)
    UNION ALL SELECT part, parent::text FROM (
      SELECT 'question_topics' AS part, question_id AS parent FROM question_topics UNION ALL SELECT 'question_entities', question_id FROM question_entities) AS q
      WHERE NOT EXISTS (SELECT 1 FROM questions WHERE id = parent)
    UNION ALL SELECT 'evidence', coalesce(resolution_id, verdict_id)::text FROM evidence e
      WHERE (resolution_id IS NULL) = (verdict_id IS NULL) OR NOT EXISTS (SELECT 1 FROM resolutions WHERE id = resolution_id UNION ALL SELECT 1 FROM verdicts WHERE id = verdict_id)
    UNION ALL SELECT 'lexicon_entries', lexicon_key || ' ' || lexicon_version FROM lexicon_entries e
      WHERE NOT EXISTS (SELECT 1 FROM lexicons WHERE key = lexicon_key AND version = lexicon_version)
    LIMIT ${MOST}`;
  return rows.map(({ part, parent }) => ({
    seq: 0,
    detail: `${part} has a row of ${parent}, which is not there`,
  }));
}
