/**
 * Rows against the chain, both ways: each append-only row is named by the event of its own `seq`,
 * with its hash, its time and its key. A row put in past the service has no such event.
 */
import type { RowComparison, RowDifference } from '../../store.ts';
import type { Database } from '../transaction.ts';
import { endOfStretch } from './audit-stretch.ts';

/** Compared at once, beyond one event. */
const MOST = { events: 5000, rows: 100_000, withScores: false };

/**
 * Differences among rows and events from `from` on, at most a hundred, and the number up to which they
 * were compared: `to`, or where the rows become too many for a statement. Rows that no event names are
 * not counted beforehand.
 */
export async function readRowDifferences(
  database: Database,
  from: number,
  to: number,
  most = MOST,
): Promise<RowComparison> {
  const upTo = await endOfStretch(database, from, to, most);
  return { differences: await differences(database, from, upTo), upTo };
}

async function differences(database: Database, from: number, to: number): Promise<RowDifference[]> {
  const rows = await database.$queryRaw<{ seq: bigint; detail: string }[]>`
    WITH stored AS (
      SELECT subject_type AS type, subject_id AS id, version, seq, recorded_at, recorded_by, record_sha256 FROM revisions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'forecast', id, revision, seq, recorded_at, recorded_by, record_sha256 FROM forecasts WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'withdrawal', id, 1, seq, recorded_at, recorded_by, record_sha256 FROM withdrawals WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'resolution', id, revision, seq, recorded_at, recorded_by, record_sha256 FROM resolutions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'verdict', id, revision, seq, recorded_at, recorded_by, record_sha256 FROM verdicts WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'retraction', id, 1, seq, recorded_at, recorded_by, record_sha256 FROM retractions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'merge', id, 1, seq, recorded_at, recorded_by, record_sha256 FROM merges WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'redaction', id, 1, seq, recorded_at, recorded_by, record_sha256 FROM redactions WHERE seq BETWEEN ${from} AND ${to}
      UNION ALL SELECT 'restatement', id, 1, seq, recorded_at, recorded_by, record_sha256 FROM restatements WHERE seq BETWEEN ${from} AND ${to}),
    named AS (
      SELECT r ->> 'type' AS type, (r ->> 'id')::uuid AS id, (r ->> 'version')::int AS version, e.seq, e.recorded_at, e.actor, r ->> 'sha256' AS sha256
      FROM audit_events e, jsonb_array_elements(e.records) AS r
      WHERE e.seq BETWEEN ${from} AND ${to} AND r ->> 'type' IN (
        'source', 'forecaster', 'statement', 'question', 'topic', 'entity', 'forecast', 'withdrawal', 'resolution', 'verdict', 'retraction', 'merge', 'redaction', 'restatement'))
    SELECT coalesce(s.seq, n.seq) AS seq, coalesce(s.type, n.type) || ' ' || coalesce(s.id, n.id) || ' version ' || coalesce(s.version, n.version) ||
      CASE WHEN n.id IS NULL THEN ' is in the tables, but no event names it'
        WHEN s.id IS NULL THEN ' is named by the event, but not in the tables'
        WHEN s.record_sha256 <> n.sha256 THEN ' carries another hash than the event'
        WHEN s.recorded_at <> n.recorded_at THEN ' carries another time than the event'
        ELSE ' carries another key than the event' END AS detail
    FROM stored s FULL JOIN named n ON n.type = s.type AND n.id = s.id AND n.version = s.version AND n.seq = s.seq
    WHERE s.id IS NULL OR n.id IS NULL OR s.record_sha256 <> n.sha256 OR s.recorded_at <> n.recorded_at OR s.recorded_by <> n.actor
    ORDER BY 1 LIMIT 100`;
  return rows.map(({ seq, detail }) => ({ seq: Number(seq), detail }));
}
