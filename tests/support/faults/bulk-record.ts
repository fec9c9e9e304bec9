/** A large record, made in SQL after one question and one forecast that a service has recorded: the chain holds over all of it. */
import pg from 'pg';
import { canonicalJson } from '../../../src/domain/audit/canonical-json.ts';
import { withSaltedText } from '../../../src/domain/audit/chain.ts';

/** Forecasts of a question. */
const EACH = 10;

interface TrailRecord {
  readonly type: string;
  readonly id: string;
  readonly salt: string;
  readonly content: Parameters<typeof withSaltedText>[0];
}

/**
 * Adds that many forecasts, a tenth as many questions, and an event for each. The owner must be a
 * superuser; no service may run.
 * @param trail the audit trail so far, as the service gives it; its last question and forecast are copied
 */
export async function addForecasts(ownerUrl: string, trail: string, forecasts: number): Promise<void> {
  const records = trail
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { records: TrailRecord[] }).records);
  const last = (type: string): TrailRecord => {
    const found = records.filter((record) => record.type === type).at(-1);
    if (found === undefined) throw new Error(`the record has no ${type}`);
    return found;
  };
  const leaf = ({ content, salt }: TrailRecord) =>
    `reckoner-record-1\n${canonicalJson(withSaltedText(content, salt))}`;
  const [question, forecast] = [last('question'), last('forecast')];
  const { madeAt } = forecast.content as { readonly madeAt: string };
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SET session_replication_role = replica; SET synchronous_commit = off');
    await client.query(MADE);
    await client.query(FILL_MADE, [
      Math.ceil(forecasts / EACH) * (EACH + 1),
      leaf(question),
      question.id,
      leaf(forecast),
      forecast.id,
      madeAt,
    ]);
    await client.query('CREATE UNIQUE INDEX ON made (n); ANALYZE made');
    await client.query(ADD_EVENTS);
    await client.query(ADD_QUESTIONS, [question.id]);
    await client.query(ADD_REVISIONS, [question.id]);
    await client.query(ADD_FORECASTS, [forecast.id]);
  } finally {
    await client.end();
  }
}

/** Numbers of events, ten at most, whose hash or link to the one before is wrong. */
export async function brokenEvents(ownerUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ seq: string }>(BROKEN);
    return rows.map(({ seq }) => seq);
  } finally {
    await client.end();
  }
}

const BROKEN = `SELECT seq FROM (
  SELECT *, lag(hash, 1, repeat('0', 64)::bpchar) OVER (ORDER BY seq) AS before, lag(seq, 1, 0::bigint) OVER (ORDER BY seq) AS last FROM audit_events) AS e
  WHERE previous_hash <> before OR seq <> last + 1 OR hash <> encode(sha256(convert_to(E'reckoner-event-1\\n' || format(
    '{"action":%s,"actor":"%s","previousHash":"%s","recordSha256":"%s","recordedAt":"%s","seq":%s,"subject":{"id":"%s","type":%s}}',
    to_json(action), actor, previous_hash, record_sha256,
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), seq, subject_id, to_json(subject_type)), 'UTF8')), 'hex')
  LIMIT 10`;

const MADE =
  'CREATE TEMP TABLE made (n int, type text, id uuid, question_id uuid, made_at timestamptz, sha256 text)';

/** Each question is followed by its forecasts; ids rise as those that a service gives. */
const FILL_MADE = `INSERT INTO made
  SELECT n, type, id, question_id, made_at, encode(sha256(convert_to(CASE type
    WHEN 'question' THEN replace($2::text, $3::text, id::text)
    ELSE replace(replace(replace($4::text, $5::text, id::text), $3::text, question_id::text), $6::text,
      to_char(made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END, 'UTF8')), 'hex')
  FROM (SELECT n, CASE (n - 1) % ${EACH + 1} WHEN 0 THEN 'question' ELSE 'forecast' END AS type,
    ('019f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
    ('019f0000-0000-7000-8000-' || lpad(to_hex(n - (n - 1) % ${EACH + 1}), 12, '0'))::uuid AS question_id,
    '2024-01-01T00:00:00Z'::timestamptz + n * interval '1 second' AS made_at
    FROM generate_series(1, $1::int) AS n) AS given`;

/** As reckoner_append does, which the first schema has not: the hashes are those of src/domain/audit/chain.ts. */
const ADD_EVENTS = `DO $$
DECLARE
  head audit_head%ROWTYPE;
  given_by uuid := (SELECT actor FROM audit_events ORDER BY seq DESC LIMIT 1);
  given_at text;
  m record;
  records_sha256 text;
  next_hash text;
BEGIN
  SELECT * INTO STRICT head FROM audit_head;
  given_at := to_char(head.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  FOR m IN SELECT * FROM made ORDER BY n LOOP
    records_sha256 := encode(sha256(convert_to(E'reckoner-records-1\\n' || format('[["%s","%s",1,"%s"]]', m.type, m.id, m.sha256), 'UTF8')), 'hex');
    next_hash := encode(sha256(convert_to(E'reckoner-event-1\\n' || format(
      '{"action":"%s.create","actor":"%s","previousHash":"%s","recordSha256":"%s","recordedAt":"%s","seq":%s,"subject":{"id":"%s","type":"%s"}}',
      m.type, given_by, head.hash, records_sha256, given_at, head.seq + 1, m.id, m.type), 'UTF8')), 'hex');
    INSERT INTO audit_events (seq, recorded_at, actor, action, subject_type, subject_id, records, record_sha256, previous_hash, hash)
      VALUES (head.seq + 1, head.recorded_at, given_by, m.type || '.create', m.type, m.id,
        jsonb_build_array(jsonb_build_object('type', m.type, 'id', m.id, 'version', 1, 'sha256', m.sha256)), records_sha256, head.hash, next_hash);
    head.seq := head.seq + 1;
    head.hash := next_hash;
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash;
END $$`;

/** The number of the first event that was added, less one. */
const BASE = '(SELECT seq FROM audit_head) - (SELECT max(n) FROM made)';
const STAMP = `'seq', b.seq + m.n, 'recorded_at', h.recorded_at, 'record_sha256', m.sha256`;
const FROM = `made m, audit_head h, (SELECT ${BASE} AS seq) b`;

const ADD_QUESTIONS = `INSERT INTO questions SELECT r.* FROM questions q, ${FROM},
  LATERAL jsonb_populate_record(q, jsonb_build_object('id', m.id, 'seq', b.seq + m.n, 'created_seq', b.seq + m.n, 'created_at', h.recorded_at)) r
  WHERE q.id = $1 AND m.type = 'question'`;
const ADD_REVISIONS = `INSERT INTO revisions SELECT r.* FROM revisions v, ${FROM},
  LATERAL jsonb_populate_record(v, jsonb_build_object('subject_id', m.id, ${STAMP})) r
  WHERE v.subject_type = 'question' AND v.subject_id = $1 AND m.type = 'question'`;
const ADD_FORECASTS = `INSERT INTO forecasts SELECT r.* FROM forecasts f, ${FROM},
  LATERAL jsonb_populate_record(f, jsonb_build_object('id', m.id, 'question_id', m.question_id, 'made_at', m.made_at, ${STAMP})) r
  WHERE f.id = $1 AND m.type = 'forecast'`;
